import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { grantOf, type Member } from '../../../access/actor.ts'
import { groupsFor } from '../../../access/visibility.ts'
import { record } from '../../../events/record.ts'
import { type Db, rehearse } from '../../../kit/db.ts'
import { invalid, Problem } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import { addMeetingTypes, removeMeetingTypes } from '../../groups/actions/meeting-types.ts'
import { addNamedHosts } from '../../members/actions/hosting.ts'
import { unreadableAt } from '../../members/queries/list.ts'
import { countHostsOf, getHosts, getHostsVersion } from '../queries/hosts.ts'
import type { HostsChange, HostsChanged, MeetingTypeItem } from '../schema.ts'

type Named = { memberIds: readonly string[]; groupIds: readonly string[] }

/**
 * Says who hosts the type from now on, or rehearses it. That nobody does is allowed, and told.
 * @throws Problem `version_mismatch` with the hosts as they are, when these changed since the version that was read.
 */
export async function setHosts(
  db: Db,
  actor: Member,
  type: MeetingTypeItem,
  { dryRun = false, ...asked }: z.output<typeof HostsChange>,
  ifMatch: number | undefined,
): Promise<z.input<typeof HostsChanged>> {
  // Of two who set the hosts at once, the second sees what the first one did.
  const version = await getHostsVersion(db, type.id, true)
  if (ifMatch !== undefined && ifMatch !== version)
    throw new Problem('version_mismatch', say('Look at what changed, then decide which to keep.'), {
      more: { current: await getHosts(db, actor, type.id) },
    })
  const before = await namedFor(db, type.id)
  await checkHosts(db, actor, asked, before)
  const change = async () => {
    await nameHosts(db, actor, type.id, {
      memberIds: asked.memberIds.filter(id => !before.memberIds.includes(id)),
      groupIds: asked.groupIds.filter(id => !before.groupIds.includes(id)),
    })
    await removeHosts(db, actor, type.id, {
      memberIds: before.memberIds.filter(id => !asked.memberIds.includes(id)),
      groupIds: before.groupIds.filter(id => !asked.groupIds.includes(id)),
    })
    return { hosts: await countHostsOf(db, type.id), version: await getHostsVersion(db, type.id), dryRun }
  }
  return dryRun ? rehearse(db, change) : change()
}

/** Everyone who is named, whether the actor may know them or not. */
async function namedFor(db: Db, meetingTypeId: string): Promise<Named> {
  const members = await db
    .selectFrom('meetingTypeMember')
    .select('memberId')
    .where('meetingTypeId', '=', meetingTypeId)
    .execute()
  const groups = await db
    .selectFrom('meetingTypeGroup')
    .select('groupId')
    .where('meetingTypeId', '=', meetingTypeId)
    .execute()
  return { memberIds: members.map(row => row.memberId), groupIds: groups.map(row => row.groupId) }
}

/**
 * Members whom the actor may read and live groups they may know; of deleted ones, those that are named already. Who may
 * write the types of a group alone names that group and nobody else.
 */
export async function checkHosts(
  db: Db,
  actor: Member,
  { memberIds, groupIds }: Named,
  before: Named = { memberIds: [], groupIds: [] },
): Promise<void> {
  const rows = await db
    .selectFrom('group')
    .select('id')
    .where(groupsFor(actor))
    .where(sql<SqlBool>`"group".id = any (${groupIds}::uuid[])`)
    .where(sql<SqlBool>`("group".deleted_at is null or "group".id = any (${before.groupIds}::uuid[]))`)
    .execute()
  const known = new Set(rows.map(row => row.id))
  const pointers = [
    ...(await unreadableAt(db, actor, memberIds)).map(at => `/memberIds/${at}`),
    ...groupIds.flatMap((id, at) => (known.has(id) ? [] : [`/groupIds/${at}`])),
  ]
  if (pointers.length > 0)
    throw invalid(pointers.map(pointer => ({ pointer, detail: say('Choose one from the list.') })))
  const { reach, groupIds: managed } = grantOf(actor, 'meeting-types.write')
  if (reach === 'all') return
  const [only = '', ...others] = groupIds
  if (memberIds.length > 0 || others.length > 0 || !managed.includes(only))
    throw new Problem('forbidden', say('As manager of a group you choose that group, and no other host.'))
}

/** Names hosts who are not named yet. */
export async function nameHosts(
  db: Db,
  actor: Member,
  meetingTypeId: string,
  { memberIds, groupIds }: Named,
): Promise<void> {
  await addNamedHosts(db, actor, [meetingTypeId], memberIds)
  for (const groupId of new Set(groupIds)) await addMeetingTypes(db, actor, groupId, [meetingTypeId])
}

async function removeHosts(db: Db, actor: Member, meetingTypeId: string, { memberIds, groupIds }: Named) {
  if (memberIds.length > 0) {
    await db
      .deleteFrom('meetingTypeMember')
      .where('meetingTypeId', '=', meetingTypeId)
      .where(sql<SqlBool>`member_id = any (${memberIds}::uuid[])`)
      .execute()
    await record(db, actor, 'meeting_type.hosts_changed', { data: { meetingTypeId, removed: { memberIds } } })
  }
  for (const groupId of groupIds) await removeMeetingTypes(db, actor, groupId, [meetingTypeId])
}
