import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Actor, grantOf, type Member } from './actor.ts'
import type { Permission } from './matrix.ts'

/**
 * Which rows a reach covers: one predicate per noun, composed into every list, single read, update, count, search,
 * export and stream. Each piece speaks of a table by its own name (`client`, `member`, `group`), and reads who asks from
 * the settings of the transaction, never from bound values, so that one prepared statement serves everybody.
 */
type Piece = RawBuilder<SqlBool>

const nothing: Piece = sql<SqlBool>`false`
const anyOf = (arms: Piece[]): Piece =>
  arms.length === 0 ? nothing : sql<SqlBool>`(${sql.join(arms, sql` or `)})`
const inOrganization = (table: string): Piece =>
  sql<SqlBool>`${sql.ref(`${table}.organization_id`)} = (select app.organization_id())`

const invitedByMe: Piece = sql<SqlBool>`client.invited_by = (select app.member_id())`
const inSightGroups: Piece = sql<SqlBool>`client.group_id = any ((select app.sight_group_ids())::uuid[])`
const inOrganizationGroup: Piece = sql<SqlBool>`client.group_id is null`
const sharedWithMe: Piece = sql<SqlBool>`client.id in (select app.cc_client_ids())`

/**
 * Clients an actor reaches with a permission. Reading has all arms of the predicate; anything that changes a client asks
 * for more than a Cc, and for more than a deleted group.
 */
export function clientsFor(actor: Actor, permission: Permission = 'clients.read'): Piece {
  if (actor.kind === 'visitor') return nothing
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

/** Members an actor may read; with another permission, those it may be used on inside the actor's groups. */
export function membersFor(actor: Member, permission: Permission = 'members.read'): Piece {
  const { reach, groupIds } = grantOf(actor, permission)
  if (reach === 'all') return inOrganization('member')
  const fellows = sql<SqlBool>`exists (select from app.membership shared where shared.organization_id = member.organization_id
    and shared.member_id = member.id and shared.group_id = any (${groupIds}::uuid[]))`
  return sql<SqlBool>`${inOrganization('member')} and (member.id = (select app.member_id()) or ${fellows})`
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
    and ((select app.offered_flow_ids()) is null or flow.id = any ((select app.offered_flow_ids())::uuid[]))`
}

/** May the actor filter Connections by this group? Others get an empty page, never an intersection. */
export function mayFilterByGroup(actor: Member, groupId: string): boolean {
  if (actor.seesAll) return true
  if (groupId === 'organization') return actor.seesOrganizationGroup
  return actor.knownGroupIds.includes(groupId)
}

/** A place in the list: after the client created at `at` with this id, going back in time. */
export type Place = { at: string; id: string }
export type Walk = {
  /** An id, or `organization` for the clients of no group. */
  groupId?: string
  onlySharedWithMe?: boolean
  /** More conditions on the table `client`. */
  where?: Piece[]
  after?: Place
  limit: number
}

/** Above this many groups one walk with the predicate beats a walk per group. */
const manyGroups = 100

/**
 * Keys (created_at, id) of the newest clients an actor sees, as a query to select from. It drives by visibility class:
 * one index walk for those who see everything; else a walk per group, one for the invited, one for the Cc'd, merged.
 */
export function newestClients(actor: Member, walk: Walk): RawBuilder<{ createdAt: Date; id: string }> {
  const { groupId, after, limit } = walk
  if (groupId !== undefined && !mayFilterByGroup(actor, groupId)) return keys(nothing, limit)
  const narrowed: Piece[] = [inOrganization('client'), ...(walk.where ?? [])]
  if (after)
    narrowed.push(
      sql<SqlBool>`(client.created_at, client.id) < (${after.at}::timestamptz, ${after.id}::uuid)`,
    )
  if (groupId === 'organization') narrowed.push(inOrganizationGroup)
  else if (groupId !== undefined) narrowed.push(sql<SqlBool>`client.group_id = ${groupId}::uuid`)
  const branch = (...more: Piece[]) =>
    keys(sql<SqlBool>`${sql.join([...narrowed, ...more], sql` and `)}`, limit)

  if (walk.onlySharedWithMe) return branch(sharedWithMe)
  if (actor.seesAll) return branch()
  if (groupId !== undefined && (groupId === 'organization' || actor.sightGroupIds.includes(groupId)))
    return branch()
  if (groupId === undefined && actor.sightGroupIds.length > manyGroups) return branch(clientsFor(actor))
  const branches = [branch(invitedByMe), branch(sharedWithMe)]
  if (groupId === undefined && actor.seesOrganizationGroup) branches.push(branch(inOrganizationGroup))
  if (groupId === undefined && actor.sightGroupIds.length > 0)
    branches.push(sql`select hit.created_at, hit.id from unnest((select app.sight_group_ids())) as mine (group_id)
      cross join lateral (${branch(sql<SqlBool>`client.group_id = mine.group_id`)}) hit`)
  const merged = sql.join(
    branches.map(each => sql`(${each})`),
    sql` union `,
  )
  return sql`select created_at, id from (${merged}) branch order by created_at desc, id desc limit ${limit}`
}

const keys = (where: Piece, limit: number): RawBuilder<{ createdAt: Date; id: string }> =>
  sql`select client.created_at, client.id from app.client where ${where}
    order by client.created_at desc, client.id desc limit ${limit}`
