import type { z } from 'zod'
import type { MeetingDetail, MeetingEvent } from '../../../src/features/meetings/schema/meetings.ts'
import { formatSpan, t } from '../../ui/language.ts'

type Event = z.infer<typeof MeetingEvent>

/** What happened to a meeting, as a plain sentence. */
export function sentenceOf(event: Event, { client }: Pick<MeetingDetail, 'client'>): string {
  const who =
    event.actor.kind === 'client'
      ? client.name
      : (event.actor.name ?? (event.actor.kind === 'member' ? t('A colleague') : 'Guildhall'))
  const { before, after } = event
  const time = after?.startsAt && after.endsAt ? formatSpan(after.startsAt, after.endsAt) : '–'
  const host = (state: Event['after']) => state?.host?.name ?? t('a colleague')
  const sentences: Record<string, () => string> = {
    'meeting.held': () => t('{who} asked for the meeting; the address was to be confirmed', { who }),
    'meeting.booked': () => t('{who} booked the meeting', { who }),
    'meeting.planned': () => t('{who} planned the meeting', { who }),
    'meeting.rescheduled': () => t('{who} moved the meeting to {time}', { who, time }),
    'meeting.reassigned': () =>
      t('{who} gave the meeting from {before} to {after}', { who, before: host(before), after: host(after) }),
    'meeting.cancelled': () => t('{who} cancelled the meeting', { who }),
    'meeting.guest_added': () => t('{who} added a guest', { who }),
    'meeting.guest_removed': () => t('{who} removed a guest', { who }),
    'meeting.completed': () => t('The meeting was held'),
    'meeting.missed': () => t('{who} noted that the meeting was missed', { who }),
  }
  return sentences[event.name]?.() ?? t('{who} changed the meeting', { who })
}
