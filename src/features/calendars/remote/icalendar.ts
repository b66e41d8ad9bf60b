import type ICAL from 'ical.js'
import { dayOf, type Interval, minutesPerDay } from '../../../kit/minutes.ts'
import { isZoneName, type Zone, zoneNamed } from '../../../kit/zone.ts'
import { type BusyQuestion, CalendarError } from './calendar.ts'
import { Clocks } from './clocks.ts'
import { Effort } from './effort.ts'
import { componentOf, type Pieces, piecesOf } from './pieces.ts'
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
      for (const calendar of await piecesOf(text, effort))
        for (const times of timesIn(calendar, question, effort)) {
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

function* timesIn(calendar: Pieces, question: BusyQuestion, effort: Effort): Generator<Interval[]> {
  const definitions: ICAL.Component[] = []
  for (const piece of calendar.zones) {
    definitions.push(componentOf(piece, effort))
    yield []
  }
  const zone = zoneOr(
    componentOf(calendar.head, effort).getFirstPropertyValue('x-wr-timezone'),
    question.zone,
  )
  const clocks = new Clocks(definitions, zone, question, effort)
  const events: ICAL.Component[] = []
  for (const piece of calendar.events) {
    const event = componentOf(piece, effort)
    if (event.hasProperty('dtstart')) events.push(event)
    yield []
  }
  const together = Map.groupBy(events, event => String(event.getFirstPropertyValue('uid') ?? ''))
  for (const [uid, parts] of together)
    if (!question.isOurs(uid)) yield* timesOf(parts, { asked: question, clocks, effort })
}

/** @throws CalendarError for what is no calendar. */
export async function nameIn(text: string): Promise<string | undefined> {
  try {
    const effort = new Effort()
    const [calendar] = await piecesOf(text, effort)
    const name = calendar && componentOf(calendar.head, effort).getFirstPropertyValue('x-wr-calname')
    return name ? String(name) : undefined
  } catch (error) {
    throw error instanceof CalendarError ? error : new CalendarError('unreadable', error)
  }
}

const zoneOr = (name: unknown, otherwise: Zone): Zone =>
  typeof name === 'string' && name !== '' && isZoneName(name) ? zoneNamed(name) : otherwise
