import { z } from 'zod'
import { Consequences, GroupRoleName, OnUngroup, ReachName, RoleName, Sight } from '../../access/shapes.ts'
import { DryRun, Flag, Id, Line, LinkName, Name, Page, Paging, Time } from '../../kit/shapes.ts'

export type { Consequences, OnUngroup } from '../../access/shapes.ts'

const MemberStatus = z.enum(['invited', 'active', 'suspended'])
export const MemberItem = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  role: RoleName,
  status: MemberStatus,
  sight: Sight,
  groups: z.array(
    z.object({ id: Id, name: z.string(), groupRole: GroupRoleName.nullable(), deleted: z.boolean() }),
  ),
  /** False: no active meeting type is reachable by any route. */
  canHost: z.boolean(),
  /** Of the page /u/{link}; null: they have none. */
  link: z.string().nullable(),
  createdAt: Time,
  /** Until when an open invitation is valid; null without one. */
  invitationExpiresAt: Time.nullable(),
  /** What the viewer may do with this member, so that the console decides nothing; `invite` is send again and revoke. */
  may: z.object({
    update: z.boolean(),
    setRole: z.boolean(),
    setSight: z.boolean(),
    suspend: z.boolean(),
    remove: z.boolean(),
    invite: z.boolean(),
  }),
})
export type MemberItem = z.infer<typeof MemberItem>
export const MemberPage = Page(MemberItem).extend({ count: z.number().int() })

export const MemberQuery = z.strictObject({
  ...Paging,
  search: Line(200).optional(),
  role: RoleName.optional(),
  /** An id, or `none` for members of no group. */
  groupId: z.union([Id, z.literal('none')]).optional(),
  status: MemberStatus.optional(),
  canHost: Flag.optional(),
})

/** Lines of pasted text, or pairs; at most 5,000 addresses. */
export const MemberInvitations = z.strictObject({
  addresses: z.union([
    z.string().max(1_000_000),
    z.array(z.strictObject({ email: Line(254), name: Line(200).optional() })).max(5000),
  ]),
  role: RoleName,
  groupIds: z.array(Id).max(50).default([]),
  groupRole: GroupRoleName.nullable().default(null),
  /** Types that they are to host by name. */
  meetingTypeIds: z.array(Id).max(100).default([]),
  dryRun: DryRun,
})
const Addressed = z.object({ line: z.number().int(), email: z.string(), name: z.string() })
export type Addressed = z.infer<typeof Addressed>
const InvalidLine = z.object({ line: z.number().int(), text: z.string(), reason: z.string() })
export type InvalidLine = z.infer<typeof InvalidLine>
/** For an actor without members.read `all`, who is new and who is known is not told: `accepted` holds both. */
export const MemberInvitationsAnswer = z.union([
  z.object({
    invited: z.array(Addressed),
    existing: z.array(Addressed),
    alreadyInGroup: z.array(Addressed),
    invalid: z.array(InvalidLine),
    duplicates: z.number().int(),
    /** For members who were there already and are put in a group. */
    consequences: Consequences,
  }),
  z.object({
    accepted: z.array(Addressed),
    alreadyInGroup: z.array(Addressed),
    invalid: z.array(InvalidLine),
    duplicates: z.number().int(),
  }),
])

export const MemberChange = z.strictObject({ name: Name, link: LinkName.nullable() }).partial()
export const RoleChange = z.strictObject({ role: RoleName, onUngroup: OnUngroup.optional(), dryRun: DryRun })
export const SightChange = z.strictObject({ sight: Sight, dryRun: DryRun })
export const Suspension = z.strictObject({ dryRun: DryRun })
/** The member, or with dryRun what the change would do. */
export const MemberChanged = z.union([
  MemberItem,
  z.object({ dryRun: z.literal(true), consequences: Consequences }),
])

/** The same, and how many upcoming meetings have a host who cannot come: they stay, at risk. */
export const MemberSuspended = z.union([
  MemberItem.extend({ meetingsAtRisk: z.number().int() }),
  z.object({ dryRun: z.literal(true), consequences: Consequences, meetingsAtRisk: z.number().int() }),
])

export const MemberRemoval = z.strictObject({ dryRun: Flag.optional() })
const UpcomingMeeting = z.object({ id: Id, startsAt: Time, title: z.string() })
export type UpcomingMeeting = z.infer<typeof UpcomingMeeting>
/** `meetings` refuse the removal (409 `host_has_meetings`, which lists them too) until each is reassigned or cancelled. */
export const MemberRemoved = z.object({
  dryRun: z.boolean(),
  consequences: Consequences,
  meetings: z.array(UpcomingMeeting),
})

/** GET /members/{id}/access */
export const MemberAccess = z.object({
  permissions: z.array(
    z.object({
      permission: z.string(),
      reach: ReachName,
      because: z.array(z.object({ kind: z.enum(['role', 'group_role', 'own']), groupId: Id.optional() })),
    }),
  ),
  /** What the member sees and the viewer too; `capped` means "or more". */
  clients: z.object({ count: z.number().int(), capped: z.boolean() }),
  meetings: z.object({ count: z.number().int(), capped: z.boolean() }),
})
export type MemberAccess = z.infer<typeof MemberAccess>
