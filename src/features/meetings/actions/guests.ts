import type { Member } from '../../../access/actor.ts'
import { record } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid, notFound } from '../../../kit/errors.ts'
import { newId } from '../../../kit/id.ts'
import { say } from '../../../kit/sentence.ts'
import type { MeetingInSight } from '../queries/detail.ts'
import { change, checkMovable, lockMeeting } from './meeting.ts'

type Guest = { name: string; email: string }

/**
 * @param present addresses of who comes already.
 * @throws Problem `invalid` for more than the type takes, and for an address that comes already, at the pointer of each.
 */
export function checkGuests(
  guests: readonly Guest[],
  most: number,
  pointerTo: (index: number) => string,
  present: { client: string | null; guests: readonly string[] },
): void {
  const addresses = [...present.guests, ...guests.map(({ email }) => email)]
  const faults = guests.flatMap(({ email }, index) => {
    const place = present.guests.length + index
    if (email === present.client)
      return [
        { pointer: pointerTo(index), detail: say('This is the address of the client, who comes anyway.') },
      ]
    if (addresses.indexOf(addresses[place] ?? '') < place)
      return [{ pointer: pointerTo(index), detail: say('This address is among the guests already.') }]
    if (place < most) return []
    const detail = say(
      'This meeting type takes {count, plural, =0 {no guests} one {# guest} other {# guests}}.',
    )
    return [{ pointer: pointerTo(index), detail, values: { count: most } }]
  })
  if (faults.length > 0) throw invalid(faults)
}

/** @returns their ids, in the same order. */
export async function insertGuests(
  db: Db,
  actor: Member,
  meetingId: string,
  guests: readonly Guest[],
): Promise<string[]> {
  if (guests.length === 0) return []
  const { organizationId, memberId: addedBy } = actor
  const rows = guests.map(({ name, email }) => ({
    organizationId,
    meetingId,
    id: newId(),
    name,
    email,
    addedBy,
  }))
  await db.insertInto('meetingGuest').values(rows).execute()
  return rows.map(({ id }) => id)
}

/** Lets somebody come to the meeting besides. */
export async function addGuest(db: Db, actor: Member, { id }: MeetingInSight, guest: Guest): Promise<void> {
  const meeting = await lockMeeting(db, actor, id)
  checkMovable(meeting)
  const present = await db
    .selectFrom('meetingGuest')
    .select('email')
    .where('organizationId', '=', actor.organizationId)
    .where('meetingId', '=', id)
    .execute()
  const type = await db
    .selectFrom('meetingType')
    .select('maxGuests')
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', meeting.meetingTypeId)
    .executeTakeFirst()
  checkGuests([guest], type?.maxGuests ?? 0, () => '/email', {
    client: meeting.email,
    guests: present.map(({ email }) => email),
  })
  const [guestId] = await insertGuests(db, actor, id, [guest])
  await change(db, actor, id, {})
  await record(db, actor, 'meeting.guest_added', {
    meetingId: id,
    clientId: meeting.clientId,
    groupId: meeting.groupId,
    data: { guestId },
  })
}

/** @throws Problem `not_found` where the meeting has no such guest. */
export async function removeGuest(
  db: Db,
  actor: Member,
  { id }: MeetingInSight,
  guestId: string,
): Promise<void> {
  const meeting = await lockMeeting(db, actor, id)
  const guest = await db
    .selectFrom('meetingGuest')
    .select(['organizationId', 'meetingId', 'id', 'name', 'email'])
    .where('organizationId', '=', actor.organizationId)
    .where('meetingId', '=', id)
    .where('id', '=', guestId)
    .executeTakeFirst()
  if (!guest) throw notFound()
  checkMovable(meeting)
  await db
    .deleteFrom('meetingGuest')
    .where('organizationId', '=', actor.organizationId)
    .where('meetingId', '=', id)
    .where('id', '=', guestId)
    .execute()
  // The log keeps no addresses, and they are told after this.
  await db.insertInto('formerGuest').values(guest).execute()
  await change(db, actor, id, {})
  await record(db, actor, 'meeting.guest_removed', {
    meetingId: id,
    clientId: meeting.clientId,
    groupId: meeting.groupId,
    data: { guestId },
  })
}
