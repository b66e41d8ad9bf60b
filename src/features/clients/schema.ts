import { z } from 'zod'
import { Email, Id, Language, Line, Name, Page, Paging, Time } from '../../kit/shapes.ts'

export const clientStatuses = [
  'not_started',
  'in_progress',
  'needs_attention',
  'completed',
  'revoked',
] as const
const ClientStatus = z.enum(clientStatuses)
const origins = ['invite', 'api', 'booking', 'public_flow'] as const
/** E.164, as it is stored; spaces, dots, dashes and brackets are taken out. */
export const Phone = z
  .string()
  .trim()
  .max(40)
  .transform(phone => phone.replace(/[\s().-]/g, ''))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'Write the number with its country, such as +31 30 123 45 67.'))

export const ClientItem = z.object({
  id: Id,
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  externalId: z.string().nullable(),
  language: Language,
  status: ClientStatus,
  origin: z.enum(origins),
  /** Null: the Organization group, or a group the viewer may not know; groupLabel says which. */
  group: z.object({ id: Id, name: z.string(), deleted: z.boolean() }).nullable(),
  groupLabel: z.string(),
  flow: z.object({ id: Id, name: z.string() }).nullable(),
  /** Null where the viewer may not read the member. */
  invitedBy: z.object({ id: Id, name: z.string() }).nullable(),
  /** Seen by a Cc. */
  sharedWithMe: z.boolean(),
  lastActivityAt: Time,
  createdAt: Time,
})
export type ClientItem = z.infer<typeof ClientItem>
export const ClientPage = Page(ClientItem)

export const ClientFilter = z.strictObject({
  groupId: z.union([Id, z.literal('organization')]).optional(),
  status: ClientStatus.optional(),
  flowId: Id.optional(),
  invitedBy: Id.optional(),
  cc: z.literal('me').optional(),
  origin: z.enum(origins).optional(),
  search: Line(200).optional(),
})
export type ClientFilter = z.infer<typeof ClientFilter>
export const ClientQuery = ClientFilter.extend(Paging)
/** GET /clients/export.csv: a header, then a line for every row of the list. */
export const ClientCsv = z.string()
/** GET /clients/stream: the data of its events `client`, `left` and `access`. */
export const ClientEvents = z.union([ClientItem, z.object({ id: Id }), z.object({})])
/** Capped at 1,000: `capped` means "or more". */
export const ClientCount = z.object({ count: z.number().int(), capped: z.boolean() })

export const ClientFilters = z.object({
  groups: z.array(
    z.object({ id: z.union([Id, z.literal('organization')]), name: z.string(), deletedAt: Time.nullable() }),
  ),
  flows: z.array(z.object({ id: Id, name: z.string() })),
  senders: z.array(z.object({ id: Id, name: z.string() })),
  statuses: z.array(ClientStatus),
})

export const InviteItem = z.object({
  id: Id,
  clientId: Id,
  status: z.enum(['sent', 'initiated', 'attempted', 'completed', 'revoked', 'expired']),
  method: z.enum(['email', 'link']),
  /** The client's link; null where the viewer may only look (Cc). */
  url: z.string().nullable(),
  /** Null: the Organization group, or a group the viewer may not know. */
  groupId: Id.nullable(),
  flowId: Id,
  language: Language,
  sentBy: z.object({ id: Id, name: z.string() }).nullable(),
  sentAt: Time,
  completedAt: Time.nullable(),
  revokedAt: Time.nullable(),
  deliveries: z.array(
    z.object({
      id: Id,
      channel: z.enum(['email', 'link']),
      address: z.string().nullable(),
      status: z.enum(['queued', 'sent', 'delivered', 'undelivered', 'opened']),
      reason: z.string().nullable(),
      createdAt: Time,
      sentAt: Time.nullable(),
    }),
  ),
})
export type InviteItem = z.infer<typeof InviteItem>

/** GET /clients/{id}: the row, and what hangs on it. */
export const ClientDetail = ClientItem.extend({
  invites: z.array(InviteItem),
  /** The journey's steps, each with what the client gave. */
  steps: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      submittedAt: Time.nullable(),
      answers: z.array(z.object({ label: z.string(), value: z.string() })),
    }),
  ),
  cc: z.object({ members: z.array(z.object({ id: Id, name: z.string() })), others: z.number().int() }),
  may: z.object({ update: z.boolean(), share: z.boolean() }),
})
export type ClientDetail = z.infer<typeof ClientDetail>
export const ClientChange = z
  .strictObject({
    firstName: Name,
    lastName: Line(200),
    email: Email.nullable(),
    phone: Phone.nullable(),
    externalId: Line(200).nullable(),
    language: Language,
  })
  .partial()
export const CcChange = z.strictObject({ memberIds: z.array(Id).max(200) })

/** The ways of seeing a client, in the words of the API. */
const ways = ['role', 'group', 'group_role', 'own', 'cc', 'ungrouped'] as const
export const Audience = z.object({
  items: z.array(
    z.object({
      memberId: Id,
      name: z.string(),
      because: z.array(z.enum(ways)),
      /** The memberships that open it, where the viewer may read the group. */
      groups: z.array(
        z.object({
          id: Id,
          name: z.string(),
          groupRole: z.string().nullable(),
          since: Time,
          addedBy: z.string().nullable(),
        }),
      ),
    }),
  ),
  others: z.number().int(),
})
export const TimelineItem = z.object({
  id: Id,
  name: z.string(),
  at: Time,
  /** A member the viewer may read, the client, or null: a colleague or the system. */
  actor: z.object({
    kind: z.enum(['member', 'client', 'system']),
    id: Id.nullable(),
    name: z.string().nullable(),
  }),
  /** The member it was done to, such as who was given a Cc, where the viewer may read them. */
  member: z.object({ id: Id, name: z.string() }).nullable(),
  data: z.record(z.string(), z.unknown()),
})
export const TimelinePage = Page(TimelineItem)
export const TimelineQuery = z.strictObject(Paging)
