import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { type Changed, withConsequences } from '../../../access/consequences.ts'
import { record } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { linkTaken, violatedUnique } from '../../../kit/errors.ts'
import { listUpcomingMeetings } from '../queries/hosting.ts'
import type { MemberChange, MemberItem, RoleChange, SightChange, Suspension } from '../schema.ts'
import {
  changeLeavingUngrouped,
  checkChoice,
  lockMembers,
  setRoles,
  setSights,
  settle,
  withoutGroup,
} from './ungrouping.ts'

const seesMoreAsOperations: readonly Member['role'][] = ['operator', 'operations_limited']

/** Gives a member another role. Becoming Operations without a group is a choice where it would let them see more. */
export async function changeRole(
  db: Db,
  actor: Member,
  member: MemberItem,
  { role, onUngroup, dryRun }: z.output<typeof RoleChange>,
): Promise<Changed<void>> {
  await checkChoice(db, actor, onUngroup)
  await lockMembers(db, [member.id])
  const scope = { memberIds: [member.id], dryRun }
  const isUngrouped = role === 'operations' && (await withoutGroup(db, [member.id])).length > 0
  const seesMore = member.sight === 'organization' && seesMoreAsOperations.includes(member.role)
  if (!isUngrouped || (onUngroup === undefined && !seesMore))
    return withConsequences(db, actor, scope, () => setRoles(db, actor, [member.id], role))
  return changeLeavingUngrouped(
    db,
    actor,
    { ...scope, onUngroup, ungroupedIds: [member.id] },
    async choice => {
      if (choice !== 'make_limited') await setRoles(db, actor, [member.id], role)
      await settle(db, actor, [member.id], choice)
    },
  )
}

/**
 * Lets an Operations member without a group see the organisation's clients, or only their own; the database refuses the
 * former beside a membership, since it would widen their sight on the day they leave the group.
 */
export async function changeSight(
  db: Db,
  actor: Member,
  member: MemberItem,
  { sight, dryRun }: z.output<typeof SightChange>,
): Promise<Changed<void>> {
  return withConsequences(db, actor, { memberIds: [member.id], dryRun }, () =>
    setSights(db, actor, [member.id], sight),
  )
}

/** Suspends, or rehearses it; answers how many upcoming meetings have lost their host. */
export const suspend = (db: Db, actor: Member, member: MemberItem, { dryRun }: z.output<typeof Suspension>) =>
  withConsequences(db, actor, { memberIds: [member.id], dryRun }, async () => {
    const { numUpdatedRows } = await db
      .updateTable('member')
      .set({ suspendedAt: new Date() })
      .where('id', '=', member.id)
      .where('suspendedAt', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) await record(db, actor, 'member.suspended', { memberId: member.id })
    return (await listUpcomingMeetings(db, actor, member.id)).length
  })

export async function reinstate(db: Db, actor: Member, member: MemberItem): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('member')
    .set({ suspendedAt: null })
    .where('id', '=', member.id)
    .where('suspendedAt', 'is not', null)
    .executeTakeFirst()
  if (numUpdatedRows > 0n) await record(db, actor, 'member.reinstated', { memberId: member.id })
}

/** @throws Problem `link_taken` where another page has that link. */
export async function changeProfile(
  db: Db,
  actor: Member,
  member: MemberItem,
  { name = member.name, link = member.link }: z.output<typeof MemberChange>,
): Promise<void> {
  const data = {
    ...(name !== member.name && { name: { before: member.name, after: name } }),
    ...(link !== member.link && { link: { before: member.link, after: link } }),
  }
  if (Object.keys(data).length === 0) return
  try {
    await db.updateTable('member').set({ name, link }).where('id', '=', member.id).execute()
  } catch (error) {
    throw violatedUnique(error) === 'member_link' ? linkTaken() : error
  }
  await record(db, actor, 'member.changed', { memberId: member.id, data })
}
