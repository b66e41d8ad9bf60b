import { sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { record } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { holdHosts } from '../../members/actions/hosting.ts'

/**
 * Names the group as host of meeting types: its members host them from now on.
 * @returns those that it did not host before.
 */
export async function addMeetingTypes(
  db: Db,
  actor: Member,
  groupId: string,
  meetingTypeIds: readonly string[],
): Promise<string[]> {
  if (meetingTypeIds.length === 0) return []
  await holdHosts(db, meetingTypeIds)
  const present = await db
    .selectFrom('meetingTypeGroup')
    .select('meetingTypeId')
    .where('groupId', '=', groupId)
    .where(sql<boolean>`meeting_type_id = any (${meetingTypeIds}::uuid[])`)
    .execute()
  const held = new Set(present.map(row => row.meetingTypeId))
  const added = [...new Set(meetingTypeIds)].filter(id => !held.has(id))
  // It answers nothing: a type that is being made can be read only once a group of the actor's hosts it.
  await sql`
    insert into app.meeting_type_group (organization_id, meeting_type_id, group_id, created_by)
    select ${actor.organizationId}, type.id, ${groupId}, ${actor.memberId} from unnest(${added}::uuid[]) as type (id)
    on conflict do nothing`.execute(db)
  if (added.length > 0) await record(db, actor, 'group.meeting_types_changed', { groupId, data: { added } })
  return added
}

/** Takes meeting types from the group: its members host them no longer, unless another route remains. */
export async function removeMeetingTypes(
  db: Db,
  actor: Member,
  groupId: string,
  meetingTypeIds: readonly string[],
): Promise<string[]> {
  await holdHosts(db, meetingTypeIds)
  const rows = await db
    .deleteFrom('meetingTypeGroup')
    .where('groupId', '=', groupId)
    .where(sql<boolean>`meeting_type_id = any (${meetingTypeIds}::uuid[])`)
    .returning('meetingTypeId')
    .execute()
  const removed = rows.map(row => row.meetingTypeId)
  if (removed.length > 0)
    await record(db, actor, 'group.meeting_types_changed', { groupId, data: { removed } })
  return removed
}
