import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { DB } from '../../db/types.ts'
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
const sharedWithMe: Piece = sql<SqlBool>`client.id in (select cc from app.cc_client_ids() cc)`

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
  /** For counting: any rows will do, so that the walk stops at the first `limit` of them. */
  inAnyOrder?: boolean
}
type ClientRow = Selectable<DB['client']>

/** Above this many groups one walk with the predicate beats a walk per group. */
const manyGroups = 100
/** From this many on, it pays to look at a few clients of each group first. */
const severalGroups = 12
const fewOfEach = 6

/**
 * The newest clients an actor sees, as a query of rows of `client` to select from. It drives by visibility class: one
 * index walk for those who see everything; else a walk per group, one for the invited, one for the Cc'd, merged.
 */
export function newestClients(actor: Member, walk: Walk): RawBuilder<ClientRow> {
  const ways = waysTo(actor, walk)
  const [way, ...others] = ways
  const most = mostOf(walk.limit)
  if (walk.inAnyOrder)
    return sql`select client.* from (${someKeys(ways, walk, most)}) client limit ${walk.limit}`
  const rows =
    way && others.length === 0 && way.through === 'rows'
      ? sql`select client.* from app.client where ${allOf(walk, way.where)} ${newestFirst} limit ${most}`
      : sql`select client.* from (${newestKeys(actor, ways, walk, most)}) newest
          join app.client on ${inOrganization('client')} and client.id = newest.id`
  return sql`select client.* from (${rows}) client ${newestFirst} limit ${walk.limit}`
}

const newestFirst = sql`order by client.created_at desc, client.id desc`
/**
 * How many rows each walk looks for, in a few sizes, written into the statement: bound, the planner would not know that
 * they are few, and would plan anew every time.
 */
const mostOf = (limit: number) => sql.lit([51, 201, 1001].find(size => limit <= size) ?? limit)

/** One index to walk; `groups`: once for each group in sight. */
type Way = { through: 'rows' | 'groups'; where: Piece }

/** Which walks lead to all that the actor sees through this filter. */
function waysTo(actor: Member, { groupId, onlySharedWithMe }: Walk): Way[] {
  const rows = (where: Piece): Way => ({ through: 'rows', where })
  if (groupId !== undefined && !mayFilterByGroup(actor, groupId)) return [rows(nothing)]
  if (onlySharedWithMe) return [rows(sharedWithMe)]
  const sightful = groupId === 'organization' || (groupId && actor.sightGroupIds.includes(groupId))
  if (actor.seesAll || sightful) return [rows(sql<SqlBool>`true`)]
  if (!groupId && actor.sightGroupIds.length > manyGroups) return [rows(clientsFor(actor))]
  const ways = [rows(invitedByMe), rows(sharedWithMe)]
  if (!groupId && actor.seesOrganizationGroup) ways.unshift(rows(inOrganizationGroup))
  if (!groupId && actor.sightGroupIds.length > 0)
    ways.unshift({ through: 'groups', where: sql<SqlBool>`client.group_id = mine.group_id` })
  return ways
}

/** Everything that narrows a walk, and the place it begins after. */
function allOf({ groupId, where = [], after }: Walk, ...more: Piece[]): Piece {
  const pieces = [inOrganization('client'), ...where, ...more]
  if (groupId === 'organization') pieces.push(inOrganizationGroup)
  else if (groupId !== undefined) pieces.push(sql<SqlBool>`client.group_id = ${groupId}::uuid`)
  if (after)
    pieces.push(sql<SqlBool>`(client.created_at, client.id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  return sql<SqlBool>`${sql.join(pieces, sql` and `)}`
}

/** `walk` once for each group in sight, which it calls `mine`. */
const perGroup = (walk: RawBuilder<unknown>, since = sql``) =>
  sql`select hit.* from ${since} unnest((select app.sight_group_ids())) as mine (group_id) cross join lateral (${walk}) hit`

/** A client may be reached by three ways at most, so that three times as many keys hold enough different ones. */
function newestKeys(actor: Member, ways: Way[], walk: Walk, most: RawBuilder<unknown>): RawBuilder<unknown> {
  const keys = (where: Piece, limit = most) =>
    sql`select client.created_at, client.id from app.client where ${allOf(walk, where)} ${newestFirst} limit ${limit}`
  const walks = ways.map(({ through, where }) => {
    if (through === 'rows') return sql`(${keys(where)})`
    if (actor.sightGroupIds.length < severalGroups) return sql`(${perGroup(keys(where))})`
    // Most of them have little on the page: a few clients of each tell since when one can be, and only those are read.
    return sql`(with since as materialized (
        select case when count(*) < ${most} then '-infinity' else min(created_at) end as at
          from (select * from (${perGroup(keys(where, sql.lit(fewOfEach)))}) client ${newestFirst} limit ${most}) few)
      ${perGroup(keys(sql<SqlBool>`${where} and client.created_at >= since.at`), sql`since cross join`)})`
  })
  return sql`select distinct client.created_at, client.id from (
      select client.created_at, client.id from (${sql.join(walks, sql` union all `)}) client ${newestFirst} limit 3 * ${most}) client
    ${newestFirst} limit ${most}`
}

/** Each way leaves out what the ways before it had, so that none has to be finished once there are enough. */
function someKeys(ways: Way[], walk: Walk, most: RawBuilder<unknown>): RawBuilder<unknown> {
  const walks = ways.map(({ through, where }, index) => {
    const before = ways.slice(0, index).map(way => (way.through === 'groups' ? inSightGroups : way.where))
    const unseen = before.length > 0 ? [sql<SqlBool>`(${anyOf(before)}) is not true`] : []
    const keys = sql`select client.created_at, client.id from app.client where ${allOf(walk, where, ...unseen)} limit ${most}`
    return sql`(${through === 'groups' ? perGroup(keys) : keys})`
  })
  return sql.join(walks, sql` union all `)
}
