import { sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { withConsequences } from '../../../access/consequences.ts'
import { record, recordAll } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { Problem } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import { listUpcomingMeetings } from '../queries/hosting.ts'
import type { MemberItem, MemberRemoval, MemberRemoved } from '../schema.ts'
import { lockMembers } from './ungrouping.ts'

/**
 * Removes a member, or rehearses it: nothing of the person stays but the id, under which what they did is counted.
 * @throws Problem `host_has_meetings`, listing them, until each upcoming meeting has another host or is cancelled.
 */
export async function removeMember(
  db: Db,
  actor: Member,
  member: MemberItem,
  { dryRun = false }: z.output<typeof MemberRemoval>,
): Promise<z.input<typeof MemberRemoved>> {
  await lockMembers(db, [member.id])
  await lockHost(db, member.id)
  const meetings = await listUpcomingMeetings(db, actor, member.id)
  if (meetings.length > 0 && !dryRun)
    throw new Problem('host_has_meetings', say('Reassign or cancel their upcoming meetings first.'), {
      more: { meetings },
    })
  const { consequences } = await withConsequences(db, actor, { memberIds: [member.id], dryRun }, async () => {
    await takeAway(db, actor, member.id)
    await anonymise(db, member.id)
    await record(db, actor, 'member.removed', { memberId: member.id })
  })
  return { dryRun, consequences, meetings }
}

/** A booking that is being made waits, and then finds a host who is gone. */
const lockHost = (db: Db, memberId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended('host ' || ${memberId}::text, 0))`.execute(db)

/** Everything that gives the member something, or that others would still offer by them. */
async function takeAway(db: Db, actor: Member, memberId: string): Promise<void> {
  await sql`select app.end_member(${memberId})`.execute(db)
  await db
    .updateTable('memberInvitation')
    .set({ revokedAt: new Date() })
    .where('memberId', '=', memberId)
    .where('acceptedAt', 'is', null)
    .where('revokedAt', 'is', null)
    .execute()
  const held = await db
    .deleteFrom('membership')
    .where('memberId', '=', memberId)
    .returning('groupId')
    .execute()
  const left = held.map(({ groupId }) => ({ groupId, memberId }))
  await recordAll(db, actor, 'membership.removed', left)
  const shared = await db
    .deleteFrom('clientCc')
    .where('memberId', '=', memberId)
    .returning('clientId')
    .execute()
  await recordAll(
    db,
    actor,
    'client.unshared',
    shared.map(({ clientId }) => ({ clientId, memberId })),
  )
  for (const table of ['meetingTypeMember', 'calendar', 'openHours', 'block'] as const)
    await db.deleteFrom(table).where('memberId', '=', memberId).execute()
}

/** The address is of a domain that never exists (RFC 2606 §2). */
const anonymise = (db: Db, memberId: string) =>
  db
    .updateTable('member')
    .set({
      name: 'Former member',
      email: `${memberId}@removed.invalid`,
      accountId: null,
      link: null,
      removedAt: new Date(),
    })
    .where('id', '=', memberId)
    .execute()
