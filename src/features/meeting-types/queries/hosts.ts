import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { groupsFor, membersFor, meetingTypesFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { notFound } from '../../../kit/errors.ts'
import type { MeetingTypeHosts, MemberMeetingTypes } from '../schema.ts'

/** A way to host a type; null is by name. */
type Way = { groupId: string | null }
type Routes = Pick<MeetingTypeHosts['items'][number], 'routes' | 'otherRoutes'>

/** Names of the groups that the actor may know, of those by which there is a way. */
async function namesOfGroups(db: Db, actor: Member, ways: readonly Way[]): Promise<Map<string, string>> {
  const ids = [...new Set(ways.flatMap(({ groupId }) => groupId ?? []))]
  const rows = await db
    .selectFrom('group')
    .select(['id', 'name'])
    .where(groupsFor(actor))
    .where(sql<SqlBool>`"group".id = any (${ids}::uuid[])`)
    .execute()
  return new Map(rows.map(row => [row.id, row.name]))
}

/** By name first, then through groups, by their names. */
function routesOf(ways: readonly Way[], names: Map<string, string>): Routes {
  const direct = ways.some(({ groupId }) => groupId === null) ? [{ kind: 'direct' as const }] : []
  const through = ways.flatMap(({ groupId }) => {
    const name = names.get(groupId ?? '')
    return groupId === null || name === undefined ? [] : [{ kind: 'group' as const, groupId, name }]
  })
  const routes = [...direct, ...through.toSorted((a, b) => a.name.localeCompare(b.name))]
  return { routes, otherRoutes: ways.length - routes.length }
}

/** Who is named as host of a type, and which active members can host it now, by which routes. */
export async function getHosts(db: Db, actor: Member, meetingTypeId: string): Promise<MeetingTypeHosts> {
  // Before the hosts: one that is too old is refused and read again, one that is too new would overwrite what was never seen.
  const version = await getHostsVersion(db, meetingTypeId)
  const { rows: ways } = await sql<Way & { memberId: string }>`
    select member_id, group_id from app.hosts_of(array[${meetingTypeId}]::uuid[])`.execute(db)
  const byMember = Map.groupBy(ways, way => way.memberId)
  const hosts = await db
    .selectFrom('member')
    .select(['id', 'name'])
    .where(membersFor(actor))
    .where(sql<SqlBool>`member.id = any (${[...byMember.keys()]}::uuid[])`)
    .orderBy('search')
    .orderBy('id')
    .execute()
  const names = await namesOfGroups(db, actor, ways)
  const items = hosts.map(({ id, name }) => ({
    memberId: id,
    name,
    ...routesOf(byMember.get(id) ?? [], names),
  }))
  const others = byMember.size - items.length
  return { ...(await getNamed(db, actor, meetingTypeId)), items, others, version }
}

/** @throws Problem `not_found` for a type that is gone. */
export async function getHostsVersion(db: Db, meetingTypeId: string, locks = false): Promise<number> {
  const row = await db
    .selectFrom('meetingType')
    .select('hostsVersion')
    .where('id', '=', meetingTypeId)
    .$if(locks, query => query.forNoKeyUpdate())
    .executeTakeFirst()
  if (!row) throw notFound()
  return row.hostsVersion
}

/** Members and groups named, as the actor may know them. */
async function getNamed(db: Db, actor: Member, meetingTypeId: string) {
  const { rows: counts } = await sql<{ members: number; groups: number }>`
    select (select count(*) from app.meeting_type_member where meeting_type_id = ${meetingTypeId}) as members,
           (select count(*) from app.meeting_type_group where meeting_type_id = ${meetingTypeId}) as groups`.execute(
    db,
  )
  const members = await db
    .selectFrom('member')
    .select(['id', 'name', 'status'])
    .where('member.status', '<>', 'removed')
    .where(membersFor(actor))
    .where(
      sql<SqlBool>`member.id in (select member_id from app.meeting_type_member where meeting_type_id = ${meetingTypeId})`,
    )
    .orderBy('search')
    .orderBy('id')
    .execute()
  const groups = await db
    .selectFrom('group')
    .select(['id', 'name', 'deletedAt'])
    .where(groupsFor(actor))
    .where(
      sql<SqlBool>`"group".id in (select group_id from app.meeting_type_group where meeting_type_id = ${meetingTypeId})`,
    )
    .orderBy('search')
    .orderBy('id')
    .execute()
  return {
    members: members as MeetingTypeHosts['members'],
    groups: groups.map(({ deletedAt, ...group }) => ({ ...group, deleted: deletedAt !== null })),
    otherMembers: (counts[0]?.members ?? 0) - members.length,
    otherGroups: (counts[0]?.groups ?? 0) - groups.length,
  }
}

/** How many active members can host the type now, by any route. */
export async function countHostsOf(db: Db, meetingTypeId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct member_id) from app.hosts_of(array[${meetingTypeId}]::uuid[])`.execute(db)
  return rows[0]?.count ?? 0
}

/** Which types a member can host, by name, and by which routes. */
export async function listHostedBy(
  db: Db,
  actor: Member,
  memberId: string,
): Promise<z.input<typeof MemberMeetingTypes>> {
  const { rows: ways } = await sql<Way & { meetingTypeId: string }>`
    select meeting_type_id, group_id from app.hosted_by(${memberId})`.execute(db)
  const byType = Map.groupBy(ways, way => way.meetingTypeId)
  const types = await db
    .selectFrom('meetingType')
    .select(['id', 'name', 'durationMinutes', 'disabledAt'])
    .where(meetingTypesFor(actor))
    .where(sql<SqlBool>`meeting_type.id = any (${[...byType.keys()]}::uuid[])`)
    .orderBy('search')
    .orderBy('id')
    .execute()
  const names = await namesOfGroups(db, actor, ways)
  const items = types.map(({ disabledAt, ...type }) => ({
    ...type,
    active: disabledAt === null,
    ...routesOf(byType.get(type.id) ?? [], names),
  }))
  return { items, others: byType.size - items.length }
}
