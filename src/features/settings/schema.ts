import { z } from 'zod'
import { Consequences } from '../../access/shapes.ts'
import { DryRun, Id, Language, Line, Name, Time, TimeZone } from '../../kit/shapes.ts'

export const Organization = z.object({
  id: Id,
  name: z.string(),
  timeZone: z.string(),
  language: Language,
  color: z.string(),
  /** How clients reach it where there is no free time: a telephone number, an address. */
  contact: z.string(),
  ungroupedOperations: z.enum(['all', 'organization_only']),
  groupsManagedBy: z.enum(['managers', 'admins']),
  /** How many members see everything by never having been in a group. */
  ungroupedMembers: z.number().int(),
  version: z.number().int(),
})
export type Organization = z.infer<typeof Organization>

export const OrganizationChange = z
  .strictObject({
    name: Name,
    timeZone: TimeZone,
    language: Language,
    color: z.string().regex(/^#[0-9a-f]{6}$/, 'Give a colour as #rrggbb, in small letters.'),
    contact: Line(200),
    ungroupedOperations: z.enum(['all', 'organization_only']),
    groupsManagedBy: z.enum(['managers', 'admins']),
    dryRun: DryRun,
  })
  .partial()
/** The organisation, or with dryRun what the change would do. */
export const OrganizationChanged = z.union([
  Organization,
  z.object({ dryRun: z.literal(true), consequences: Consequences }),
])

/** GET /roles: the table of permissions, for the Roles page. */
export const RoleTable = z.object({
  columns: z.array(z.string()),
  rows: z.array(
    z.object({
      permission: z.string(),
      cells: z.array(z.object({ reach: z.string(), condition: z.string().nullable() })),
    }),
  ),
})

export const OutboxMail = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  sentAt: Time,
})
