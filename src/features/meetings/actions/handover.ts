import type { Member } from '../../../access/actor.ts'
import { record } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { minuteOf } from '../../../kit/minutes.ts'
import { candidatesAt, loadSnapshot, type Snapshot } from '../../slots/queries/snapshot.ts'
import { assign, type Assignment } from '../../slots/rules/assignment.ts'
import { whyNot } from '../../slots/rules/explanation.ts'
import { warningsOf } from '../rules/warnings.ts'
import { giveToFirst } from './hosts.ts'
import { change, lockMeeting, stateOf } from './meeting.ts'
import { attributedTo } from './planning.ts'
import { holdHost } from './standing.ts'

type Leaving = {
  id: string
  hostId: string
  meetingTypeId: string
  groupId: string | null
  startsAt: Date
  endsAt: Date
}

/**
 * Gives a meeting of a host who has left a group to another free member of it, by the group's policy. Where nobody is
 * free, it stays as it is, and is at risk.
 */
export async function giveToGroup(db: Db, actor: Member, meeting: Leaving, groupId: string): Promise<void> {
  const at = minuteOf(meeting.startsAt)
  const { meetingTypeId } = meeting
  const load = (hostIds: readonly string[] | null) =>
    loadSnapshot(
      db,
      { kind: 'tended', groupId, hostIds },
      { meetingTypeId, from: at, to: at + 1, exceptMeetingId: meeting.id },
    )
  const snapshot = await load(null)
  if (!snapshot) return
  const members = candidatesAt(snapshot, at)
  const policy = snapshot.group?.policy ?? 'balanced'
  const decide = (free: readonly string[]) => assign({ policy, members, free, at, chosen: null })
  const lock = async (hostIds: readonly string[], waits: boolean) => {
    for (const hostId of hostIds)
      if (await holdHost(db, actor.organizationId, hostId, { waits })) return { hostId }
    return undefined
  }
  await giveToFirst(db, freeFor(snapshot, meeting), decide, lock, async ({ hostId }, decision) => {
    const alone = await load([hostId])
    if (!alone || freeFor(alone, meeting).length === 0) return undefined
    return handOver(db, actor, meeting, hostId, decision)
  })
}

/** Who has nothing against the time but what binds clients alone. */
const freeFor = ({ type, hosts, now }: Snapshot, { startsAt, endsAt }: Leaving): string[] => {
  const durationMinutes = minuteOf(endsAt) - minuteOf(startsAt)
  const question = { type: { ...type, durationMinutes }, now, startsAt: minuteOf(startsAt) }
  return hosts.filter(host => warningsOf(whyNot({ ...question, host })).length === 0).map(({ id }) => id)
}

/** Undefined where the meeting is not as it was any more. */
async function handOver(
  db: Db,
  actor: Member,
  { id, hostId: before, meetingTypeId, groupId, startsAt }: Leaving,
  hostId: string,
  decision: Assignment,
): Promise<{ hostId: string } | undefined> {
  const meeting = await lockMeeting(db, actor, id)
  const isSame = meeting.hostId === before && meeting.startsAt.getTime() === startsAt.getTime()
  if (!isSame || meeting.status !== 'scheduled') return undefined
  const attributedGroupIds = await attributedTo(db, meetingTypeId, hostId, groupId)
  await change(db, actor, id, {
    hostId,
    attributedGroupIds,
    overlapConfirmed: false,
    reason: '',
    assignedAt: new Date(),
    decision: JSON.stringify(decision),
  })
  await record(db, actor, 'meeting.reassigned', {
    meetingId: id,
    clientId: meeting.clientId,
    groupId,
    data: { before: stateOf(meeting), after: stateOf({ ...meeting, hostId }) },
  })
  return { hostId }
}
