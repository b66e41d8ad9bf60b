import ICAL from 'ical.js'
import { dayOf, type Interval, minutesPerDay } from '../../../kit/minutes.ts'
import { isZoneName, type Zone, zoneNamed } from '../../../kit/zone.ts'
import { type BusyQuestion, CalendarError } from './calendar.ts'
import { Clocks } from './clocks.ts'
import { Effort } from './effort.ts'
import { timesOf } from './repetition.ts'

/** For the whole time that is asked for; each is a row that free starts are reckoned with. */
const mostTimes = 100_000
/** No later time can be written down. */
const latest = dayOf('9999-12-31') * minutesPerDay

/**
 * When somebody is taken according to iCalendar objects (RFC 5545): recurrences by their own zone, without exceptions,
 * changed instances where they were moved to; what is transparent, cancelled or free takes no time.
 * @throws CalendarError `unreadable`, `too_many`.
 */
export async function busyIn(texts: Iterable<string>, question: BusyQuestion): Promise<Interval[]> {
  const busy: Interval[] = []
  const effort = new Effort()
  try {
    for (const text of texts)
      for (const times of timesIn(text, question, effort)) {
        for (const { start, end } of times)
          if (end > Math.max(start, question.start) && start < question.end)
            busy.push({ start, end: Math.min(end, latest) })
        if (busy.length > mostTimes) throw new CalendarError('too_many')
        await effort.rest()
      }
  } catch (error) {
    throw error instanceof CalendarError ? error : new CalendarError('unreadable', error)
  }
  return busy
}

function* timesIn(text: string, question: BusyQuestion, effort: Effort): Generator<Interval[]> {
  for (const calendar of calendarsIn(text)) {
    const zone = zoneOr(calendar.getFirstPropertyValue('x-wr-timezone'), question.zone)
    const clocks = new Clocks(calendar, zone, question, effort)
    const events = Map.groupBy(
      calendar.getAllSubcomponents('vevent').filter(event => event.hasProperty('dtstart')),
      event => String(event.getFirstPropertyValue('uid') ?? ''),
    )
    for (const [uid, parts] of events)
      if (!question.isOurs(uid)) yield* timesOf(parts, { asked: question, clocks, effort })
  }
}

/** @throws CalendarError for what is no calendar. */
export function nameIn(text: string): string | undefined {
  try {
    const name = calendarsIn(text)[0]?.getFirstPropertyValue('x-wr-calname')
    return name ? String(name) : undefined
  } catch (error) {
    throw new CalendarError('unreadable', error)
  }
}

/** One stream may hold several (RFC 5545 §3.4). */
function calendarsIn(text: string): ICAL.Component[] {
  const parsed: unknown[] = ICAL.parse(text.trim())
  const all = (Array.isArray(parsed[0]) ? parsed : [parsed]) as unknown[][]
  if (!all.every(([name]) => name === 'vcalendar')) throw new CalendarError('unreadable')
  return all.map(each => new ICAL.Component(each))
}

const zoneOr = (name: unknown, otherwise: Zone): Zone =>
  typeof name === 'string' && name !== '' && isZoneName(name) ? zoneNamed(name) : otherwise
