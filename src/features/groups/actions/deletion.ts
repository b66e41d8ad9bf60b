import { sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { type Changed, withConsequences } from '../../../access/consequences.ts'
import { record } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { notFound, Problem } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import { unexpired } from '../../members/queries/list.ts'
import { getGroup } from '../queries/list.ts'
import { isRestorable } from '../rules.ts'
import type { GroupDeleted, GroupDeletion, GroupItem, GroupRestoration } from '../schema.ts'
import { refuseDeleted } from './groups.ts'

/**
 * Takes the group out of every picker. Nobody's sight changes: its clients keep it, and its memberships are frozen.
 * @throws Problem `api_keys_not_confirmed` when the keys that would be revoked are not those the request names.
 */
export async function deleteGroup(
  db: Db,
  actor: Member,
  group: GroupItem,
  { confirmApiKeyIds, dryRun }: z.output<typeof GroupDeletion>,
): Promise<z.input<typeof GroupDeleted>> {
  refuseDeleted(group)
  if (confirmApiKeyIds.length > 0)
    throw new Problem(
      'api_keys_not_confirmed',
      say('These are not the API keys of this group; look at them again.'),
      {
        more: { apiKeys: [] },
      },
    )
  const memberIds = await heldBy(db, group.id)
  const { done, consequences } = await withConsequences(db, actor, { memberIds, dryRun }, async () => {
    await setDeleted(db, group.id, { deletedAt: new Date(), deletedBy: actor.memberId })
    await record(db, actor, 'group.deleted', { groupId: group.id })
    return {
      group: await present(db, actor, group.id),
      leftWithoutGroup: await withNoneToSendFrom(db, memberIds),
    }
  })
  return { ...done, dryRun: dryRun ?? false, consequences, clients: group.clients }
}

/** Brings a deleted group back, with its link, members and their group roles. */
export async function restoreGroup(
  db: Db,
  actor: Member,
  group: GroupItem,
  { dryRun }: z.output<typeof GroupRestoration>,
): Promise<Changed<GroupItem>> {
  if (group.deletedAt === null) throw new Problem('conflict', say('This group was not deleted.'))
  if (!isRestorable(new Date(group.deletedAt), new Date()))
    throw new Problem('gone', say('A deleted group can be restored for 30 days; these are over.'))
  const memberIds = await heldBy(db, group.id)
  return withConsequences(db, actor, { memberIds, dryRun }, async () => {
    await setDeleted(db, group.id, { deletedAt: null, deletedBy: null })
    await record(db, actor, 'group.restored', { groupId: group.id })
    return present(db, actor, group.id)
  })
}

/** @throws Problem `conflict` when somebody did the same meanwhile. */
async function setDeleted(
  db: Db,
  id: string,
  deleted: { deletedAt: Date | null; deletedBy: string | null },
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('group')
    .set({ ...deleted, version: sql`version + 1` })
    .where('id', '=', id)
    .where('deletedAt', deleted.deletedAt === null ? 'is not' : 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n)
    throw new Problem('conflict', say('Somebody else was faster. Load the page again.'))
}

async function present(db: Db, actor: Member, id: string): Promise<GroupItem> {
  const group = await getGroup(db, actor, id)
  if (!group) throw notFound()
  return group
}

async function heldBy(db: Db, groupId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('membership')
    .select('memberId')
    .where('groupId', '=', groupId)
    .where(unexpired('membership'))
    .execute()
  return rows.map(row => row.memberId)
}

/** Those who send from their groups and have no live one left; the others have the Organization group. */
async function withNoneToSendFrom(db: Db, memberIds: readonly string[]) {
  const { rows } = await sql<{ memberId: string; name: string }>`
    select member.id as member_id, member.name
      from app.member cross join lateral app.member_sight(member.id) sight
     where member.id = any (${memberIds}::uuid[]) and cardinality(sight.live_group_ids) = 0
       and sight.role in ('operator', 'operations', 'operations_limited')
     order by member.search, member.id`.execute(db)
  return rows
}
