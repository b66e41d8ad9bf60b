import { sql } from 'kysely'
import type { z } from 'zod'
import { grantOf, type Member } from '../../../access/actor.ts'
import { type Changed, withConsequences } from '../../../access/consequences.ts'
import { groupRoles } from '../../../access/matrix.ts'
import { groupsFor } from '../../../access/visibility.ts'
import { record } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid, linkTaken, Problem, unknownId, violatedUnique } from '../../../kit/errors.ts'
import { newId } from '../../../kit/id.ts'
import { say } from '../../../kit/sentence.ts'
import { checkMeetingTypes } from '../../members/actions/hosting.ts'
import { addMemberships } from '../../members/actions/memberships.ts'
import { unreadableAt } from '../../members/queries/list.ts'
import { getGroup } from '../queries/list.ts'
import { changesOf } from '../rules.ts'
import type { GroupChange, GroupItem, NewGroup } from '../schema.ts'
import { addMeetingTypes } from './meeting-types.ts'

/** Creates a group with its link and members; whoever creates it does not become one of them. */
export async function createGroup(
  db: Db,
  actor: Member,
  { memberships, meetingTypeIds, parentId, link, dryRun, ...words }: z.output<typeof NewGroup>,
): Promise<Changed<string>> {
  const rolesOf = new Map(memberships.map(each => [each.memberId, each.groupRole]))
  const unreadable = await unreadableAt(
    db,
    actor,
    memberships.map(each => each.memberId),
  )
  if (unreadable.length > 0)
    throw invalid(
      unreadable.map(at => ({
        pointer: `/memberships/${at}/memberId`,
        detail: say('Choose one from the list.'),
      })),
    )
  await checkParent(db, actor, parentId)
  await checkMeetingTypes(db, actor, meetingTypeIds)
  return withConsequences(db, actor, { memberIds: [...rolesOf.keys()], dryRun }, async () => {
    const id = newId()
    const { organizationId } = actor
    await db
      .insertInto('group')
      .values({ organizationId, id, parentId, ...words })
      .execute()
    await addLink(db, actor, id, link)
    await record(db, actor, 'group.created', { groupId: id, data: { name: words.name, link, parentId } })
    for (const groupRole of [null, ...groupRoles]) {
      const pairs = [...rolesOf].filter(([, role]) => role === groupRole)
      await addMemberships(
        db,
        actor,
        pairs.map(([memberId]) => ({ memberId, groupId: id })),
        groupRole,
      )
    }
    await addMeetingTypes(db, actor, id, meetingTypeIds)
    return id
  })
}

/** @throws Problem `version_mismatch` with the group as it is, when it changed since the version that was read. */
export async function changeGroup(
  db: Db,
  actor: Member,
  group: GroupItem,
  { dryRun, ...change }: z.output<typeof GroupChange>,
  ifMatch: number | undefined,
): Promise<Changed<void>> {
  refuseDeleted(group)
  if (ifMatch !== undefined && ifMatch !== group.version) throw changedMeanwhile(group)
  const { link, ...changed } = changesOf(group, change, [
    'name',
    'description',
    'link',
    'parentId',
    'membersSeeBelow',
    'bookable',
    'policy',
    'dayLimit',
    'weekLimit',
  ])
  const movesInTree = changed.parentId !== undefined || changed.membersSeeBelow !== undefined
  if (movesInTree && grantOf(actor, 'groups.set-parent').reach !== 'all')
    throw new Problem(
      'forbidden',
      say('Only an Admin sets where a group stands in the tree, and what is seen from above.'),
    )
  const parentId = changed.parentId?.after
  if (parentId === group.id) throw unknownId('/parentId')
  await checkParent(db, actor, parentId)
  const memberIds = movesInTree ? await membersAbove(db, [group.id, parentId ?? null]) : []
  return withConsequences(db, actor, { memberIds, dryRun }, async () => {
    if (!link && Object.keys(changed).length === 0) return
    const values = Object.fromEntries(Object.entries(changed).map(([field, { after }]) => [field, after]))
    const { numUpdatedRows } = await db
      .updateTable('group')
      .set({ ...values, version: sql`version + 1` })
      .where('id', '=', group.id)
      .$if(ifMatch !== undefined, query => query.where('version', '=', group.version))
      .executeTakeFirst()
    // Somebody was faster between reading and writing.
    if (numUpdatedRows === 0n) throw changedMeanwhile((await getGroup(db, actor, group.id)) ?? group)
    if (Object.keys(changed).length > 0)
      await record(db, actor, 'group.changed', { groupId: group.id, data: changed })
    if (link) await changeLink(db, actor, group.id, link)
  })
}

export function refuseDeleted(group: GroupItem): void {
  if (group.deletedAt !== null)
    throw new Problem('conflict', say('This group was deleted. An Admin can restore it for 30 days.'))
}

const changedMeanwhile = (current: GroupItem) =>
  new Problem('version_mismatch', say('Look at what changed, then decide which to keep.'), {
    more: { current },
  })

async function checkParent(db: Db, actor: Member, parentId: string | null | undefined): Promise<void> {
  if (!parentId) return
  const parent = await db
    .selectFrom('group')
    .select('id')
    .where('id', '=', parentId)
    .where('deletedAt', 'is', null)
    .where(groupsFor(actor))
    .executeTakeFirst()
  if (!parent) throw unknownId('/parentId')
}

/** Members of these groups and of all above them: whose sight a change in the tree may change. */
async function membersAbove(db: Db, groupIds: readonly (string | null)[]): Promise<string[]> {
  const { rows } = await sql<{ memberId: string }>`
    with recursive up (id, parent_id) as (
      select id, parent_id from app."group" where id = any (${groupIds}::uuid[])
      union
      select g.id, g.parent_id from up join app."group" g on g.id = up.parent_id
    ) select distinct member_id from app.membership where group_id in (select id from up)`.execute(db)
  return rows.map(row => row.memberId)
}

async function addLink(db: Db, { organizationId }: Member, groupId: string, link: string): Promise<void> {
  try {
    await db.insertInto('groupLink').values({ organizationId, groupId, link }).execute()
  } catch (error) {
    if (violatedUnique(error) !== 'group_link_pkey') throw error
    throw linkTaken()
  }
}

/** The old link goes on redirecting, and the group may take it back. */
async function changeLink(
  db: Db,
  actor: Member,
  groupId: string,
  { before, after }: { before: string; after: string },
): Promise<void> {
  await db
    .updateTable('groupLink')
    .set({ retiredAt: new Date() })
    .where('groupId', '=', groupId)
    .where('link', '=', before)
    .execute()
  const { numUpdatedRows } = await db
    .updateTable('groupLink')
    .set({ retiredAt: null })
    .where('groupId', '=', groupId)
    .where('link', '=', after)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) await addLink(db, actor, groupId, after)
  await record(db, actor, 'group.link_changed', { groupId, data: { before, after } })
}

/** Ends the redirection of a retired link, so that another group may have it. */
export async function freeLink(db: Db, actor: Member, groupId: string, link: string): Promise<void> {
  await db
    .deleteFrom('groupLink')
    .where('groupId', '=', groupId)
    .where('link', '=', link)
    .where('retiredAt', 'is not', null)
    .execute()
  await record(db, actor, 'group.link_freed', { groupId, data: { link } })
}
