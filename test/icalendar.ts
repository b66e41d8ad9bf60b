import { dateOf, minuteOf } from '../src/kit/minutes.ts'
import { zoneNamed } from '../src/kit/zone.ts'
import { busyIn } from '../src/features/calendars/remote/icalendar.ts'

/** Outlook's name for the zone, so that only the definition can tell what it means. */
const berlin = `BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE`
export const calendar = (...parts: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', berlin, ...parts, 'END:VCALENDAR'].join('\n').replaceAll('\n', '\r\n')
export const event = (...lines: string[]) =>
  ['BEGIN:VEVENT', 'UID:one', 'DTSTAMP:20270101T000000Z', ...lines, 'END:VEVENT'].join('\n')

/** When somebody is taken, in order: "2027-03-14T08:30/2027-03-14T09:30". */
export const told = async (
  text: string,
  given: { from?: string; to?: string; zone?: string; ours?: string } = {},
) => {
  const { from = '2027-03-01T00:00Z', to = '2027-05-01T00:00Z', zone = 'America/New_York', ours } = given
  const intervals = await busyIn([text], {
    start: minuteOf(new Date(from)),
    end: minuteOf(new Date(to)),
    zone: zoneNamed(zone),
    isOurs: uid => uid === ours,
  })
  return intervals
    .toSorted((a, b) => a.start - b.start)
    .map(
      ({ start, end }) =>
        `${dateOf(start).toISOString().slice(0, 16)}/${dateOf(end).toISOString().slice(0, 16)}`,
    )
}
