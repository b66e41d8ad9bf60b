import { ICalCalendar, ICalEventStatus } from 'ical-generator'
import type { MeetingEvent } from './calendar.ts'

/** A meeting as an iCalendar object. Nobody is named as invited: the server would write to them (RFC 6638). */
export function objectOf({
  meetingId,
  sequence,
  title,
  description,
  place,
  startsAt,
  endsAt,
}: MeetingEvent): string {
  const calendar = new ICalCalendar({ prodId: { company: 'Guildhall', product: 'Guildhall' } })
  calendar.createEvent({
    id: meetingId,
    sequence,
    summary: title,
    description,
    location: place,
    start: startsAt,
    end: endsAt,
    status: ICalEventStatus.CONFIRMED,
  })
  return calendar.toString()
}
