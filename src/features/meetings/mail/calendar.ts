import ical, { ICalAttendeeStatus, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Recipient } from '../queries/letters.ts'

export type CalendarEntry = {
  /** Names the entry in every calendar, through all changes (RFC 5545, section 3.8.4.7). */
  id: string
  sequence: number
  startsAt: Date
  endsAt: Date
  summary: string
  location: string
  description: string
  organizer: Recipient
  /** The one who gets it, and nobody else: guests need not learn each other's addresses. */
  attendee: Recipient
}
/** REQUEST and CANCEL in mails; PUBLISH in a file, which nobody is asked to answer. */
export type Method = 'REQUEST' | 'CANCEL' | 'PUBLISH'

/** A meeting as calendars take it (RFC 5545, RFC 5546). Times are in UTC, which needs no table of zones. */
export function calendarEntry<M extends Method>(
  { id, sequence, startsAt, endsAt, summary, location, description, organizer, attendee }: CalendarEntry,
  method: M,
): { method: M; content: string } {
  const calendar = ical({
    prodId: { company: 'Guildhall', product: 'Guildhall', language: 'EN' },
    method: ICalCalendarMethod[method],
  })
  calendar.createEvent({
    id,
    sequence,
    start: startsAt,
    end: endsAt,
    summary,
    location: location || null,
    description,
    status: method === 'CANCEL' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    organizer,
    attendees:
      method === 'PUBLISH'
        ? []
        : [{ name: attendee.name, email: attendee.email, status: ICalAttendeeStatus.ACCEPTED, rsvp: false }],
  })
  return { method, content: calendar.toString() }
}
