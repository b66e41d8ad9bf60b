import {
  cellOf,
  type GroupRole,
  groupRoles,
  type Permission,
  type Reach,
  type Role,
  reaches,
} from './matrix.ts'

/** A member of the organisation, as app.enter resolved them for this transaction. Group ids: see db/migrations/0009_enter.sql. */
export type Member = {
  kind: 'member'
  organizationId: string
  memberId: string
  accountId: string
  /** The session they came with; null inside a job. */
  sessionId: string | null
  role: Role
  language: string
  seesAll: boolean
  seesOrganizationGroup: boolean
  /** Groups whose clients they see, deleted ones included. */
  sightGroupIds: string[]
  /** Live groups they are in or hold a group role over. */
  liveGroupIds: string[]
  /** The same with deleted ones: groups they may know the name of. */
  knownGroupIds: string[]
  operatorGroupIds: string[]
  managerGroupIds: string[]
  groupsManagedBy: 'managers' | 'admins'
}
/** A client with an invite's link: their own journey and nothing else. */
export type Client = { kind: 'client'; organizationId: string; clientId: string; inviteId: string }
/** A client with the link of a meeting they booked: that meeting and nothing else. */
export type Booker = { kind: 'booker'; organizationId: string; clientId: string; meetingId: string }
/** The program itself, in a job that follows from an event rather than from a person. */
export type System = { kind: 'system'; organizationId: string }
/** Nobody: published pages and doors that ask for a secret. */
export type Visitor = { kind: 'visitor' }
export type Actor = Member | Client | Booker | System | Visitor

/** What a permission reaches for one member: by role over everything, and besides inside some groups by group role. */
export type Grant = { reach: Reach; groupIds: readonly string[] }

const closed: Record<'unlessAdminsManage' | 'readableTypes', (actor: Member) => boolean> = {
  unlessAdminsManage: actor => actor.groupsManagedBy === 'admins',
  readableTypes: actor => actor.groupsManagedBy === 'admins',
}
const isClosed = (actor: Member, condition: string | undefined) =>
  condition !== undefined && condition in closed && closed[condition as keyof typeof closed](actor)

const groupsOf = (actor: Member, groupRole: GroupRole) =>
  groupRole === 'operator' ? actor.operatorGroupIds : actor.managerGroupIds

/** The union of what the role reaches and what group roles grant inside those groups. */
export function grantOf(actor: Member, permission: Permission): Grant {
  const cell = cellOf(permission, actor.role)
  const closedForAll = isClosed(actor, cell.condition)
  const reach = closedForAll ? 'none' : cell.condition === 'ungrouped' && actor.seesAll ? 'all' : cell.reach
  const granted = groupRoles.flatMap(groupRole => {
    const { reach: inside, condition } = cellOf(permission, `group_${groupRole}`)
    return inside === 'group' && !isClosed(actor, condition) ? groupsOf(actor, groupRole) : []
  })
  return { reach, groupIds: [...new Set(reach === 'group' ? [...actor.liveGroupIds, ...granted] : granted)] }
}

/** The widest reach a member has anywhere, for /me and for the console to show or hide a section. */
export function reachOf(actor: Member, permission: Permission): Reach {
  const { reach, groupIds } = grantOf(actor, permission)
  const inGroups: Reach = groupIds.length > 0 ? 'group' : 'none'
  return reaches[Math.min(reaches.indexOf(reach), reaches.indexOf(inGroups))] ?? 'none'
}

/** May the actor do this to something in this group? Null is the Organization group. */
export function mayInGroup(actor: Member, permission: Permission, groupId: string | null): boolean {
  const { reach, groupIds } = grantOf(actor, permission)
  return reach === 'all' || (groupId !== null && groupIds.includes(groupId))
}
