import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { meetingTypesFor } from '../../../access/visibility.ts'
import { type Db, rehearse } from '../../../kit/db.ts'
import { refuseDeleted } from '../../groups/actions/groups.ts'
import { addMeetingTypes, removeMeetingTypes } from '../../groups/actions/meeting-types.ts'
import type { GroupItem } from '../../groups/schema.ts'
import { checkMeetingTypes } from '../../members/actions/hosting.ts'
import type {
  GroupMeetingTypesAdded,
  GroupMeetingTypesAddition,
  GroupMeetingTypesRemoval,
  GroupMeetingTypesRemoved,
} from '../schema.ts'

/** Lets the members of a group host these types, which the actor may read. */
export async function addTypesToGroup(
  db: Db,
  actor: Member,
  group: GroupItem,
  { meetingTypeIds }: z.output<typeof GroupMeetingTypesAddition>,
): Promise<z.input<typeof GroupMeetingTypesAdded>> {
  refuseDeleted(group)
  await checkMeetingTypes(db, actor, meetingTypeIds)
  const added = await addMeetingTypes(db, actor, group.id, meetingTypeIds)
  return { added, alreadyIn: [...new Set(meetingTypeIds)].filter(id => !added.includes(id)) }
}

/** Takes types from a group, or rehearses it, and says which of them nobody can host then. */
export async function removeTypesFromGroup(
  db: Db,
  actor: Member,
  group: GroupItem,
  { meetingTypeIds, dryRun = false }: z.output<typeof GroupMeetingTypesRemoval>,
): Promise<z.input<typeof GroupMeetingTypesRemoved>> {
  refuseDeleted(group)
  await checkMeetingTypes(db, actor, meetingTypeIds)
  // Asked before: a type may be out of sight once it has left the actor's group.
  const names = await db
    .selectFrom('meetingType')
    .select(['id as meetingTypeId', 'name'])
    .where(meetingTypesFor(actor))
    .where(sql<SqlBool>`meeting_type.id = any (${meetingTypeIds}::uuid[])`)
    .orderBy('search')
    .orderBy('id')
    .execute()
  const change = async () => {
    const removed = await removeMeetingTypes(db, actor, group.id, meetingTypeIds)
    const { rows } = await sql<{ id: string }>`select id from app.hostless_meeting_type_ids() as id`.execute(
      db,
    )
    const hostless = new Set(rows.map(row => row.id))
    const unbookable = names.filter(
      ({ meetingTypeId }) => hostless.has(meetingTypeId) && removed.includes(meetingTypeId),
    )
    return { removed, dryRun, unbookable }
  }
  return dryRun ? rehearse(db, change) : change()
}
