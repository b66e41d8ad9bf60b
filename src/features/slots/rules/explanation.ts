import { isoWeekOf, minutesPerDay, mondayOf, type Interval, type Minute } from '../../../kit/minutes.ts'
import type { Zone } from '../../../kit/zone.ts'
import { isOnGrid } from './grid.ts'
import type { Question, Unbookable } from './hosts.ts'
import { openTimes } from './hours.ts'
import { intervalsOf, subtract, type Times } from './intervals.ts'
import { dayAt, fullOf } from './limits.ts'
import { padded } from './slots.ts'

/**
 * What can stand against a time, in the order in which it is asked. `buffer` is too near a meeting that
 * does not overlap; `grid` is a start that the type does not offer.
 */
export type Layer =
  | Unbookable
  | 'open_hours'
  | 'type_hours'
  | 'organization_block'
  | 'group_block'
  | 'member_block'
  | 'busy'
  | 'meeting'
  | 'buffer'
  | 'notice'
  | 'window'
  | 'limit_day'
  | 'limit_week'
  | 'grid'

/**
 * One thing that stands against a time, and when it does. Of hours: the part of the time that is outside them; of blocks,
 * busy times and meetings: their own; of a buffer: the meeting's with its buffers; of limits: the day or week;
 * of notice, window and the rest: the time itself.
 */
export type Objection = { layer: Layer; interval: Interval }

/** Everything that stands against booking this host then; nothing exactly where `mayTake` says yes. */
export function whyNot({ type, host, now, startsAt }: Question & { startsAt: Minute }): Objection[] {
  const asked = { start: startsAt, end: startsAt + type.durationMinutes }
  const objections: Objection[] = []
  const object = (layer: Layer, ...intervals: Interval[]) =>
    objections.push(...intervals.map(interval => ({ layer, interval })))
  const overlaps = ({ start, end }: Interval) => start < end && start < asked.end && end > asked.start

  if (host.unbookable) object(host.unbookable, asked)
  object(
    'open_hours',
    ...outside(asked, openTimes(host.zone, host.weekly, host.overrides, asked.start, asked.end)),
  )
  if (host.typeWeekly)
    object('type_hours', ...outside(asked, openTimes(host.zone, host.typeWeekly, [], asked.start, asked.end)))
  object('organization_block', ...host.organizationBlocks.filter(overlaps))
  object('group_block', ...host.groupBlocks.filter(overlaps))
  object('member_block', ...host.memberBlocks.filter(overlaps))
  object('busy', ...host.busy.filter(overlaps))
  for (const [at, around] of padded(type, host).entries()) {
    const meeting = host.meetings[at]
    if (meeting && overlaps(meeting)) object('meeting', { start: meeting.start, end: meeting.end })
    else if (overlaps(around)) object('buffer', around)
  }
  if (startsAt < now + type.noticeMinutes) object('notice', asked)
  if (startsAt > now + type.windowDays * minutesPerDay) object('window', asked)
  const full = fullOf(host)
  const day = dayAt(host.zone, startsAt)
  const week = isoWeekOf(day)
  if (full.days.has(day)) object('limit_day', daysOf(host.zone, day, 1))
  if (full.weeks.has(week)) object('limit_week', daysOf(host.zone, mondayOf(week), 7))
  if (!isOnGrid(host.zone, type.stepMinutes, startsAt)) object('grid', asked)
  return objections
}

const outside = ({ start, end }: Interval, open: Times): Interval[] =>
  intervalsOf(subtract([start, end], open))

const daysOf = (zone: Zone, day: number, count: number): Interval => ({
  start: zone.instantOf(day * minutesPerDay),
  end: zone.instantOf((day + count) * minutesPerDay),
})
