import { sql } from 'kysely'
import type { Db } from '../../../kit/db.ts'
import type { Language } from '../../../kit/shapes.ts'
import type { BookedPlace, OwnBooking } from '../schema/booking.ts'

export type Recipient = { name: string; email: string }
/** A meeting as it stands now, with everything that a mail about it may say to one of those who meet. */
export type MeetingToTell = {
  id: string
  organizationId: string
  title: string
  status: Exclude<OwnBooking['state'], 'awaiting_confirmation' | 'expired'>
  startsAt: Date
  endsAt: Date
  isHeld: boolean
  sequence: number
  name: string
  email: string | null
  /** Of the client. */
  timeZone: string
  language: Language
  place: BookedPlace
  message: string
  reason: string
  tokenEncrypted: string
  /** Also of one who is suspended: who holds it is told to clients until somebody else does. */
  hostName: string
  plannedBy: string | null
  guests: (Recipient & { id: string })[]
}
/** Somebody who hosts or hosted it; times are told to them by the clock of their open hours. */
export type HostToTell = Recipient & {
  id: string
  language: Language
  timeZone: string
  /** The meeting stands in a calendar of theirs: a mail need not put it there once more. */
  hasCalendar: boolean
}

/**
 * Read by the program itself when a mail is written, not when it was asked for. Held bookings too, which no query of the
 * app sees.
 */
export async function getMeetingToTell(
  db: Db,
  meetingId: string,
): Promise<(MeetingToTell & { hostId: string }) | undefined> {
  const { rows } = await sql<
    Omit<MeetingToTell, 'place'> & { hostId: string; placeKind: BookedPlace['kind']; place: string }
  >`
    select m.id, m.organization_id, m.host_id, m.title, m.status, m.starts_at, m.ends_at, m.held_until is not null as is_held,
           m.sequence, m.name, m.email, m.time_zone, m.language, m.place_kind, m.place, m.message, m.reason, m.token_encrypted,
           coalesce(host.name, '') as host_name, planner.name as planned_by,
           coalesce((select jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'email', g.email) order by g.id)
             from app.meeting_guest g where g.organization_id = m.organization_id and g.meeting_id = m.id), '[]') as guests
      from (select * from app.meeting where organization_id = (select app.organization_id()) and id = ${meetingId}::uuid
            union all select * from app.held_meeting(${meetingId}::uuid)) m
      left join app.member host on host.organization_id = m.organization_id and host.id = m.host_id
      left join app.member planner on planner.organization_id = m.organization_id and planner.id = m.planned_by
       and m.planned_by <> m.host_id`.execute(db)
  const [found] = rows
  return found && { ...found, place: { kind: found.placeKind, text: found.place } }
}

/** Somebody who was taken off a meeting and not told of it yet. */
export const getFormerGuest = (db: Db, meetingId: string, id: string): Promise<Recipient | undefined> =>
  db
    .selectFrom('formerGuest')
    .select(['name', 'email'])
    .where('organizationId', '=', sql<string>`(select app.organization_id())`)
    .where('meetingId', '=', meetingId)
    .where('id', '=', id)
    .executeTakeFirst()

/** An active member; who works here no more is told nothing. */
export async function getHostToTell(db: Db, memberId: string): Promise<HostToTell | undefined> {
  const { rows } = await sql<HostToTell>`
    select m.id, m.name, m.email, m.language, coalesce(h.time_zone, o.time_zone) as time_zone,
           exists (select from app.calendar c where c.organization_id = m.organization_id and c.member_id = m.id
                     and c.is_destination) as has_calendar
      from app.member m
      join app.organization o on o.id = m.organization_id
      left join app.open_hours h on h.organization_id = m.organization_id and h.member_id = m.id
     where m.organization_id = (select app.organization_id()) and m.id = ${memberId}::uuid and m.status = 'active'`.execute(
    db,
  )
  return rows[0]
}
