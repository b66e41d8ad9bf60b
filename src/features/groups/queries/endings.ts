import { type SqlBool, sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { groupsFor, inOrganization, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import type { Language } from '../../../kit/shapes.ts'
import { withoutGroup } from '../../members/actions/ungrouping.ts'
import type { EndedMembership } from '../mail.ts'

export type Pair = { groupId: string; memberId: string }

/** When a membership ends, as the system finds it; undefined: never, or it was taken away. */
export async function getEnd(
  db: Db,
  { groupId, memberId }: Pair,
): Promise<{ at: Date; hasCome: boolean } | undefined> {
  const membership = await db
    .selectFrom('membership')
    .where(inOrganization('membership'))
    .where('groupId', '=', groupId)
    .where('memberId', '=', memberId)
    .select('expiresAt')
    .select(sql<boolean>`expires_at <= now()`.as('hasCome'))
    .executeTakeFirst()
  const { expiresAt: at = null, hasCome = false } = membership ?? {}
  return at ? { at, hasCome } : undefined
}

/** Whether the end that an event set is written down already. */
export async function isEndRecorded(db: Db, { groupId, memberId }: Pair, eventId: string): Promise<boolean> {
  const recorded = await db
    .selectFrom('event')
    .where(inOrganization('event'))
    .where('groupId', '=', groupId)
    .where('memberId', '=', memberId)
    .where('name', '=', 'membership.expired')
    .where('id', '>', eventId)
    .select('id')
    .limit(1)
    .executeTakeFirst()
  return recorded !== undefined
}

/** Who is told of what happens without a person. */
export async function listAdminIds(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('member')
    .where(inOrganization('member'))
    .where('role', '=', 'admin')
    .where('status', '=', 'active')
    .select('id')
    .execute()
  return rows.map(row => row.id)
}

/** What an Admin is told of a membership that ended; undefined: the member is gone altogether. */
export async function getEndedMembership(
  db: Db,
  actor: Member,
  { groupId, memberId }: Pair,
): Promise<EndedMembership | undefined> {
  const { id, name, color } = await db
    .selectFrom('organization')
    .select(['id', 'name', 'color'])
    .where('id', '=', sql<string>`(select app.organization_id())`)
    .executeTakeFirstOrThrow()
  const reader = await db
    .selectFrom('member')
    .select(['email', 'language'])
    .where('id', '=', actor.memberId)
    .executeTakeFirstOrThrow()
  const about = await db
    .selectFrom('member')
    .innerJoin('group', join => join.onRef('group.organizationId', '=', 'member.organizationId'))
    .where(membersFor(actor))
    .where(groupsFor(actor))
    .where('member.id', '=', memberId)
    .where('member.status', '<>', 'removed')
    .where('group.id', '=', groupId)
    .select(['member.name as member', 'group.name as group'])
    .select(sql<SqlBool>`member.role = 'operations'`.as('isOperations'))
    .executeTakeFirst()
  if (!about) return undefined
  const { isOperations, ...names } = about
  const narrowsSight = isOperations === true && (await withoutGroup(db, [memberId])).length > 0
  const language = reader.language as Language
  return { from: { organizationId: id, name, color }, to: reader.email, language, ...names, narrowsSight }
}
