import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { DB } from '../../db/types.ts'
import type { Member } from './actor.ts'
import {
  anyOf,
  clientsFor,
  inOrganization,
  inOrganizationGroup,
  inSightGroups,
  invitedByMe,
  mayFilterByGroup,
  nothing,
  type Piece,
  sharedWithMe,
} from './visibility.ts'

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
