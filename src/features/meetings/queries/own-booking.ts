import { sql } from 'kysely'
import type { z } from 'zod'
import type { Booker } from '../../../access/actor.ts'
import { meetingsFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { notFound } from '../../../kit/errors.ts'
import { dateOf } from '../../../kit/minutes.ts'
import { intervalOf } from '../../../kit/span.ts'
import type { Mail } from '../../../kit/mail.ts'
import { getLetterhead } from '../../invites/queries.ts'
import { freeStarts } from '../../slots/queries/slots.ts'
import { loadSnapshot } from '../../slots/queries/snapshot.ts'
import { mostSlotDays, type Slots } from '../../slots/schema.ts'
import { clientEntry } from '../mail/client.ts'
import { mayStill, type Standing, stateOf } from '../rules/own-booking.ts'
import type { BookedPlace, KeptAnswer, MovingQuery, OwnBooking } from '../schema/booking.ts'
import { type Links, manageUrl } from './booking.ts'
import { getMeetingToTell } from './letters.ts'

export type OwnMeeting = Standing & {
  hostId: string
  meetingTypeId: string
  timeZone: string
  sequence: number
}

/** The meeting whose link the client holds. */
export async function getOwnMeeting(db: Db, actor: Booker): Promise<OwnMeeting> {
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
    .select(sql<Date>`now()`.as('now'))
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

/** Starts to which the client can move it; none once it can no longer be moved. */
export async function listOwnSlots(
  db: Db,
  actor: Booker,
  query: z.output<typeof MovingQuery>,
): Promise<Slots> {
  const own = await getOwnMeeting(db, actor)
  const { from, to, timeZone = own.timeZone, hostChoice } = query
  const { start, end } = intervalOf({ from, to, timeZone }, mostSlotDays)
  const may = mayStill(own)
  const anyone = hostChoice === 'anyone'
  if (!may.reschedule || (anyone && !may.chooseAnyone)) return { slots: [], nextAvailable: null }
  const snapshot = await loadSnapshot(
    db,
    { kind: 'own_booking', anyone },
    { meetingTypeId: own.meetingTypeId, from: start, to: end },
  )
  if (!snapshot?.type.isActive) return { slots: [], nextAvailable: null }
  const durationMinutes = (own.endsAt.getTime() - own.startsAt.getTime()) / 60_000
  const found = freeStarts({ ...snapshot, type: { ...snapshot.type, durationMinutes } }, { start, end })
  return { slots: found.map(({ startsAt }) => dateOf(startsAt).toISOString()), nextAvailable: null }
}

/** The meeting as a file for the client's calendar. */
export async function getOwnCalendar(
  db: Db,
  actor: Booker,
  { mail, ...links }: Links & { mail: Mail },
  token: string,
): Promise<string> {
  const meeting = await getMeetingToTell(db, actor.meetingId)
  // What is not confirmed is no meeting yet.
  if (!meeting || meeting.isHeld) throw notFound()
  const from = { ...(await getLetterhead(db)), address: mail.address }
  const { rows } = await sql<{
    name: string
  }>`select name from app.host_names(array[${meeting.id}]::uuid[])`.execute(db)
  const isOver = meeting.status === 'cancelled_by_client' || meeting.status === 'cancelled_by_host'
  const page = manageUrl(links, token)
  return clientEntry(from, meeting, rows[0]?.name ?? '', page, isOver ? 'CANCEL' : 'PUBLISH').content
}
