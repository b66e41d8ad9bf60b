import type { MeetingItem, MeetingStatus, Risk } from '../../../src/features/meetings/schema/meetings.ts'
import { ownZone, zoneWords } from '../../ui/calendar/days.ts'
import { formatSpan, t } from '../../ui/language.ts'
import type { Tone } from '../../ui/StatusBadge.tsx'

export const meetingStates = (): Record<MeetingStatus, { label: string; tone: Tone }> => ({
  scheduled: { label: t('Scheduled'), tone: 'green' },
  live: { label: t('Live'), tone: 'blue' },
  completed: { label: t('Held'), tone: 'grey' },
  missed: { label: t('Missed'), tone: 'amber' },
  cancelled_by_client: { label: t('Cancelled by the client'), tone: 'red' },
  cancelled_by_host: { label: t('Cancelled'), tone: 'red' },
})

export const isCancelled = ({ status }: Pick<MeetingItem, 'status'>) => status.startsWith('cancelled')

/** Why an upcoming meeting may not take place as it stands. */
export const riskWords = (): Record<Risk, string> => ({
  host_inactive: t('The host is suspended or has left'),
  not_a_host: t('The host can no longer hold this type'),
  overlap: t('The host has another meeting then'),
  busy: t('The host’s calendar says busy'),
  blocked: t('A block lies over it'),
})

export const placeWords = ({ kind, text }: MeetingItem['place']) =>
  kind === 'video_room'
    ? t('Video room')
    : kind === 'phone'
      ? t('By phone: {number}', { number: text || '–' })
      : text

/** Who reads this elsewhere than the organisation's clocks are is told whose clock it is. */
export const whenWords = (organizationZone: string) =>
  ownZone() === organizationZone ? t('When') : t('When, in {zone}', { zone: zoneWords(ownZone()) })

export const timeOf = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }) =>
  formatSpan(startsAt, endsAt)

/** What stands against a time, as the server names the layers; unknown ones are told plainly. */
export function layerWords(layer: string): string {
  const words: Record<string, string> = {
    meeting_type_disabled: t('The meeting type is disabled'),
    calendar_failed: t('A calendar could not be read'),
    suspended: t('The member is suspended'),
    not_a_host: t('Not a host of this type'),
    open_hours: t('Outside open hours'),
    type_hours: t('Outside the hours of this type'),
    organization_block: t('Blocked for the organisation'),
    group_block: t('Blocked for the group'),
    member_block: t('Blocked by the member'),
    busy: t('Busy in a calendar'),
    meeting: t('Another meeting'),
    buffer: t('Too close to another meeting'),
    notice: t('Too soon'),
    window: t('Too far ahead'),
    limit_day: t('The limit of the day is reached'),
    limit_week: t('The limit of the week is reached'),
    grid: t('Not a start that is offered'),
    group_not_bookable: t('The group takes no bookings'),
  }
  return words[layer] ?? t('Not available')
}
