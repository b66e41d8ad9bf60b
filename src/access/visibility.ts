import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Actor, grantOf, type Member } from './actor.ts'
import type { Permission } from './matrix.ts'

/**
 * Which rows a reach covers: one predicate per noun, composed into every list, single read, update, count, search,
 * export and stream. Each piece speaks of a table by its own name (`client`, `member`, `group`), and reads who asks from
 * the settings of the transaction, never from bound values, so that one prepared statement serves everybody.
 */
export type Piece = RawBuilder<SqlBool>

export const nothing: Piece = sql<SqlBool>`false`
export const anyOf = (arms: Piece[]): Piece =>
  arms.length === 0 ? nothing : sql<SqlBool>`(${sql.join(arms, sql` or `)})`
export const inOrganization = (table: string): Piece =>
  sql<SqlBool>`${sql.ref(`${table}.organization_id`)} = (select app.organization_id())`

export const invitedByMe: Piece = sql<SqlBool>`client.invited_by = (select app.member_id())`
export const inSightGroups: Piece = sql<SqlBool>`client.group_id = any ((select app.sight_group_ids())::uuid[])`
export const inOrganizationGroup: Piece = sql<SqlBool>`client.group_id is null`
export const sharedWithMe: Piece = sql<SqlBool>`client.id in (select cc from app.cc_client_ids() cc)`

/**
 * Clients an actor reaches with a permission. Reading has all arms of the predicate; anything that changes a client asks
 * for more than a Cc, and for more than a deleted group.
 */
export function clientsFor(actor: Actor, permission: Permission = 'clients.read'): Piece {
  if (actor.kind === 'visitor' || actor.kind === 'booker') return nothing
  if (actor.kind === 'client')
    return sql<SqlBool>`${inOrganization('client')} and client.id = (select app.client_id())`
  if (actor.kind === 'system') return inOrganization('client')
  const { reach, groupIds } = grantOf(actor, permission)
  if (reach === 'all') return inOrganization('client')
  const arms: Piece[] = []
  if (reach !== 'none') arms.push(invitedByMe)
  if (permission === 'clients.read') arms.push(inSightGroups, sharedWithMe)
  else if (groupIds.length > 0) arms.push(sql<SqlBool>`client.group_id = any (${groupIds}::uuid[])`)
  if (reach === 'group' && actor.seesOrganizationGroup) arms.push(inOrganizationGroup)
  return sql<SqlBool>`${inOrganization('client')} and ${anyOf(arms)}`
}

/**
 * Members an actor may read; with another permission, those it may be used on inside the actor's groups.
 * @param table the name under which a query joins `member`, where it joins it for a name.
 */
export function membersFor(actor: Member, permission: Permission = 'members.read', table = 'member'): Piece {
  const { reach, groupIds } = grantOf(actor, permission)
  if (reach === 'all') return inOrganization(table)
  const id = sql.ref(`${table}.id`)
  if (permission === 'members.read')
    return sql<SqlBool>`${inOrganization(table)} and (${id} = (select app.member_id())
      or ${id} in (select fellow from app.fellow_member_ids() fellow))`
  const fellows = sql<SqlBool>`exists (select from app.membership shared
    where shared.organization_id = ${sql.ref(`${table}.organization_id`)} and shared.member_id = ${id}
    and shared.group_id = any (${groupIds}::uuid[]) and (shared.expires_at is null or shared.expires_at > now()))`
  return sql<SqlBool>`${inOrganization(table)} and (${id} = (select app.member_id()) or ${fellows})`
}

/** Groups whose name an actor may know, deleted ones included; with another permission, the live ones it reaches. */
export function groupsFor(actor: Member, permission: Permission = 'groups.read'): Piece {
  const { reach, groupIds } = grantOf(actor, permission)
  const live = permission === 'groups.read' ? sql<SqlBool>`true` : sql<SqlBool>`"group".deleted_at is null`
  if (reach === 'all') return sql<SqlBool>`${inOrganization('group')} and ${live}`
  if (permission === 'groups.read')
    return sql<SqlBool>`${inOrganization('group')} and "group".id = any ((select app.known_group_ids())::uuid[])`
  return sql<SqlBool>`${inOrganization('group')} and ${live} and "group".id = any (${groupIds}::uuid[])`
}

/** Flows an actor may read: all, or the active ones that a group of theirs offers. The policy knows which are offered. */
export function flowsFor(actor: Member): Piece {
  if (grantOf(actor, 'flows.read').reach === 'all') return inOrganization('flow')
  return sql<SqlBool>`${inOrganization('flow')} and flow.disabled_at is null
    and coalesce(flow.id = any ((select app.offered_flow_ids())::uuid[]), true)`
}

/** May the actor filter Connections by this group? Others get an empty page, never an intersection. */
export function mayFilterByGroup(actor: Member, groupId: string): boolean {
  if (actor.seesAll) return true
  if (groupId === 'organization') return actor.seesOrganizationGroup
  return actor.knownGroupIds.includes(groupId)
}

/** The actor's grant inside groups, as an array that a query compares with. */
const granted = (groupIds: readonly string[]) => sql`${groupIds}::uuid[]`

/** Meeting types an actor may read; with meeting-types.write, those it may change (hosts named beside the group close it). */
export function meetingTypesFor(actor: Member, permission: Permission = 'meeting-types.read'): Piece {
  const { reach, groupIds } = grantOf(actor, permission)
  const there = sql<SqlBool>`${inOrganization('meeting_type')} and meeting_type.deleted_at is null`
  if (reach === 'all') return there
  if (permission === 'meeting-types.read')
    return sql<SqlBool>`${there} and meeting_type.id in (select readable from app.readable_meeting_type_ids() readable)`
  return groupIds.length === 0
    ? nothing
    : sql<SqlBool>`${there} and meeting_type.id in (select managed from app.managed_meeting_type_ids() managed)`
}

/** Meetings an actor reaches: their own as host, those attributed to groups where they have a group role, or all. */
export function meetingsFor(actor: Actor, permission: Permission = 'meetings.read'): Piece {
  if (actor.kind === 'visitor' || actor.kind === 'client') return nothing
  if (actor.kind === 'booker')
    return sql<SqlBool>`${inOrganization('meeting')} and meeting.id = (select app.meeting_id())`
  const there = sql<SqlBool>`${inOrganization('meeting')} and meeting.held_until is null`
  if (actor.kind === 'system') return there
  const { reach, groupIds } = grantOf(actor, permission)
  if (reach === 'all') return there
  const arms: Piece[] = []
  if (reach !== 'none') arms.push(sql<SqlBool>`meeting.host_id = (select app.member_id())`)
  if (groupIds.length > 0) arms.push(sql<SqlBool>`meeting.attributed_group_ids && ${granted(groupIds)}`)
  return sql<SqlBool>`${there} and ${anyOf(arms)}`
}

/** Meetings whose numbers an actor may read in reports. */
export const reportsFor = (actor: Member): Piece => meetingsFor(actor, 'reports.read')

/** Blocks that keep bookings from the actor, or that they may take away: of the organisation, of their groups, of members they tend. */
export function blocksFor(actor: Member): Piece {
  const tended = grantOf(actor, 'availability.write')
  if (tended.reach === 'all') return inOrganization('block')
  const groupIds = [...new Set([...actor.liveGroupIds, ...grantOf(actor, 'availability.group').groupIds])]
  return sql<SqlBool>`${inOrganization('block')} and (block.level = 'organization'
    or block.group_id = any (${granted(groupIds)}) or block.member_id = (select app.member_id())
    or block.member_id in (select tended from app.tended_member_ids() tended))`
}
