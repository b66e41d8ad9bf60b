/**
 * May this role do this at all? Permission × role → reach, one line each; every other place asks here.
 * Which rows a reach covers is said in visibility.ts.
 */

export const roles = [
  'admin',
  'full_member',
  'manager',
  'operator',
  'operations',
  'operations_limited',
] as const
export type Role = (typeof roles)[number]
export const groupRoles = ['operator', 'manager'] as const
export type GroupRole = (typeof groupRoles)[number]
/** Everyone else who may come to a door: a program, a client with a link or token, a stranger, an identity provider, a job. */
export const otherActors = ['api_key', 'client', 'visitor', 'scim', 'job'] as const
export type OtherActor = (typeof otherActors)[number]
export type Column = Role | `group_${GroupRole}` | OtherActor

export const reaches = ['all', 'group', 'own', 'none'] as const
/** all: every row of the organisation; group: rows of my groups; own: mine. Each contains the next. */
export type Reach = (typeof reaches)[number]

/** What a cell may ask besides. Each is a sentence that the Roles page shows; the functions are in conditions.ts. */
export const conditions = {
  lowerRole: 'for a role below their own',
  unlessAdminsManage: 'unless only Admins manage groups',
  intoThatGroup: 'into that group, as Operations or Operations (limited)',
  lowerRank: 'for members of lower rank',
  readableTypes: 'unless only Admins manage groups; types they can read',
  ungrouped: 'all while never put in a group',
  offered: 'those offered to their groups',
  orHosted: 'or hosted by them',
  soleHostEntry: 'where that group is the only host entry',
  ownJourney: 'their own journey',
  ownMeeting: 'their own meeting',
  published: 'what is published',
  itsActor: 'as the actor it was queued for',
} as const
export type Condition = keyof typeof conditions
export type Cell = { reach: Reach; condition?: Condition }

const cell = (reach: Reach, condition?: Condition): Cell => (condition ? { reach, condition } : { reach })
const all = cell('all')
const group = cell('group')
const own = cell('own')
const no = cell('none')
const allLower = cell('all', 'lowerRole')
const allUnless = cell('all', 'unlessAdminsManage')
const inGroup = cell('group', 'unlessAdminsManage')
const orUngrouped = cell('group', 'ungrouped')
const offered = cell('group', 'offered')
const orHosted = cell('group', 'orHosted')
const readableTypes = cell('group', 'readableTypes')

type Row = {
  of: readonly [Cell, Cell, Cell, Cell, Cell, Cell]
  inGroups: readonly [Cell, Cell]
  others: Partial<Record<OtherActor, Cell>>
}
/** Cells of Admin, Full member, Manager, Operator, Operations, Operations (limited). */
const to = (...of: Row['of']) => ({
  /** Cells of group operator and group manager, inside their groups; they add, they never take away. */
  and: (operator: Cell, manager: Cell, others: Row['others'] = {}): Row => ({
    of,
    inGroups: [operator, manager],
    others,
  }),
})
const key = { api_key: group }
const walks = { client: cell('own', 'ownJourney') }

// prettier-ignore
export const matrix = {
  //                                Admin     Full      Manager    Operator   Operations     limited        group operator · group manager
  'organization.read':          to(all,      all,      all,       all,       all,           all)      .and(no,      no, walks),
  'organization.update':        to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'security.update':            to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'members.set-role':           to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'members.remove':             to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'members.view-as':            to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'outbox.read':                to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'audit.read':                 to(all,      all,      all,       no,        no,            no)       .and(no,      group),
  'members.read':               to(all,      all,      all,       all,       group,         group)    .and(group,   group),
  'members.invite':             to(all,      no,       allLower,  no,        no,            no)       .and(no,      cell('group', 'intoThatGroup')),
  'members.update':             to(all,      no,       allLower,  no,        no,            no)       .and(no,      cell('group', 'lowerRank')),
  'members.suspend':            to(all,      no,       allLower,  no,        no,            no)       .and(no,      no),
  'groups.read':                to(all,      all,      all,       all,       group,         group)    .and(group,   group),
  'groups.create':              to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'groups.delete':              to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'groups.restore':             to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'groups.set-flows':           to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'groups.set-parent':          to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'groups.update':              to(all,      no,       allUnless, no,        no,            no)       .and(no,      inGroup),
  'groups.set-members':         to(all,      no,       allUnless, no,        no,            no)       .and(no,      inGroup),
  'groups.set-roles':           to(all,      no,       allUnless, no,        no,            no)       .and(no,      inGroup),
  'groups.set-meeting-types':   to(all,      no,       allUnless, no,        no,            no)       .and(no,      readableTypes),
  'clients.read':               to(all,      all,      all,       group,     orUngrouped,   own)      .and(group,   group, key),
  'clients.create':             to(all,      all,      all,       group,     group,         group)    .and(group,   group, key),
  'invites.send':               to(all,      all,      all,       group,     group,         group)    .and(group,   group, key),
  'clients.update':             to(all,      all,      all,       group,     orUngrouped,   own)      .and(group,   group, key),
  'clients.share':              to(all,      all,      all,       group,     orUngrouped,   own)      .and(group,   group),
  'clients.export':             to(all,      all,      all,       group,     orUngrouped,   own)      .and(group,   group),
  'clients.move':               to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'clients.merge':              to(all,      no,       no,        no,        no,            no)       .and(no,      no),
  'clients.erase':              to(all,      all,      no,        no,        no,            no)       .and(no,      no),
  'sources.read':               to(all,      all,      all,       group,     orUngrouped,   own)      .and(group,   group),
  'documents.read':             to(all,      all,      all,       group,     orUngrouped,   own)      .and(group,   group),
  'documents.review':           to(all,      all,      all,       group,     orUngrouped,   own)      .and(group,   group),
  'clients.read-sensitive':     to(all,      all,      no,        no,        own,           own)      .and(no,      group),
  'flows.read':                 to(all,      all,      all,       all,       offered,       offered)  .and(offered, offered, key),
  'flows.write':                to(all,      all,      no,        no,        no,            no)       .and(no,      no),
  'api-keys.read':              to(all,      all,      no,        no,        no,            no)       .and(no,      no),
  'api-keys.write':             to(all,      all,      no,        no,        no,            no)       .and(no,      no),
  'webhooks.read':              to(all,      all,      no,        no,        no,            no)       .and(no,      no, key),
  'webhooks.write':             to(all,      all,      no,        no,        no,            no)       .and(no,      no, key),
  'user-tokens.create':         to(no,       no,       no,        no,        no,            no)       .and(no,      no, key),
  'journeys.walk':              to(no,       no,       no,        no,        no,            no)       .and(no,      no, walks),
  'pages.visit':                to(no,       no,       no,        no,        no,            no)       .and(no,      no, { visitor: cell('all', 'published') }),
  'jobs.run':                   to(no,       no,       no,        no,        no,            no)       .and(no,      no, { job: cell('own', 'itsActor') }),
  'directory.sync':             to(no,       no,       no,        no,        no,            no)       .and(no,      no, { scim: all }),
  'account.manage':             to(own,      own,      own,       own,       own,           own)      .and(no,      no),
  'meeting-types.read':         to(all,      all,      all,       all,       orHosted,      orHosted) .and(group,   group),
  'meeting-types.write':        to(all,      no,       all,       no,        no,            no)       .and(no,      cell('group', 'soleHostEntry')),
  'availability.write':         to(all,      own,      all,       all,       own,           own)      .and(group,   group),
  'calendars.write':            to(all,      own,      all,       all,       own,           own)      .and(group,   group),
  'availability.group':         to(all,      no,       all,       all,       no,            no)       .and(group,   group),
  'availability.organization':  to(all,      no,       all,       no,        no,            no)       .and(no,      no),
  'meetings.read':              to(all,      all,      all,       all,       own,           own)      .and(group,   group),
  'meetings.plan':              to(all,      own,      all,       all,       own,           own)      .and(group,   group),
  'meetings.change':            to(all,      own,      all,       all,       own,           own)      .and(group,   group),
  'reports.read':               to(all,      all,      all,       all,       own,           own)      .and(group,   group),
  'recordings.read':            to(all,      all,      all,       all,       own,           own)      .and(group,   group),
  'bookings.manage':            to(no,       no,       no,        no,        no,            no)       .and(no,      no, { client: cell('own', 'ownMeeting') }),
  'recordings.remove':          to(all,      no,       all,       no,        no,            no)       .and(no,      group),
} as const satisfies Record<string, Row>

export type Permission = keyof typeof matrix
export const permissions = Object.keys(matrix) as Permission[]

/** The cell of one column; `none` where the table has a dash. */
export function cellOf(permission: Permission, column: Column): Cell {
  const row: Row = matrix[permission]
  const role = roles.indexOf(column as Role)
  if (role >= 0) return row.of[role] ?? no
  if (column === 'group_operator') return row.inGroups[0]
  if (column === 'group_manager') return row.inGroups[1]
  return row.others[column as OtherActor] ?? no
}

/** True when `role` stands strictly above `other`: Admin first, Operations (limited) last. */
export const ranksAbove = (role: Role, other: Role) => roles.indexOf(role) < roles.indexOf(other)
