import type { Interval, Minute } from '../../../kit/minutes.ts'
import type { Zone } from '../../../kit/zone.ts'
import type { Override, WeeklyHours } from './hours.ts'

/**
 * What a meeting type asks of a time, with the one duration that is looked for.
 * @property stepMinutes starts lie on this grid of the host's wall clock, counted from midnight.
 */
export type TypeRules = {
  durationMinutes: number
  stepMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  noticeMinutes: number
  windowDays: number
}

/** A meeting of the host's, or a pending hold, with the buffers of its own type. */
export type HostMeeting = Interval & { beforeMinutes: number; afterMinutes: number }

/** Why nobody can book a host at all. */
export type Unbookable = 'calendar_failed' | 'suspended' | 'not_a_host'

/**
 * One host, as they stand for one type and one route. Lists are in any order, and may reach beyond the times that are
 * asked for; `meetings` must reach back and on to the ends of the ISO weeks (host's zone) of these where there are limits.
 * @property typeWeekly hours of this type besides; null: any.
 * @property groupBlocks of the group that the booking comes through; none for any other route.
 * @property dayLimit the most meetings that start on one day of the host's zone; null: no limit.
 */
export type Host = {
  id: string
  zone: Zone
  weekly: readonly WeeklyHours[]
  overrides: readonly Override[]
  typeWeekly: readonly WeeklyHours[] | null
  organizationBlocks: readonly Interval[]
  groupBlocks: readonly Interval[]
  memberBlocks: readonly Interval[]
  busy: readonly Interval[]
  meetings: readonly HostMeeting[]
  dayLimit: number | null
  weekLimit: number | null
  unbookable: Unbookable | null
}

/** What one host is asked. `now` is that of the clock by `minuteAfter`. */
export type Question = { type: TypeRules; host: Host; now: Minute }
