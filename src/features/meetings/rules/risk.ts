import type { Interval } from '../../../kit/minutes.ts'
import type { Risk } from '../schema/meetings.ts'

/** What stands against an upcoming meeting; see app.meeting_risks. */
export type Standing = {
  hostInactive: boolean
  notAHost: boolean
  overlaps: boolean
  busy: boolean
}

/**
 * Why its host cannot be relied on: the gravest first. Null: they can.
 * @param blocks times at which bookings of the host are stopped.
 */
export function riskOf(standing: Standing, meeting: Interval, blocks: readonly Interval[]): Risk | null {
  if (standing.hostInactive) return 'host_inactive'
  if (standing.notAHost) return 'not_a_host'
  if (standing.overlaps) return 'overlap'
  if (standing.busy) return 'busy'
  return blocks.some(({ start, end }) => start < meeting.end && end > meeting.start) ? 'blocked' : null
}
