import ICAL from 'ical.js'
import type { Minute } from '../../../kit/minutes.ts'
import { CalendarError } from './calendar.ts'

/**
 * A date or a time as it is written, of a clock that is named, UTC, or left open.
 * @property after the first minute that is not before it: seconds count as a minute where something ends.
 */
export type Written = {
  reading: Minute
  after: Minute
  isDate: boolean
  isUtc: boolean
  tzid: string | undefined
}
/** Of RDATE;VALUE=PERIOD: until a time, or for so many minutes. */
export type WrittenPeriod = { start: Written; end: Written | number }

// Read from jCal (RFC 7265), since ical.js looks for the zone of each time among all that the file defines.
const written = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(Z?)|T::)?$/

/** A date without VALUE=DATE is one too. @throws CalendarError `unreadable`. */
function writtenAs(value: unknown, property: ICAL.Property): Written {
  const [found, year, month, day, hour, minute, second, utc] = written.exec(String(value)) ?? []
  if (found === undefined) throw new CalendarError('unreadable')
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day)) / 60_000
  const reading = hour === undefined ? date : date + Number(hour) * 60 + Number(minute)
  const tzid: unknown = property.getParameter('tzid')
  return {
    reading,
    after: Number(second ?? 0) > 0 ? reading + 1 : reading,
    isDate: hour === undefined,
    isUtc: utc === 'Z',
    tzid: typeof tzid === 'string' ? tzid : undefined,
  }
}

const valuesOf = (property: ICAL.Property): unknown[] => property.jCal.slice(3)

export function writtenIn(part: ICAL.Component, name: string): Written | undefined {
  const property = part.getFirstProperty(name)
  return property ? writtenAs(valuesOf(property)[0], property) : undefined
}

/** All values of all properties of that name. */
export function* allWrittenIn(part: ICAL.Component, name: string): Generator<Written | WrittenPeriod> {
  for (const property of part.getAllProperties(name))
    for (const value of valuesOf(property)) {
      if (!Array.isArray(value)) {
        yield writtenAs(value, property)
        continue
      }
      const [start, end] = value.map(String)
      const isLength = end?.includes('P')
      yield {
        start: writtenAs(start, property),
        end: isLength ? minutesIn(String(end)) : writtenAs(end, property),
      }
    }
}

/** The length that an event says in place of its end. */
export function lengthIn(part: ICAL.Component): number | undefined {
  const duration: unknown = part.getFirstProperty('duration')?.jCal[3]
  return duration === undefined ? undefined : minutesIn(String(duration))
}

const minutesIn = (duration: string) => Math.ceil(ICAL.Duration.fromString(duration).toSeconds() / 60)

/** @throws what ical.js throws for a rule that it cannot read. */
export const rulesIn = (part: ICAL.Component): ICAL.Recur[] =>
  part.getAllProperties('rrule').map(property => property.getFirstValue() as ICAL.Recur)
