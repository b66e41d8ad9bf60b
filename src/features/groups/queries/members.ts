import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import type { GroupRole } from '../../../access/matrix.ts'
import { membersFor } from '../../../access/visibility.ts'
import { pageOf, placeAt } from '../../../kit/cursor.ts'
import type { Db } from '../../../kit/db.ts'
import { containing } from '../../../kit/search.ts'
import { canHost, countUpcomingOfGroup } from '../../members/queries/hosting.ts'
import { unexpired } from '../../members/queries/list.ts'
import type {
  GroupAudience,
  GroupMember,
  GroupMemberPage,
  GroupMemberQuery,
  MembersRemoved,
} from '../schema.ts'

const heldIn = (db: Db, actor: Member, groupId: string, search?: string) => {
  const rows = db
    .selectFrom('membership')
    .innerJoin('member', join =>
      join
        .onRef('member.organizationId', '=', 'membership.organizationId')
        .onRef('member.id', '=', 'membership.memberId'),
    )
    .where('membership.groupId', '=', groupId)
    .where(unexpired('membership'))
    .where('member.status', '<>', 'removed')
    .where(membersFor(actor))
  return search ? rows.where(containing('member.search', search)) : rows
}

/** A page of the members of a group, by name; of a deleted one, those whose membership is frozen. */
export async function listGroupMembers(
  db: Db,
  actor: Member,
  groupId: string,
  { search, limit, cursor }: z.output<typeof GroupMemberQuery>,
): Promise<z.input<typeof GroupMemberPage>> {
  const after = placeAt(cursor)
  let found = heldIn(db, actor, groupId, search)
  if (after) found = found.where(sql<SqlBool>`(member.search, member.id) > (${after[0]}, ${after[1]}::uuid)`)
  const rows = await rowsOf(found)
    .orderBy('member.search')
    .orderBy('member.id')
    .limit(limit + 1)
    .execute()
  const { count } = await heldIn(db, actor, groupId, search)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const { page, next } = pageOf(rows, limit, row => [row.search, row.memberId])
  return { items: await itemsOf(db, actor, page), next, count }
}

/** @returns undefined where the member is not in the group, or out of sight, alike. */
export async function getGroupMember(
  db: Db,
  actor: Member,
  groupId: string,
  memberId: string,
): Promise<GroupMember | undefined> {
  const rows = await rowsOf(heldIn(db, actor, groupId).where('member.id', '=', memberId)).execute()
  const [member] = await itemsOf(db, actor, rows)
  return member
}

const rowsOf = (rows: ReturnType<typeof heldIn>) =>
  rows.select([
    'member.id as memberId',
    'member.name',
    'member.email',
    'member.role',
    'member.status',
    'member.search',
    'membership.groupRole',
    'membership.priority',
    'membership.expiresAt',
    canHost.as('canHost'),
    'membership.createdAt as since',
    'membership.createdBy',
  ])
type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

async function itemsOf(db: Db, actor: Member, rows: readonly Row[]): Promise<GroupMember[]> {
  const adders = await namesOf(
    db,
    actor,
    rows.map(row => row.createdBy),
  )
  return rows.map(row => ({
    memberId: row.memberId,
    name: row.name,
    email: row.email,
    ...rankOf(row),
    priority: row.priority,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    canHost: row.canHost === true,
    since: row.since.toISOString(),
    addedBy: adders.get(row.createdBy ?? '') ?? null,
  }))
}

const rankOf = ({
  role,
  status,
  groupRole,
}: Record<'role' | 'status', string> & { groupRole: string | null }) =>
  ({ role, status, groupRole }) as Pick<GroupMember, 'role' | 'status' | 'groupRole'>

/** Those of the members who have upcoming meetings attributed to the group, and how many, by name. */
export async function listUpcomingByMember(
  db: Db,
  actor: Member,
  groupId: string,
  memberIds: readonly string[],
): Promise<z.input<typeof MembersRemoved>['meetings']> {
  const counts = await countUpcomingOfGroup(db, actor, groupId, memberIds)
  const names = await namesOf(db, actor, [...counts.keys()])
  return [...names.values()]
    .map(({ id, name }) => ({ memberId: id, name, meetings: counts.get(id) ?? 0 }))
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

/** Names of those members whom the actor may read. */
export async function namesOf(
  db: Db,
  actor: Member,
  ids: readonly (string | null)[],
): Promise<Map<string, { id: string; name: string }>> {
  const rows = await db
    .selectFrom('member')
    .select(['id', 'name'])
    .where(sql<SqlBool>`member.id = any (${[...new Set(ids)].filter(id => id !== null)}::uuid[])`)
    .where('member.status', '<>', 'removed')
    .where(membersFor(actor))
    .execute()
  return new Map(rows.map(row => [row.id, row]))
}

/** Group roles of those of the members who are in the group. */
export async function groupRolesOf(
  db: Db,
  groupId: string,
  memberIds: readonly string[],
): Promise<Map<string, GroupRole | null>> {
  const rows = await db
    .selectFrom('membership')
    .select(['memberId', 'groupRole'])
    .where('groupId', '=', groupId)
    .where(sql<SqlBool>`member_id = any (${memberIds}::uuid[])`)
    .where(unexpired('membership'))
    .execute()
  return new Map(rows.map(row => [row.memberId, row.groupRole as GroupRole | null]))
}

/** Everyone who sees the clients of a group, whoever invited them, and why; who may not be named is counted. */
export async function getGroupAudience(
  db: Db,
  actor: Member,
  groupId: string,
): Promise<z.input<typeof GroupAudience>> {
  type Because = z.input<typeof GroupAudience>['items'][number]['because']
  const { rows } = await sql<{ memberId: string; because: Because }>`
    select member_id, because from app.group_audience(${groupId})`.execute(db)
  const names = await namesOf(
    db,
    actor,
    rows.map(row => row.memberId),
  )
  const items = rows.flatMap(({ memberId, because }) => {
    const name = names.get(memberId)?.name
    return name === undefined ? [] : [{ memberId, name, because }]
  })
  return { items: items.toSorted((a, b) => a.name.localeCompare(b.name)), others: rows.length - items.length }
}
