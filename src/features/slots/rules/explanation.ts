import { isoWeekOf, minutesPerDay, type Interval, type Minute } from '../../../kit/minutes.ts'
import type { Host, Question, Unbookable } from './hosts.ts'
import { openTimes } from './hours.ts'
import { intervalsOf, subtract, type Times } from './intervals.ts'
import { nextOnGrid, padded } from './slots.ts'

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
  const say = (layer: Layer, ...intervals: Interval[]) =>
    objections.push(...intervals.map(interval => ({ layer, interval })))
  const overlaps = ({ start, end }: Interval) => start < end && start < asked.end && end > asked.start

  if (host.unbookable) say(host.unbookable, asked)
  say(
    'open_hours',
    ...outside(asked, openTimes(host.zone, host.weekly, host.overrides, asked.start, asked.end)),
  )
  if (host.typeWeekly)
    say('type_hours', ...outside(asked, openTimes(host.zone, host.typeWeekly, [], asked.start, asked.end)))
  say('organization_block', ...host.organizationBlocks.filter(overlaps))
  say('group_block', ...host.groupBlocks.filter(overlaps))
  say('member_block', ...host.memberBlocks.filter(overlaps))
  say('busy', ...host.busy.filter(overlaps))
  for (const [at, around] of padded(type, host).entries()) {
    const meeting = host.meetings[at]
    if (meeting && overlaps(meeting)) say('meeting', { start: meeting.start, end: meeting.end })
    else if (overlaps(around)) say('buffer', around)
  }
  if (startsAt < now + type.noticeMinutes) say('notice', asked)
  if (startsAt > now + type.windowDays * minutesPerDay) say('window', asked)
  limits(host, startsAt, say)
  if (nextOnGrid(host.zone, type.stepMinutes, startsAt) !== startsAt) say('grid', asked)
  return objections
}

const outside = ({ start, end }: Interval, open: Times): Interval[] =>
  intervalsOf(subtract([start, end], open))

function limits(
  { zone, meetings, dayLimit, weekLimit }: Host,
  startsAt: Minute,
  say: (layer: Layer, when: Interval) => void,
) {
  const dayAt = (instant: Minute) => Math.floor(zone.localOf(instant) / minutesPerDay)
  const day = dayAt(startsAt)
  const days = meetings.map(({ start }) => dayAt(start))
  const until = (first: number, count: number) => ({
    start: zone.instantOf(first * minutesPerDay),
    end: zone.instantOf((first + count) * minutesPerDay),
  })
  if (dayLimit !== null && days.filter(each => each === day).length >= dayLimit)
    say('limit_day', until(day, 1))
  const week = isoWeekOf(day)
  if (weekLimit !== null && days.filter(each => isoWeekOf(each) === week).length >= weekLimit)
    say('limit_week', until(week * 7 - 3, 7))
}
