import { sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import {
  type Changed,
  choicesOf,
  type UngroupingScope,
  withUngrouping,
} from '../../../access/consequences.ts'
import type { OnUngroup } from '../../../access/shapes.ts'
import { groupsFor } from '../../../access/visibility.ts'
import { recordAll } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { Problem, unknownId } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import { addMemberships } from './memberships.ts'

/** Of two who change what the same members hold, the second waits, and then finds what the first has done. */
export async function lockMembers(db: Db, memberIds: readonly string[]): Promise<void> {
  await db
    .selectFrom('member')
    .select('id')
    .where(sql<boolean>`id = any (${memberIds}::uuid[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

/** Those who hold no membership, or none besides the one in that group. */
export async function withoutGroup(
  db: Db,
  memberIds: readonly string[],
  besides: string | null = null,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from app.members_without_group(${memberIds}::uuid[], ${besides}) as id`.execute(db)
  return rows.map(row => row.id)
}

/**
 * Losing a grant never adds a row: a change that leaves Operations members without a group is refused until the actor
 * has chosen what becomes of them. A dry run without a choice says what there is to choose.
 */
export async function changeLeavingUngrouped<T>(
  db: Db,
  actor: Member,
  scope: UngroupingScope,
  change: (onUngroup: OnUngroup) => Promise<T>,
): Promise<Changed<T>> {
  if (scope.ungroupedIds.length === 0 || scope.onUngroup !== undefined || scope.dryRun)
    return withUngrouping(db, actor, scope, change)
  const { consequences } = await withUngrouping(db, actor, { ...scope, dryRun: true }, change)
  throw new Problem(
    'member_would_become_ungrouped',
    say('Say what becomes of members who would be left without a group.'),
    { more: { consequences } },
  )
}

/** @param besides a group that is being left: nobody is moved into it. */
export async function checkChoice(
  db: Db,
  actor: Member,
  onUngroup: OnUngroup | undefined,
  besides: string | null = null,
): Promise<void> {
  if (onUngroup === undefined) return
  if (typeof onUngroup === 'string') {
    if (choicesOf(actor).includes(onUngroup)) return
    throw new Problem('forbidden', say('Only an Admin may choose this for members without a group.'))
  }
  const group = await db
    .selectFrom('group')
    .select('id')
    .where('id', '=', onUngroup.moveTo)
    .where(groupsFor(actor, 'groups.set-members'))
    .executeTakeFirst()
  if (!group || group.id === besides) throw unknownId('/onUngroup/moveTo')
}

/** Does what was chosen for members who have no group any more. */
export async function settle(
  db: Db,
  actor: Member,
  memberIds: readonly string[],
  onUngroup: OnUngroup,
): Promise<void> {
  if (memberIds.length === 0) return
  if (typeof onUngroup === 'object') {
    const pairs = memberIds.map(memberId => ({ memberId, groupId: onUngroup.moveTo }))
    return addMemberships(db, actor, pairs, null)
  }
  if (onUngroup === 'make_limited') await setRoles(db, actor, memberIds, 'operations_limited')
  await setSights(db, actor, memberIds, onUngroup === 'see_all' ? 'organization' : 'groups')
}

/** Of those members whose stored sight is another one. */
export async function setSights(
  db: Db,
  actor: Member,
  memberIds: readonly string[],
  sight: 'organization' | 'groups',
): Promise<void> {
  const changed = await db
    .updateTable('member')
    .set({ sight })
    .where(sql<boolean>`id = any (${memberIds}::uuid[])`)
    .where('sight', '<>', sight)
    .returning('id')
    .execute()
  const before = sight === 'groups' ? 'organization' : 'groups'
  const events = changed.map(({ id }) => ({ memberId: id, data: { before, after: sight } }))
  await recordAll(db, actor, 'member.sight_changed', events)
}

/** Of those members whose role is another one. */
export async function setRoles(
  db: Db,
  actor: Member,
  memberIds: readonly string[],
  role: Member['role'],
): Promise<void> {
  const before = await db
    .selectFrom('member')
    .select(['id', 'role'])
    .where(sql<boolean>`id = any (${memberIds}::uuid[])`)
    .where('role', '<>', role)
    .execute()
  const changed = before.map(member => member.id)
  await db
    .updateTable('member')
    .set({ role })
    .where(sql<boolean>`id = any (${changed}::uuid[])`)
    .execute()
  const events = before.map(({ id, role: was }) => ({ memberId: id, data: { before: was, after: role } }))
  await recordAll(db, actor, 'member.role_changed', events)
}
