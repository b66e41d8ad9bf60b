import { sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { groupsFor, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import type { Audience } from '../schema.ts'

type Answer = z.infer<typeof Audience>
type Because = Answer['items'][number]['because']
type Way = { memberId: string; because: Because; through: string[] }
type Opening = Answer['items'][number]['groups'][number]

/**
 * Everyone who sees a client, and why: members the actor may read by name, with the memberships that open it where the
 * actor may know the group; the rest by number.
 */
export async function getAudience(db: Db, actor: Member, clientId: string): Promise<Answer> {
  const { rows: ways } = await sql<Way>`
    select member_id, because, through from app.audience(${clientId}::uuid)`.execute(db)
  const readable = await db
    .selectFrom('member')
    .select(['id', 'name'])
    .where(membersFor(actor))
    .where('id', '=', sql<string>`any (${ways.map(way => way.memberId)}::uuid[])`)
    .orderBy('name')
    .orderBy('id')
    .execute()
  const openings = await listOpenings(db, actor, ways)
  const wayOf = new Map(ways.map(way => [way.memberId, way]))
  const items = readable.map(({ id, name }) => {
    const { because = [], through = [] } = wayOf.get(id) ?? {}
    return {
      memberId: id,
      name,
      because,
      groups: (openings.get(id) ?? []).filter(({ id }) => through.includes(id)),
    }
  })
  return { items, others: ways.length - items.length }
}

/** Memberships in the groups that open the client, by member. */
async function listOpenings(db: Db, actor: Member, ways: readonly Way[]): Promise<Map<string, Opening[]>> {
  const through = ways.filter(way => way.through.length > 0)
  if (through.length === 0) return new Map()
  const rows = await db
    .selectFrom('membership')
    .innerJoin('group', join =>
      join
        .onRef('group.organizationId', '=', 'membership.organizationId')
        .onRef('group.id', '=', 'membership.groupId'),
    )
    .leftJoin('member as adder', join =>
      join
        .onRef('adder.organizationId', '=', 'membership.organizationId')
        .onRef('adder.id', '=', 'membership.createdBy')
        .on(membersFor(actor, 'members.read', 'adder')),
    )
    .where(groupsFor(actor))
    .where('membership.memberId', '=', sql<string>`any (${through.map(way => way.memberId)}::uuid[])`)
    .where('membership.groupId', '=', sql<string>`any (${through.flatMap(way => way.through)}::uuid[])`)
    .select([
      'membership.memberId',
      'group.id',
      'group.name',
      'membership.groupRole',
      'membership.createdAt',
      'adder.name as addedBy',
    ])
    .orderBy('group.name')
    .execute()
  return Map.groupBy(
    rows.map(({ createdAt, ...row }) => ({ ...row, since: createdAt.toISOString() })),
    row => row.memberId,
  )
}
