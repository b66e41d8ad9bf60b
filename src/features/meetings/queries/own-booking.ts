import { sql } from 'kysely'
import type { Booker } from '../../../access/actor.ts'
import { meetingsFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { notFound } from '../../../kit/errors.ts'
import { mayStill, type Standing, stateOf } from '../rules/own-booking.ts'
import type { BookedPlace, KeptAnswer, OwnBooking } from '../schema/booking.ts'

export type OwnMeeting = Standing & {
  hostId: string
  meetingTypeId: string
  timeZone: string
  sequence: number
}

/** The meeting whose link the client holds; for a change, kept from others until the end of the transaction. */
export async function getOwnMeeting(db: Db, actor: Booker, lock?: 'lock'): Promise<OwnMeeting> {
  const found = await db
    .selectFrom('meeting')
    .where(meetingsFor(actor))
    .select([
      'hostId',
      'meetingTypeId',
      'groupId',
      'status',
      'startsAt',
      'endsAt',
      'heldUntil',
      'timeZone',
      'sequence',
    ])
    // The clock of this moment: a change may have waited for another.
    .select(sql<Date>`clock_timestamp()`.as('now'))
    .$if(lock === 'lock', query => query.forUpdate())
    .executeTakeFirst()
  if (!found) throw notFound()
  return { ...found, status: found.status as Standing['status'] }
}

/** What the client booked, in their own words, and what they may still do. */
export async function getOwnBooking(db: Db, actor: Booker): Promise<OwnBooking> {
  const standing = await getOwnMeeting(db, actor)
  const row = await db
    .selectFrom('meeting')
    .innerJoin('organization', 'organization.id', 'meeting.organizationId')
    .where(meetingsFor(actor))
    .select([
      'meeting.id',
      'organization.name as organizationName',
      'organization.color',
      'organization.contact',
      'meeting.title',
      'meeting.timeZone',
      'meeting.language',
      'meeting.placeKind',
      'meeting.place',
      'meeting.name',
      'meeting.email',
      'meeting.phone',
      'meeting.answers',
      'meeting.message',
      'meeting.reason',
      'meeting.rating',
    ])
    .select(sql<string>`(select name from app.host_names(array[meeting.id]))`.as('hostName'))
    .select(sql<string | null>`app.own_booking_path()`.as('bookingPath'))
    .executeTakeFirstOrThrow()
  const guests = await db
    .selectFrom('meetingGuest')
    .where('organizationId', '=', actor.organizationId)
    .where('meetingId', '=', actor.meetingId)
    .select(['name', 'email'])
    .orderBy('id')
    .execute()
  const { id, title, timeZone, name, email, phone, message, reason, rating, bookingPath } = row
  const state = stateOf(standing)
  return {
    id,
    title,
    timeZone,
    name,
    email,
    phone,
    message,
    reason,
    rating,
    bookingPath,
    guests,
    state,
    organization: { name: row.organizationName, color: row.color, contact: row.contact },
    startsAt: standing.startsAt.toISOString(),
    endsAt: standing.endsAt.toISOString(),
    language: row.language as OwnBooking['language'],
    host: { name: row.hostName },
    place: { kind: row.placeKind as BookedPlace['kind'], text: row.place },
    answers: (row.answers as KeptAnswer[]).map(({ label, value, isTick }) => ({ label, value, isTick })),
    heldUntil: state === 'awaiting_confirmation' ? (standing.heldUntil?.toISOString() ?? null) : null,
    may: mayStill(standing),
  }
}
