import { sql } from 'kysely'
import type { z } from 'zod'
import { grantOf, type Member, mayInGroup } from '../../../access/actor.ts'
import { reachesFurther } from '../../../access/conditions.ts'
import { withConsequences } from '../../../access/consequences.ts'
import type { GroupRole } from '../../../access/matrix.ts'
import { record, recordAll } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid, Problem } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import { addMemberships } from '../../members/actions/memberships.ts'
import {
  changeLeavingUngrouped,
  checkChoice,
  lockMembers,
  settle,
  withoutGroup,
} from '../../members/actions/ungrouping.ts'
import { unreadableAt } from '../../members/queries/list.ts'
import { groupRolesOf, listUpcomingByMember } from '../queries/members.ts'
import { changesOf } from '../rules.ts'
import type {
  GroupItem,
  GroupMember,
  GroupRolesChange,
  GroupRolesChanged,
  MembersAdded,
  MembersAddition,
  MembershipChange,
  MembersRemoval,
  MembersRemoved,
} from '../schema.ts'
import { refuseDeleted } from './groups.ts'

/** Puts members whom the actor may read in the group; who is in it already stays as they are. */
export async function addMembers(
  db: Db,
  actor: Member,
  group: GroupItem,
  { memberIds, groupRole, dryRun }: z.output<typeof MembersAddition>,
): Promise<z.input<typeof MembersAdded>> {
  refuseDeleted(group)
  await checkMembers(db, actor, memberIds)
  if (groupRole) checkGroupRole(actor, group, groupRole, memberIds)
  const held = await groupRolesOf(db, group.id, memberIds)
  const asked = [...new Set(memberIds)]
  const added = asked.filter(id => !held.has(id))
  const { consequences } = await withConsequences(db, actor, { memberIds: added, dryRun }, () =>
    addMemberships(
      db,
      actor,
      added.map(memberId => ({ memberId, groupId: group.id })),
      groupRole,
    ),
  )
  return { added, alreadyIn: asked.filter(id => held.has(id)), dryRun: dryRun ?? false, consequences }
}

/**
 * Takes members out of the group. From a deleted one, whose memberships are frozen, an Admin may still take them.
 * @throws Problem `member_would_become_ungrouped` until it is said what becomes of those with no other group.
 */
export async function removeMembers(
  db: Db,
  actor: Member,
  group: GroupItem,
  { memberIds, onUngroup, dryRun, meetings }: z.output<typeof MembersRemoval>,
): Promise<z.input<typeof MembersRemoved>> {
  if (group.deletedAt !== null && actor.role !== 'admin')
    throw new Problem('forbidden', say('Only an Admin ends a membership of a deleted group.'))
  await checkMembers(db, actor, memberIds)
  await checkChoice(db, actor, onUngroup, group.id)
  await lockMembers(db, memberIds)
  const removed = [...(await groupRolesOf(db, group.id, memberIds)).keys()]
  const ungroupedIds = await withoutGroup(db, await operationsAmong(db, removed), group.id)
  const scope = { memberIds: removed, ungroupedIds, onUngroup, dryRun }
  const upcoming = await listUpcomingByMember(db, actor, group.id, removed)
  const { consequences } = await changeLeavingUngrouped(db, actor, scope, async choice => {
    await db
      .deleteFrom('membership')
      .where('groupId', '=', group.id)
      .where(sql<boolean>`member_id = any (${removed}::uuid[])`)
      .execute()
    await recordAll(
      db,
      actor,
      'membership.removed',
      removed.map(memberId => ({ groupId: group.id, memberId, data: { meetings } })),
    )
    await settle(db, actor, ungroupedIds, choice)
  })
  return { removed, dryRun: dryRun ?? false, meetings: upcoming, consequences }
}

/** Gives members of the group a group role in place of the one they have, or takes it; other groups are untouched. */
export async function changeGroupRoles(
  db: Db,
  actor: Member,
  group: GroupItem,
  { memberIds, groupRole, dryRun }: z.output<typeof GroupRolesChange>,
): Promise<z.input<typeof GroupRolesChanged>> {
  refuseDeleted(group)
  await checkMembers(db, actor, memberIds)
  if (groupRole) checkGroupRole(actor, group, groupRole, memberIds)
  const held = await groupRolesOf(db, group.id, memberIds)
  const changed = [...held].filter(([, before]) => before !== groupRole).map(([memberId]) => memberId)
  const { consequences } = await withConsequences(db, actor, { memberIds: changed, dryRun }, async () => {
    await db
      .updateTable('membership')
      .set({ groupRole })
      .where('groupId', '=', group.id)
      .where(sql<boolean>`member_id = any (${changed}::uuid[])`)
      .execute()
    const data = (memberId: string) => ({ before: held.get(memberId) ?? null, after: groupRole })
    const events = changed.map(memberId => ({ groupId: group.id, memberId, data: data(memberId) }))
    await recordAll(db, actor, 'membership.role_changed', events)
  })
  return { changed, dryRun: dryRun ?? false, consequences }
}

/**
 * Sets how soon a member of the group gets meetings, and when the membership ends by itself. An end is a removal without a
 * person: whoever has any membership, ended or not, never sees more for it, so nobody need choose what becomes of them.
 */
export async function changeMembership(
  db: Db,
  actor: Member,
  group: GroupItem,
  member: GroupMember,
  { expiresAt: asked, ...rest }: z.output<typeof MembershipChange>,
): Promise<GroupMember> {
  refuseDeleted(group)
  const expiresAt = asked && new Date(asked).toISOString()
  const change = expiresAt === undefined ? rest : { ...rest, expiresAt }
  if (expiresAt && Date.parse(expiresAt) <= Date.now())
    throw invalid([
      { pointer: '/expiresAt', detail: say('Choose a time in the future, or remove the member now.') },
    ])
  const changed = changesOf(member, change, ['priority', 'expiresAt'])
  if (Object.keys(changed).length === 0) return member
  const { memberId } = member
  const postpones = changed.expiresAt && endOf(expiresAt) > endOf(member.expiresAt)
  if (postpones && memberId === actor.memberId && grantOf(actor, 'groups.set-members').reach !== 'all')
    throw new Problem('forbidden', say('Somebody else decides how long you stay in this group.'))
  await db
    .updateTable('membership')
    .set(Object.fromEntries(Object.entries(changed).map(([field, { after }]) => [field, after])))
    .where('groupId', '=', group.id)
    .where('memberId', '=', memberId)
    .execute()
  await record(db, actor, 'membership.changed', { groupId: group.id, memberId, data: changed })
  return { ...member, ...change }
}

const endOf = (expiresAt: string | null | undefined) => (expiresAt ? Date.parse(expiresAt) : Infinity)

/** Deleted, foreign and unknown ids are refused alike. */
async function checkMembers(db: Db, actor: Member, memberIds: readonly string[]): Promise<void> {
  const unreadable = await unreadableAt(db, actor, memberIds)
  if (unreadable.length > 0)
    throw invalid(
      unreadable.map(at => ({ pointer: `/memberIds/${at}`, detail: say('Choose one from the list.') })),
    )
}

function checkGroupRole(
  actor: Member,
  group: GroupItem,
  groupRole: GroupRole,
  memberIds: readonly string[],
): void {
  if (!mayInGroup(actor, 'groups.set-roles', group.id))
    throw new Problem('forbidden', say('Your role does not allow giving group roles here.'))
  if (memberIds.includes(actor.memberId) && reachesFurther(actor, groupRole, group.id))
    throw new Problem('forbidden', say('You may not give yourself a group role that reaches further.'))
}

async function operationsAmong(db: Db, memberIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('member')
    .select('id')
    .where('role', '=', 'operations')
    .where(sql<boolean>`id = any (${memberIds}::uuid[])`)
    .execute()
  return rows.map(row => row.id)
}
