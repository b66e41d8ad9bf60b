import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { grantOf, type Member } from '../../../access/actor.ts'
import { mayToMember } from '../../../access/conditions.ts'
import { groupsFor, membersFor } from '../../../access/visibility.ts'
import { pageOf, placeAt } from '../../../kit/cursor.ts'
import type { Db } from '../../../kit/db.ts'
import { containing } from '../../../kit/search.ts'
import type { MemberItem, MemberPage, MemberQuery } from '../schema.ts'
import { canHost } from './hosting.ts'

/** A membership counts until it expires. */
export const unexpired = (membership: string) =>
  sql<SqlBool>`(${sql.ref(`${membership}.expires_at`)} is null or ${sql.ref(`${membership}.expires_at`)} > now())`

const inGroup = (groupId: string | null) => sql<SqlBool>`exists (select from app.membership held
  where held.organization_id = member.organization_id and held.member_id = member.id and ${unexpired('held')}
    ${groupId === null ? sql`` : sql`and held.group_id = ${groupId}`})`

/** Members that the actor may read, as rows of the list; their groups are those the actor may know. */
const readable = (db: Db, actor: Member) =>
  db.selectFrom('member').where('member.status', '<>', 'removed').where(membersFor(actor))

function filtered(db: Db, actor: Member, filter: z.output<typeof MemberQuery>) {
  let rows = readable(db, actor)
  if (filter.search) rows = rows.where(containing('member.search', filter.search))
  if (filter.role) rows = rows.where('member.role', '=', filter.role)
  if (filter.status) rows = rows.where('member.status', '=', filter.status)
  if (filter.canHost !== undefined) rows = rows.where(filter.canHost ? canHost : eb => eb.not(canHost))
  if (filter.groupId === 'none') rows = rows.where(eb => eb.not(inGroup(null)))
  else if (filter.groupId) rows = rows.where(inGroup(filter.groupId))
  return rows
}

const rowsOf = (rows: ReturnType<typeof readable>, actor: Member) =>
  rows.select([
    'member.id',
    'member.name',
    'member.email',
    'member.role',
    'member.status',
    'member.sight',
    'member.link',
    'member.createdAt',
    'member.search',
    canHost.as('canHost'),
    sql<MemberItem['groups']>`(
      select coalesce(json_agg(json_build_object('id', "group".id, 'name', "group".name, 'groupRole', held.group_role,
               'deleted', "group".deleted_at is not null) order by "group".search, "group".id), '[]')
        from app.membership held
        join app."group" on "group".organization_id = held.organization_id and "group".id = held.group_id
       where held.organization_id = member.organization_id and held.member_id = member.id
         and ${unexpired('held')} and ${groupsFor(actor)})`.as('groups'),
    sql<Date | null>`(
      select expires_at from app.member_invitation open where open.organization_id = member.organization_id
         and open.member_id = member.id and open.accepted_at is null and open.revoked_at is null)`.as(
      'invitationExpiresAt',
    ),
  ])

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

function itemOf(actor: Member, row: Row): MemberItem {
  const { id, name, email, groups, link } = row
  const { role, status, sight } = row as Pick<MemberItem, 'role' | 'status' | 'sight'>
  const target = { role, groups }
  const maySetRole = grantOf(actor, 'members.set-role').reach === 'all'
  return {
    id,
    name,
    email,
    role,
    status,
    sight,
    groups,
    canHost: row.canHost === true,
    link,
    createdAt: row.createdAt.toISOString(),
    invitationExpiresAt: row.invitationExpiresAt?.toISOString() ?? null,
    may: {
      update: mayToMember(actor, 'members.update', target),
      setRole: maySetRole,
      setSight: maySetRole,
      suspend: mayToMember(actor, 'members.suspend', target),
      remove: mayToMember(actor, 'members.remove', target),
      invite: status === 'invited' && mayToMember(actor, 'members.invite', target),
    },
  }
}

/** A page of the members that the actor may read, by name; the count is of all that the filter lets through. */
export async function listMembers(
  db: Db,
  actor: Member,
  query: z.output<typeof MemberQuery>,
): Promise<z.input<typeof MemberPage>> {
  const after = placeAt(query.cursor)
  let found = rowsOf(filtered(db, actor, query), actor)
  if (after) found = found.where(sql<SqlBool>`(member.search, member.id) > (${after[0]}, ${after[1]}::uuid)`)
  const rows = await found
    .orderBy('member.search')
    .orderBy('member.id')
    .limit(query.limit + 1)
    .execute()
  const { count } = await filtered(db, actor, query)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const { page, next } = pageOf(rows, query.limit, row => [row.search, row.id])
  return { items: page.map(row => itemOf(actor, row)), next, count }
}

/** @returns undefined for a member who is absent, gone or out of sight, alike. */
export async function getMember(db: Db, actor: Member, id: string): Promise<MemberItem | undefined> {
  const row = await rowsOf(readable(db, actor).where('member.id', '=', id), actor).executeTakeFirst()
  return row && itemOf(actor, row)
}

/** Those of the ids that are not members the actor may read, by their place. */
export async function unreadableAt(db: Db, actor: Member, ids: readonly string[]): Promise<number[]> {
  const rows = await readable(db, actor)
    .where(sql<SqlBool>`member.id = any (${ids}::uuid[])`)
    .select('member.id')
    .execute()
  const known = new Set(rows.map(row => row.id))
  return ids.flatMap((id, index) => (known.has(id) ? [] : [index]))
}
