import { setImmediate as breathe } from 'node:timers/promises'
import ICAL from 'ical.js'
import { type Interval, type Minute, minuteAfter, minuteOf } from '../../../kit/minutes.ts'
import { isZoneName, type Zone, zoneNamed } from '../../../kit/zone.ts'
import { type BusyQuestion, CalendarError } from './calendar.ts'

/** Over all events of one calendar: a second or two of work, in pieces that hold up nobody. */
const mostOccurrences = 50_000
const occurrencesAtOnce = 300

/**
 * When somebody is taken according to iCalendar objects (RFC 5545): recurrences by their own zone, without exceptions,
 * changed instances where they were moved to; what is transparent, cancelled or free takes no time.
 * @throws CalendarError `unreadable`, `too_many`.
 */
export async function busyIn(texts: Iterable<string>, question: BusyQuestion): Promise<Interval[]> {
  const busy: Interval[] = []
  let looked = 0
  try {
    for (const text of texts)
      for (const { start, end } of occurrencesIn(text, question)) {
        if (end > Math.max(start, question.start) && start < question.end) busy.push({ start, end })
        looked += 1
        if (looked > mostOccurrences) throw new CalendarError('too_many')
        if (looked % occurrencesAtOnce === 0) await breathe()
      }
  } catch (error) {
    throw error instanceof CalendarError ? error : new CalendarError('unreadable', error)
  }
  return busy
}

/** What takes no time is an interval without length, so that looking at it is counted. */
const nothing: Interval = { start: 0, end: 0 }

function* occurrencesIn(text: string, question: BusyQuestion): Generator<Interval> {
  for (const calendar of calendarsIn(text)) {
    const zone = zoneOr(calendar.getFirstPropertyValue('x-wr-timezone'), question.zone)
    const events = Map.groupBy(
      calendar.getAllSubcomponents('vevent').filter(event => event.hasProperty('dtstart')),
      event => String(event.getFirstPropertyValue('uid') ?? ''),
    )
    for (const [uid, parts] of events)
      if (!question.isOurs(uid)) yield* occurrencesOf(parts, { ...question, zone })
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

const isMarked = (event: ICAL.Component, property: string, mark: string) =>
  String(event.getFirstPropertyValue(property)).toUpperCase() === mark
const takesTime = (event: ICAL.Component) =>
  !isMarked(event, 'transp', 'TRANSPARENT') &&
  !isMarked(event, 'status', 'CANCELLED') &&
  !isMarked(event, 'x-microsoft-cdo-busystatus', 'FREE')

/** The parts of one event: itself, and instances that were changed; either may come alone. */
function* occurrencesOf(parts: ICAL.Component[], question: BusyQuestion): Generator<Interval> {
  const changed = parts.filter(part => part.hasProperty('recurrence-id'))
  for (const part of changed) yield takesTime(part) ? timeOf(part, question.zone) : nothing
  for (const part of parts) {
    if (part.hasProperty('recurrence-id')) continue
    if (!part.hasProperty('rrule') && !part.hasProperty('rdate'))
      yield takesTime(part) ? timeOf(part, question.zone) : nothing
    else {
      yield* periodsOf(part, question.zone)
      yield* repeated(part, changed, question)
    }
  }
}

function* repeated(
  part: ICAL.Component,
  changed: ICAL.Component[],
  question: BusyQuestion,
): Generator<Interval> {
  // Beside further dates, ical.js forgets the first.
  if (part.hasProperty('rdate')) part.addPropertyWithValue('rdate', part.getFirstPropertyValue('dtstart'))
  const event = new ICAL.Event(part, { exceptions: changed })
  const times = event.iterator(nearer(event, question))
  for (let time = times.next(); time; time = times.next()) {
    if (minuteOf(instantOf(time, part, 'dtstart', question.zone)) >= question.end) return
    const { item, startDate, endDate } = event.getOccurrenceDetails(time)
    const isChanged = item !== event && !item.modifiesFuture()
    const start = minuteOf(instantOf(startDate, item.component, 'dtstart', question.zone))
    const end = minuteAfter(instantOf(endDate, item.component, 'dtstart', question.zone))
    yield isChanged || !takesTime(item.component) ? nothing : { start, end }
  }
}

/** Additional times that bring their own length (RDATE;VALUE=PERIOD), taken out, since ical.js expects times alone. */
function* periodsOf(part: ICAL.Component, zone: Zone): Generator<Interval> {
  for (const property of part.getAllProperties('rdate')) {
    if (property.type !== 'period') continue
    for (const period of property.getValues() as ICAL.Period[])
      yield takesTime(part)
        ? {
            start: minuteOf(instantOf(period.start, part, 'rdate', zone)),
            end: minuteAfter(instantOf(period.getEnd(), part, 'rdate', zone)),
          }
        : nothing
    part.removeProperty(property)
  }
}

/**
 * Something that has repeated daily for years is looked at from shortly before the question on, whole steps of its rule
 * later than it began; a rule that counts its times is looked at from the start.
 */
function nearer(event: ICAL.Event, { start, zone }: BusyQuestion): ICAL.Time {
  const first = event.startDate
  const rules = event.component.getAllProperties('rrule').map(each => each.getFirstValue() as ICAL.Recur)
  const [rule] = rules
  const unit = rule?.freq === 'DAILY' ? 1 : rule?.freq === 'WEEKLY' ? 7 : 0
  if (!rule || rules.length > 1 || unit === 0 || rule.count || event.component.hasProperty('rdate'))
    return first
  const ends = rule.until ? minuteOf(instantOf(rule.until, event.component, 'dtstart', zone)) : start
  const begins = minuteOf(instantOf(first, event.component, 'dtstart', zone))
  const lastsDays = event.duration.toSeconds() / 86_400
  const days = (Math.min(start, ends) - begins) / 1440 - lastsDays - 2
  const steps = Math.floor(days / (unit * rule.interval)) - 1
  if (steps <= 0) return first
  const later = first.clone()
  later.adjust(steps * unit * rule.interval, 0, 0, 0)
  return later
}

function timeOf(part: ICAL.Component, zone: Zone): Interval {
  const event = new ICAL.Event(part)
  return {
    start: minuteOf(instantOf(event.startDate, part, 'dtstart', zone)),
    end: minuteAfter(instantOf(event.endDate, part, part.hasProperty('dtend') ? 'dtend' : 'dtstart', zone)),
  }
}

/**
 * A time with its VTIMEZONE or in UTC says itself when it is; one whose zone is only named is read by that zone; dates
 * and times without a zone by the calendar's.
 */
function instantOf(time: ICAL.Time, part: ICAL.Component, property: string, zone: Zone): Date {
  if (!time.isDate && time.zone !== ICAL.Timezone.localTimezone) return time.toJSDate()
  const named = time.isDate ? zone : zoneOr(part.getFirstProperty(property)?.getParameter('tzid'), zone)
  const reading: Minute = Date.UTC(time.year, time.month - 1, time.day, time.hour, time.minute) / 60_000
  return new Date(named.instantOf(reading) * 60_000 + time.second * 1000)
}

const zoneOr = (name: unknown, otherwise: Zone): Zone =>
  typeof name === 'string' && name !== '' && isZoneName(name) ? zoneNamed(name) : otherwise
