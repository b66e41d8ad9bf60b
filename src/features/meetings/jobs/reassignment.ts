import { type SqlBool, sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { asActor } from '../../../access/enter.ts'
import { meetingsFor } from '../../../access/visibility.ts'
import type { Happened } from '../../../events/happened.ts'
import type { Program } from '../../../http/program.ts'
import type { Db } from '../../../kit/db.ts'
import type { JobHandler } from '../../../kit/jobs.ts'
import { giveToGroup } from '../actions/handover.ts'

export const jobs = (program: Program): Record<string, JobHandler> => ({
  'reassign-meetings': (event: Happened) => reassignAll(program, event),
})

type Asked = { organizationId: string; actorId: string; hostId: string; groupId: string }

/** Meetings that are still to come, of this host, in this group, which the actor may hand over. */
const toHandOver = (db: Db, actor: Member, { hostId, groupId }: Pick<Asked, 'hostId' | 'groupId'>) =>
  db
    .selectFrom('meeting')
    .where(meetingsFor(actor, 'meetings.change'))
    .where('hostId', '=', hostId)
    .where('status', '=', 'scheduled')
    .where('startsAt', '>', sql<Date>`now()`)
    .where(sql<SqlBool>`attributed_group_ids @> ${[groupId]}::uuid[]`)

/**
 * Gives each meeting of a host who has left the group to somebody of it: one after the other, so that who was given one
 * counts as having it when the next is given, and each in a transaction of its own, so that one that fails holds up no other.
 */
async function reassignAll(program: Program, event: Happened) {
  const { organizationId, actorId, memberId: hostId, groupId, data } = event
  if (data.meetings !== 'reassign' || actorId === null || hostId === null || groupId === null) return
  const asked: Asked = { organizationId, actorId, hostId, groupId }
  const faults: unknown[] = []
  for (const meetingId of await listToHandOver(program, asked))
    await reassignOne(program, asked, meetingId).catch((fault: unknown) => faults.push(fault))
  if (faults.length > 0) throw new AggregateError(faults, 'Some meetings could not be given to anybody')
}

const listToHandOver = (program: Program, { organizationId, actorId, ...asked }: Asked): Promise<string[]> =>
  asActor(program, { kind: 'job', organizationId, memberId: actorId }, async (db, actor) => {
    if (!actor) return []
    const meetings = await toHandOver(db, actor, asked)
      .select('id')
      .orderBy('startsAt')
      .orderBy('id')
      .execute()
    return meetings.map(({ id }) => id)
  })

/** As who asked for it, if they still may. Whoever came back to the group meanwhile keeps their meetings. */
async function reassignOne(
  program: Program,
  { organizationId, actorId, hostId, groupId }: Asked,
  meetingId: string,
) {
  await asActor(program, { kind: 'job', organizationId, memberId: actorId }, async (db, actor) => {
    if (!actor) return
    const meeting = await toHandOver(db, actor, { hostId, groupId })
      .where('id', '=', meetingId)
      .where(
        sql<SqlBool>`not exists (select from app.membership where membership.organization_id = meeting.organization_id
          and membership.group_id = ${groupId}::uuid and membership.member_id = meeting.host_id
          and (membership.expires_at is null or membership.expires_at > now()))`,
      )
      .select(['id', 'hostId', 'meetingTypeId', 'groupId', 'startsAt', 'endsAt'])
      .executeTakeFirst()
    if (meeting) await giveToGroup(db, actor, meeting, groupId)
  })
}
