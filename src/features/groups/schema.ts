import { z } from 'zod'
import { Consequences, GroupRoleName, OnUngroup, RoleName } from '../../access/shapes.ts'
import { DryRun, Flag, Id, Line, LinkName, Name, Page, Paging, Time } from '../../kit/shapes.ts'

/** Words that are, or may become, addresses of our own. */
const reservedLinks = [
  'admin',
  'api',
  'app',
  'booking',
  'console',
  'docs',
  'group',
  'groups',
  'health',
  'help',
  'me',
  'new',
  'settings',
  'setup',
  'sign-in',
  'static',
  'support',
  'www',
]
const GroupLink = LinkName.refine(
  link => !reservedLinks.includes(link),
  'This word is reserved; choose another.',
)
/** Which of the group's free members gets a meeting. */
const Policy = z.enum(['balanced', 'priority', 'customer_chooses'])
/** Meetings a host takes through this group, where the host does not say otherwise; null: as the meeting type says. */
const Limit = (most: number) => z.number().int().min(1).max(most).nullable()

export const GroupItem = z.object({
  id: Id,
  name: z.string(),
  link: z.string(),
  description: z.string(),
  parentId: Id.nullable(),
  membersSeeBelow: z.boolean(),
  /** Whether clients may book through its link. */
  bookable: z.boolean(),
  policy: Policy,
  dayLimit: z.number().int().nullable(),
  weekLimit: z.number().int().nullable(),
  members: z.number().int(),
  /** Meeting types that its members host, as far as the viewer may read them. */
  meetingTypes: z.number().int(),
  /** Flows on the allow-list; 0 means that every active flow is offered. */
  flows: z.number().int(),
  /** Clients of the group that the viewer sees. */
  clients: z.number().int(),
  createdAt: Time,
  deletedAt: Time.nullable(),
  version: z.number().int(),
  /** What the viewer may do with it, so that the console decides nothing. */
  may: z.object({
    update: z.boolean(),
    setMembers: z.boolean(),
    setRoles: z.boolean(),
    setMeetingTypes: z.boolean(),
    delete: z.boolean(),
    restore: z.boolean(),
  }),
})
export type GroupItem = z.infer<typeof GroupItem>
export const GroupPage = Page(GroupItem).extend({ count: z.number().int() })
export const GroupQuery = z.strictObject({
  ...Paging,
  search: Line(200).optional(),
  deleted: Flag.default(false),
})

export const NewGroup = z.strictObject({
  name: Name,
  link: GroupLink,
  description: Line(1000).default(''),
  parentId: Id.nullable().default(null),
  memberships: z
    .array(z.strictObject({ memberId: Id, groupRole: GroupRoleName.nullable().default(null) }))
    .max(5000)
    .default([]),
  meetingTypeIds: z.array(Id).max(500).default([]),
  dryRun: DryRun,
})
export const GroupChange = z
  .strictObject({
    name: Name,
    link: GroupLink,
    description: Line(1000),
    parentId: Id.nullable(),
    membersSeeBelow: z.boolean(),
    bookable: z.boolean(),
    policy: Policy,
    dayLimit: Limit(100),
    weekLimit: Limit(500),
    dryRun: DryRun,
  })
  .partial()
export const GroupChanged = z.union([
  GroupItem,
  z.object({ dryRun: z.literal(true), consequences: Consequences }),
])

export const GroupMember = z.object({
  memberId: Id,
  name: z.string(),
  email: z.string(),
  role: RoleName,
  status: z.enum(['invited', 'active', 'suspended']),
  groupRole: GroupRoleName.nullable(),
  /** Who comes first when meetings are given out: the higher number. */
  priority: z.number().int(),
  /** When the membership ends by itself; null: never. */
  expiresAt: Time.nullable(),
  /** Whether any active meeting type is reachable, by this group or otherwise. */
  canHost: z.boolean(),
  since: Time,
  addedBy: z.object({ id: Id, name: z.string() }).nullable(),
})
export type GroupMember = z.infer<typeof GroupMember>
export const GroupMemberPage = Page(GroupMember).extend({ count: z.number().int() })
export const GroupMemberQuery = z.strictObject({ ...Paging, search: Line(200).optional() })

const MemberIds = z.array(Id).min(1, 'Choose at least one member.').max(5000)
export const MembersAddition = z.strictObject({
  memberIds: MemberIds,
  groupRole: GroupRoleName.nullable().default(null),
  dryRun: DryRun,
})
export const MembersAdded = z.object({
  added: z.array(Id),
  alreadyIn: z.array(Id),
  dryRun: z.boolean(),
  consequences: Consequences,
})
export const MembersRemoval = z.strictObject({
  memberIds: MemberIds,
  onUngroup: OnUngroup.optional(),
  dryRun: DryRun,
  meetings: z.enum(['keep', 'reassign']).default('keep'),
})
export const MembersRemoved = z.object({
  removed: z.array(Id),
  dryRun: z.boolean(),
  /** Members removed who have upcoming meetings of this group, and how many. */
  meetings: z.array(z.object({ memberId: Id, name: z.string(), meetings: z.number().int() })),
  consequences: Consequences,
})
/** PATCH /groups/{id}/members/{memberId} */
export const MembershipChange = z
  .strictObject({ priority: z.number().int().min(0).max(100), expiresAt: Time.nullable() })
  .partial()
export const GroupRolesChange = z.strictObject({
  memberIds: MemberIds,
  groupRole: GroupRoleName.nullable(),
  dryRun: DryRun,
})
export const GroupRolesChanged = z.object({
  changed: z.array(Id),
  dryRun: z.boolean(),
  consequences: Consequences,
})

/** `confirmApiKeyIds` repeats the keys that deleting revokes. */
export const GroupDeletion = z.strictObject({
  confirmApiKeyIds: z.array(Id).max(1000).default([]),
  dryRun: DryRun,
})
export const GroupDeleted = z.object({
  group: GroupItem,
  dryRun: z.boolean(),
  consequences: Consequences,
  /** Members with no other live group to send from. */
  leftWithoutGroup: z.array(z.object({ memberId: Id, name: z.string() })),
  clients: z.number().int(),
})
export const GroupRestoration = z.strictObject({ dryRun: DryRun })

export const HistoryItem = z.object({
  id: Id,
  name: z.string(),
  at: Time,
  actor: z.object({ id: Id, name: z.string() }).nullable(),
  member: z.object({ id: Id, name: z.string() }).nullable(),
  data: z.record(z.string(), z.unknown()),
})
export const HistoryPage = Page(HistoryItem)
export const HistoryQuery = z.strictObject(Paging)

/** Links that the group had before; they go on redirecting until an Admin frees them. */
export const GroupLinks = z.object({ items: z.array(z.object({ link: z.string(), retiredAt: Time })) })

/** Who sees the group's clients, whoever invited them. */
export const GroupAudience = z.object({
  items: z.array(
    z.object({
      memberId: Id,
      name: z.string(),
      because: z.array(z.enum(['role', 'group', 'group_role', 'ungrouped'])),
    }),
  ),
  /** Members besides, whom the viewer may not read. */
  others: z.number().int(),
})
