import { sql, type UpdateObject } from 'kysely'
import type { z } from 'zod'
import type { DB } from '../../../../db/types.ts'
import type { Booker } from '../../../access/actor.ts'
import { meetingsFor } from '../../../access/visibility.ts'
import { record } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid, Problem } from '../../../kit/errors.ts'
import { minuteOf } from '../../../kit/minutes.ts'
import { say } from '../../../kit/sentence.ts'
import { candidatesAt, loadSnapshot, lockAndLoad, type Snapshot } from '../../slots/queries/snapshot.ts'
import { assign, type Assignment } from '../../slots/rules/assignment.ts'
import { slotTaken } from '../queries/booking.ts'
import { getOwnMeeting, type OwnMeeting } from '../queries/own-booking.ts'
import { mayStill, stateOf } from '../rules/own-booking.ts'
import type { Moving } from '../schema/booking.ts'
import { freeAt } from './booking.ts'
import { giveToFirst } from './hosts.ts'

const changedMeanwhile = () =>
  new Problem('conflict', say('This meeting has changed meanwhile. Load the page again.'))

/** Where a meeting goes: to this host at this time. */
type Given = { hostId: string; decision: Assignment }

/** Somebody who can take the client's meeting at a start, given it by `give`, which answers false where it has changed. */
async function place(
  db: Db,
  own: OwnMeeting,
  { startsAt, anyone }: { startsAt: Date; anyone: boolean },
  give: (given: Given) => Promise<boolean>,
): Promise<Given> {
  const { meetingTypeId, timeZone } = own
  const door = { kind: 'own_booking', anyone } as const
  const at = minuteOf(startsAt)
  const durationMinutes = (own.endsAt.getTime() - own.startsAt.getTime()) / 60_000
  const wanted = { meetingTypeId, from: at, to: at + 1 }
  // Its length stays, whether or not the type still comes in it.
  const free = (snapshot: Snapshot) =>
    freeAt({ ...snapshot, type: { ...snapshot.type, durationMinutes } }, startsAt)
  const snapshot = await loadSnapshot(db, door, wanted)
  const members = snapshot ? candidatesAt(snapshot, at) : []
  const policy = snapshot?.group?.policy ?? 'balanced'
  const given = await giveToFirst(
    db,
    snapshot ? free(snapshot) : [],
    left => assign({ policy, members, free: left, at, chosen: null }),
    (hostIds, waits) => lockAndLoad(db, door, wanted, hostIds, waits),
    async ({ hostId, alone }, decision) => {
      if (!alone || free(alone).length === 0) return undefined
      await sql`select app.end_holds(${alone.organizationId}::uuid, ${hostId}::uuid)`.execute(db)
      if (!(await give({ hostId, decision }))) throw changedMeanwhile()
      return { hostId, decision }
    },
  )
  if (given) return given
  throw await slotTaken(db, door, { meetingTypeId, durationMinutes, startsAt, timeZone })
}

type Change = UpdateObject<DB, 'meeting'>
/** What changes with the host; nothing where they stay. */
const hostChange = ({ hostId, groupId }: OwnMeeting, given: Given): Change =>
  hostId === given.hostId
    ? {}
    : {
        hostId: given.hostId,
        decision: JSON.stringify(given.decision),
        assignedAt: sql<Date>`now()`,
        ...(groupId === null && {
          attributedGroupIds: sql<string[]>`app.own_booking_groups(${given.hostId}::uuid)`,
        }),
      }

const factsOf = ({ startsAt, endsAt, hostId }: Pick<OwnMeeting, 'startsAt' | 'endsAt' | 'hostId'>) => ({
  hostId,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
})

/**
 * Moves the client's meeting, to the same person or to anyone of the group.
 * @throws Problem `conflict` where it can no longer be moved; `slot_taken` with the starts that are free.
 */
export async function moveBooking(db: Db, actor: Booker, given: z.output<typeof Moving>): Promise<void> {
  const own = await getOwnMeeting(db, actor)
  const may = mayStill(own)
  if (!may.reschedule) throw new Problem('conflict', say('This meeting can no longer be moved.'))
  const anyone = given.hostChoice === 'anyone'
  if (anyone && !may.chooseAnyone)
    throw invalid([{ pointer: '/hostChoice', detail: say('Only the same person can take this meeting.') }])
  const startsAt = new Date(given.startsAt)
  const staysAt = startsAt.getTime() === own.startsAt.getTime()
  if (!anyone && staysAt) return
  const endsAt = new Date(startsAt.getTime() + own.endsAt.getTime() - own.startsAt.getTime())
  const { hostId } = await place(db, own, { startsAt, anyone }, async to => {
    if (staysAt && to.hostId === own.hostId) return true
    const moved = await db
      .updateTable('meeting')
      .set({
        startsAt,
        endsAt,
        reason: given.reason,
        overlapConfirmed: false,
        sequence: own.sequence + 1,
        ...hostChange(own, to),
      })
      .where(meetingsFor(actor))
      .where('status', '=', 'scheduled')
      .where('sequence', '=', own.sequence)
      .executeTakeFirst()
    return moved.numUpdatedRows === 1n
  })
  // Anyone may turn out to be the same person: then there is nothing to tell.
  if (staysAt && hostId === own.hostId) return
  const [before, after] = [factsOf(own), factsOf({ startsAt, endsAt, hostId })]
  const { meetingId, clientId } = actor
  await record(db, actor, 'meeting.rescheduled', {
    meetingId,
    clientId,
    groupId: own.groupId,
    data: { before, after },
  })
}

/**
 * Cancels the client's meeting; cancelling it again changes nothing.
 * @throws Problem `conflict` once it has begun or is over.
 */
export async function cancelBooking(db: Db, actor: Booker, reason: string): Promise<void> {
  const own = await getOwnMeeting(db, actor)
  if (stateOf(own) === 'cancelled_by_client') return
  const cancelled = mayStill(own).cancel
    ? await db
        .updateTable('meeting')
        .set({
          status: 'cancelled_by_client',
          cancelledAt: sql<Date>`now()`,
          reason,
          sequence: sql<number>`sequence + 1`,
        })
        .where(meetingsFor(actor))
        .where('status', '=', 'scheduled')
        .executeTakeFirst()
    : undefined
  if (cancelled?.numUpdatedRows !== 1n)
    throw new Problem('conflict', say('This meeting can no longer be cancelled.'))
  const { meetingId, clientId } = actor
  const data = { before: factsOf(own) }
  await record(db, actor, 'meeting.cancelled', { meetingId, clientId, groupId: own.groupId, data })
}

/**
 * Makes a meeting of a booking whose address was to be confirmed: at once while it is held, else anew if its time is still
 * free. Confirming it again changes nothing.
 * @throws Problem `slot_taken` with the starts that are free; `gone` once its time is over.
 */
export async function confirmBooking(db: Db, actor: Booker): Promise<void> {
  const own = await getOwnMeeting(db, actor)
  if (own.heldUntil === null) return
  if (!mayStill(own).confirm)
    throw new Problem('gone', say('The time of this meeting is over. Please book another one.'))
  const { startsAt, groupId } = own
  let { hostId } = own
  // Clicked twice: the other click has done it meanwhile.
  const isConfirmed = async () => (await getOwnMeeting(db, actor)).heldUntil === null
  if (stateOf(own) === 'expired' || !(await release(db, actor, { status: 'scheduled' }))) {
    if (await isConfirmed()) return
    let isReleased = false
    const found = await place(db, own, { startsAt, anyone: groupId !== null }, async to => {
      isReleased = await release(db, actor, {}, hostChange(own, to))
      return isReleased || isConfirmed()
    })
    if (!isReleased) return
    hostId = found.hostId
  }
  const { meetingId, clientId } = actor
  const after = factsOf({ ...own, hostId })
  await record(db, actor, 'meeting.booked', { meetingId, clientId, groupId, data: { after } })
}

/** False where it is no hold any more, or not the hold it was. */
async function release(
  db: Db,
  actor: Booker,
  was: { status?: 'scheduled' },
  change: Change = {},
): Promise<boolean> {
  const released = await db
    .updateTable('meeting')
    .set({ ...change, status: 'scheduled', heldUntil: null })
    .where(meetingsFor(actor))
    .where('heldUntil', 'is not', null)
    .$if(was.status !== undefined, query => query.where('status', '=', 'scheduled'))
    .executeTakeFirst()
  return released.numUpdatedRows === 1n
}

/** @throws Problem `conflict` while it is not over, or where it did not take place. */
export async function rateBooking(db: Db, actor: Booker, rating: number): Promise<void> {
  if (!mayStill(await getOwnMeeting(db, actor)).rate)
    throw new Problem('conflict', say('A meeting can be rated once it is over.'))
  await db.updateTable('meeting').set({ rating }).where(meetingsFor(actor)).execute()
  await record(db, actor, 'meeting.rated', { meetingId: actor.meetingId })
}
