import { z } from 'zod'
import { Id, Line, Time } from '../../kit/shapes.ts'

export const calendarKinds = ['caldav', 'ics', 'google', 'microsoft'] as const
export const CalendarKind = z.enum(calendarKinds)
export type CalendarKind = z.infer<typeof CalendarKind>

const Address = z
  .string()
  .trim()
  .max(2000)
  .regex(/^(https?|webcals?):\/\/[^\s/]+/i, 'Write an address that begins with https:// or http://.')

/** Whose, and where the host's meetings are written. */
const common = {
  /** Null or left out: one's own. */
  memberId: Id.nullish(),
  /** Left out: if it can be written and the member has no other for it. */
  isDestination: z.boolean().optional(),
}

/**
 * POST /calendars. `url` of a CalDAV server leads to its calendars: where there are several, the refusal lists them as
 * `calendars`, and one's `id` is the `url` of the next try. For Google and Microsoft: what they brought back to
 * /calendars/connected after POST /calendars/authorizations; whose calendar it becomes was said there.
 */
export const NewCalendar = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('caldav'),
    url: Address,
    username: Line(300).min(1),
    password: z.string().min(1).max(1000),
    ...common,
  }),
  z.strictObject({ kind: z.literal('ics'), url: Address, memberId: Id.nullish() }),
  z.strictObject({
    kind: z.enum(['google', 'microsoft']),
    code: z.string().min(1).max(4000),
    state: z.string().min(1).max(4000),
  }),
])
export type NewCalendar = z.output<typeof NewCalendar>

/** POST /calendars/authorizations */
export const NewAuthorization = z.strictObject({ kind: z.enum(['google', 'microsoft']), ...common })
export type NewAuthorization = z.output<typeof NewAuthorization>
/** Where the browser goes to agree; it comes back to /calendars/connected with `code` and `state`. */
export const Authorization = z.object({ url: z.string() })

/** Never with what it needs to sign in. */
export const CalendarItem = z.object({
  id: Id,
  member: z.object({ id: Id, name: z.string() }),
  kind: CalendarKind,
  name: z.string(),
  /** The member's meetings are written into it. */
  isDestination: z.boolean(),
  isWritable: z.boolean(),
  syncedAt: Time.nullable(),
  failedAt: Time.nullable(),
  /** In words, in the reader's language; null while it works. */
  failure: z.string().nullable(),
  /** `failed` and `stale` keep clients from booking its member. */
  state: z.enum(['fresh', 'stale', 'failed']),
  /** Since when a meeting could not be written into it, and why, in words; its member can be booked all the same. */
  unwrittenSince: Time.nullable(),
  writeFailure: z.string().nullable(),
  createdAt: Time,
})
export type CalendarItem = z.infer<typeof CalendarItem>

/** GET /calendars: one's own, or those of a member whose calendars the actor may change; others have none. */
export const CalendarQuery = z.strictObject({ memberId: Id.optional() })
export const CalendarList = z.object({
  items: z.array(CalendarItem),
  /** What can be connected here. */
  kinds: z.array(CalendarKind),
})
