import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { meetingsFor } from '../../../access/visibility.ts'
import { record } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { Problem, unknownId } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import type { MeetingInSight } from '../queries/detail.ts'
import { routesOf, staysInSight } from '../queries/hosts.ts'
import type { Cancellation, Outcome, Reassignment, Rescheduling, Warnings } from '../schema/meetings.ts'
import { change, checkMovable, lockMeeting, stateOf } from './meeting.ts'
import { attributedTo, checkHost, checkTime } from './planning.ts'
import { type Asked, checkOverlap, holdHost, listWarnings } from './standing.ts'

/** Moves a meeting to another time of the same host's. To the time it has: nothing happens. */
export async function reschedule(
  db: Db,
  actor: Member,
  { id, hostId }: MeetingInSight,
  { startsAt, durationMinutes, reason, confirmOverlap }: z.output<typeof Rescheduling>,
): Promise<Warnings> {
  await holdHost(db, actor.organizationId, hostId)
  const meeting = await lockMeeting(db, actor, id)
  checkMovable(meeting)
  checkSame(meeting.hostId, hostId)
  const lengthMs =
    durationMinutes === undefined
      ? meeting.endsAt.getTime() - meeting.startsAt.getTime()
      : durationMinutes * 60_000
  const time = { startsAt: new Date(startsAt), endsAt: new Date(Date.parse(startsAt) + lengthMs) }
  checkTime(time.startsAt)
  const asked: Asked = { ...meeting, ...time, besides: id }
  const before = stateOf(meeting)
  const after = stateOf({ hostId, ...time })
  if (before.startsAt !== after.startsAt || before.endsAt !== after.endsAt) {
    const overlapConfirmed = await checkOverlap(db, asked, confirmOverlap)
    await change(db, actor, id, { ...time, overlapConfirmed, reason })
    await record(db, actor, 'meeting.rescheduled', {
      meetingId: id,
      clientId: meeting.clientId,
      groupId: meeting.groupId,
      data: { before, after },
    })
  }
  return listWarnings(db, asked)
}

/** Calls a meeting off; it stays in every list and report that had it. */
export async function cancel(
  db: Db,
  actor: Member,
  { id }: MeetingInSight,
  { reason }: z.output<typeof Cancellation>,
): Promise<void> {
  const meeting = await lockMeeting(db, actor, id)
  checkMovable(meeting)
  await change(db, actor, id, { status: 'cancelled_by_host', cancelledAt: new Date(), reason })
  await record(db, actor, 'meeting.cancelled', {
    meetingId: id,
    clientId: meeting.clientId,
    groupId: meeting.groupId,
    data: { before: stateOf(meeting) },
  })
}

/**
 * Hands a meeting over at the same time. What came by a group's link stays that group's; else it counts in the groups of
 * its new host.
 * @throws Problem `invalid` for somebody the actor does not plan for, or who cannot host it; `overlap_not_confirmed`.
 */
export async function reassign(
  db: Db,
  actor: Member,
  { id, groupId, meetingTypeId }: MeetingInSight,
  { hostId, reason, confirmOverlap }: z.output<typeof Reassignment>,
): Promise<Warnings> {
  await checkHost(db, actor, hostId)
  const routes = await routesOf(db, hostId, meetingTypeId)
  const attributedGroupIds = await attributedTo(db, meetingTypeId, hostId, groupId)
  if (routes.length === 0 || !staysInSight(actor, hostId, attributedGroupIds)) throw unknownId('/hostId')
  await holdHost(db, actor.organizationId, hostId)
  await checkHost(db, actor, hostId)
  const meeting = await lockMeeting(db, actor, id)
  checkMovable(meeting)
  const asked: Asked = { ...meeting, hostId, besides: id }
  if (meeting.hostId !== hostId) {
    const overlapConfirmed = await checkOverlap(db, asked, confirmOverlap)
    await change(db, actor, id, {
      hostId,
      attributedGroupIds,
      overlapConfirmed,
      reason,
      assignedAt: new Date(),
    })
    await record(db, actor, 'meeting.reassigned', {
      meetingId: id,
      clientId: meeting.clientId,
      groupId: meeting.groupId,
      data: { before: stateOf(meeting), after: stateOf(asked) },
    })
  }
  return listWarnings(db, asked)
}

/** Says whether a meeting took place, once it has begun. */
export async function conclude(
  db: Db,
  actor: Member,
  { id }: MeetingInSight,
  { status }: z.output<typeof Outcome>,
): Promise<void> {
  const meeting = await lockMeeting(db, actor, id)
  if (meeting.status === status) return
  if (meeting.status === 'live' || meeting.status.startsWith('cancelled')) checkMovable(meeting)
  if (!meeting.hasBegun)
    throw new Problem('conflict', say('This meeting has not begun yet. Cancel it if it will not take place.'))
  await db
    .updateTable('meeting')
    .set({ status })
    .where('id', '=', id)
    .where(meetingsFor(actor, 'meetings.change'))
    .execute()
  await record(db, actor, status === 'missed' ? 'meeting.missed' : 'meeting.completed', {
    meetingId: id,
    clientId: meeting.clientId,
    groupId: meeting.groupId,
  })
}

/** Between the reading of its path and the lock, somebody else may have handed the meeting over. */
function checkSame(hostId: string, lockedHostId: string): void {
  if (hostId !== lockedHostId) throw new Problem('conflict', say('Somebody else was faster. Try again.'))
}
