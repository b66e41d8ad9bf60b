import { z } from 'zod'
import { Id, Moment, TimeZone } from '../../kit/shapes.ts'

/** `own`, `all`, or one group with those below it as `group:{id}`. */
const Reach = z.union([
  z.enum(['own', 'all']),
  z
    .string()
    .regex(/^group:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'Say own, all, or group: and its id.'),
])

const period = {
  reach: Reach,
  from: Moment,
  /** Given as a date, that day is included. At most 1,100 days. */
  to: Moment,
  /** Of dates, and of days, weeks and months; the organisation's where it is not given. */
  timeZone: TimeZone.optional(),
}
export const meetingsBy = ['type', 'host', 'group', 'day', 'week', 'month'] as const
export const invitesBy = ['host', 'group', 'flow', 'day', 'week', 'month'] as const
/** Meetings that start in the period. */
export const MeetingsReportQuery = z.strictObject({ ...period, by: z.enum(meetingsBy).default('type') })
export type MeetingsReportQuery = z.output<typeof MeetingsReportQuery>
/** Invites that were sent in the period; `host` is the member who sent them. */
export const InvitesReportQuery = z.strictObject({ ...period, by: z.enum(invitesBy).default('flow') })
export type InvitesReportQuery = z.output<typeof InvitesReportQuery>

const Count = z.number().int()
const MeetingFigures = z.object({
  /** All that were booked or planned for the period; the sum of the next five. */
  booked: Count,
  held: Count,
  missed: Count,
  cancelledByClient: Count,
  cancelledByHost: Count,
  /** Still to come, under way, or without word of whether they took place. */
  open: Count,
  /** Medians: from booking to start, and from start to end of those that were not cancelled; null: none. */
  leadTimeMinutes: z.number().nullable(),
  durationMinutes: z.number().nullable(),
  /** Mean, 1 to 5, of as many as rated it. */
  rating: z.number().nullable(),
  ratings: Count,
  /** Fewer than ten: too few to conclude from. */
  isSmallSample: z.boolean(),
})
const InviteFigures = z.object({
  sent: Count,
  initiated: Count,
  completed: Count,
  /** Clients to whom they went. */
  clients: Count,
  /** Median from sending to completion, of those completed; null: none. */
  timeToCompleteMinutes: z.number().nullable(),
  isSmallSample: z.boolean(),
})

const row = {
  /**
   * An id, or a date: the day, the week's Monday, the month's first. `none`: of no group, or sent by no member. `other`:
   * members and groups whose names the reader may not know, all in one row.
   */
  key: z.string(),
  /** Null for dates, `none` and `other`, as the name is. */
  id: Id.nullable(),
  name: z.string().nullable(),
}
const about = { from: z.string(), to: z.string(), timeZone: z.string() }
/** Rows by name or time. A meeting of several groups counts in the row of each, once in `total`. */
export const MeetingsReport = z.object({
  ...about,
  by: z.enum(meetingsBy),
  total: MeetingFigures,
  rows: z.array(MeetingFigures.extend(row)),
})
export type MeetingsReport = z.infer<typeof MeetingsReport>
export const InvitesReport = z.object({
  ...about,
  by: z.enum(invitesBy),
  total: InviteFigures,
  rows: z.array(InviteFigures.extend(row)),
})
export type InvitesReport = z.infer<typeof InvitesReport>
/** A header, a line for every row, and the total. */
export const ReportCsv = z.string()

const Options = z.object({
  reaches: z.array(z.enum(['own', 'all'])),
  groups: z.array(z.object({ id: Id, name: z.string(), parentId: Id.nullable() })),
})
/** GET /reports/options: what the actor may ask for. */
export const ReportOptions = z.object({ meetings: Options, invites: Options })
