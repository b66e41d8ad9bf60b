import type ICAL from 'ical.js'
import { type Interval, type Minute, minutesPerDay } from '../../../kit/minutes.ts'
import { looks } from '../../../kit/recurrence-days.ts'
import { ruleOf } from '../../../kit/recurrence-rule.ts'
import { type Clock, zoneNamed } from '../../../kit/zone.ts'
import { CalendarError } from './calendar.ts'
import type { Clocks } from './clocks.ts'
import type { Effort } from './effort.ts'
import { allWrittenIn, lengthIn, rulesIn, type Written, writtenIn } from './written.ts'

/** What somebody asks of a calendar, and what reading it has cost. */
export type Reading = { asked: Interval; clocks: Clocks; effort: Effort }

/** Work that an occurrence takes, and that reading a time takes, beside being looked at. */
const [stepsOfOccurrence, stepsOfTime] = [5, 3]

const isMarked = (part: ICAL.Component, property: string, mark: string) =>
  String(part.getFirstPropertyValue(property)).toUpperCase() === mark
const takesTime = (part: ICAL.Component) =>
  !isMarked(part, 'transp', 'TRANSPARENT') &&
  !isMarked(part, 'status', 'CANCELLED') &&
  !isMarked(part, 'x-microsoft-cdo-busystatus', 'FREE')

/**
 * When one event takes time, a piece of work at a time; more than is asked for. Its parts are itself, and instances that
 * were changed; either may come alone. A changed instance counts even where the event leaves it out.
 */
export function* timesOf(parts: readonly ICAL.Component[], reading: Reading): Generator<Interval[]> {
  const changed = parts.filter(part => part.hasProperty('recurrence-id'))
  for (const part of parts) {
    reading.effort.spend(stepsOfOccurrence)
    if (part.hasProperty('recurrence-id')) yield takesTime(part) ? [spanOf(part, reading.clocks)] : []
    else yield* repeated(part, changed, reading)
  }
}

/** A time with the clock that it is kept by; `local` is its start by that clock, and `minutes` how long it lasts by it. */
type Span = Interval & { clock: Clock; isDate: boolean; local: Minute; minutes: number }

function spanOf(part: ICAL.Component, clocks: Clocks): Span {
  const first = writtenIn(part, 'dtstart')
  if (!first) throw new CalendarError('unreadable')
  const { isDate, reading: local } = first
  const clock = clocks.of(first)
  const last = writtenIn(part, 'dtend')
  const length = lengthIn(part) ?? (isDate ? minutesPerDay : 0)
  const end = last ? clocks.of(last).instantOf(last.after) : clock.instantOf(first.after + length)
  return { start: clock.instantOf(local), end, clock, isDate, local, minutes: clock.localOf(end) - local }
}

type Series = { part: ICAL.Component; span: Span; reading: Reading }
/** @property minutes of a further time that brings its own length. */
type Instance = { start: Minute; minutes?: number }

/** An event at all its times but those that it leaves out and those that were changed. */
function* repeated(
  part: ICAL.Component,
  changed: readonly ICAL.Component[],
  reading: Reading,
): Generator<Interval[]> {
  const { asked, clocks, effort } = reading
  const series = { part, span: spanOf(part, clocks), reading }
  const { clock } = series.span
  const done = startsNamed(series, part, 'exdate')
  for (const each of changed) for (const start of startsNamed(series, each, 'recurrence-id')) done.add(start)
  for (const { start: since, end: until, movedBy, minutes } of stretchesOf(series, changed)) {
    // A day more on either side: the clock may be changed in between.
    const from = Math.max(since, asked.start - movedBy - minutes - minutesPerDay)
    const to = Math.min(until, asked.end - movedBy + minutesPerDay)
    for (const instances of instancesOf(series, from, to)) {
      const taken: Interval[] = []
      for (const { start, minutes: own = minutes } of instances) {
        if (start < since || start >= until || done.has(start)) continue
        done.add(start)
        effort.spend(stepsOfOccurrence)
        const local = clock.localOf(start) + movedBy
        taken.push({ start: movedBy ? clock.instantOf(local) : start, end: clock.instantOf(local + own) })
      }
      yield taken
    }
  }
}

/** What a date or time without a clock names is meant by the event's: the instance of that day, or at that time. */
function startOf({ span, reading }: Series, written: Written): Minute {
  const { reading: local, isDate, isUtc, tzid } = written
  if (span.isDate || isDate) {
    const day = Math.floor(local / minutesPerDay)
    return span.clock.instantOf(day * minutesPerDay + (span.local % minutesPerDay))
  }
  return isUtc || tzid ? reading.clocks.instantOf(written) : span.clock.instantOf(local)
}

function startsNamed(series: Series, part: ICAL.Component, name: 'exdate' | 'recurrence-id'): Set<Minute> {
  const starts = new Set<Minute>()
  for (const each of allWrittenIn(part, name)) {
    series.reading.effort.spend(stepsOfTime)
    starts.add(startOf(series, 'start' in each ? each.start : each))
  }
  return starts
}

/** The instances of an interval that take time, moved by so many minutes of the clock. */
type Stretch = Interval & { movedBy: number; minutes: number }

/** Where an instance was changed with all that follow (RANGE=THISANDFUTURE), another stretch begins. */
function stretchesOf(series: Series, changed: readonly ICAL.Component[]): Stretch[] {
  const { part, span, reading } = series
  const { clock, minutes } = span
  const turns = changed.flatMap(each => {
    const range = each.getFirstProperty('recurrence-id')?.getParameter('range')
    if (range !== 'THISANDFUTURE') return []
    const [since = Infinity] = startsNamed(series, each, 'recurrence-id')
    const { start, end } = spanOf(each, reading.clocks)
    const [startLocal, endLocal] = [clock.localOf(start), clock.localOf(end)]
    const movedBy = startLocal - clock.localOf(since)
    return [{ start: since, part: each, movedBy, minutes: endLocal - startLocal }]
  })
  return [{ start: -Infinity, part, movedBy: 0, minutes }, ...turns.toSorted((a, b) => a.start - b.start)]
    .map((turn, at, all) => ({ ...turn, end: all[at + 1]?.start ?? Infinity }))
    .filter(turn => takesTime(turn.part))
}

/** Starts that a rule has outside of the time from `from` to `to` may be missing. */
function* instancesOf({ part, span, reading }: Series, from: Minute, to: Minute): Generator<Instance[]> {
  const { clock, isDate, local, start } = span
  const { effort, clocks } = reading
  if (part.hasProperty('rdate') || !part.hasProperty('rrule')) yield [{ start }]
  for (const recur of rulesIn(part)) {
    if (recur.freq === 'SECONDLY') throw new CalendarError('too_many')
    // Until when days repeat is the day that is written, whatever the clock.
    const rule = ruleOf(recur, isDate ? zoneNamed('UTC') : clock, local)
    // So a series is left of which all was taken away from its first time on.
    if (rule.until < local) continue
    for (const { starts, looked } of looks(rule, local, clock.localOf(from), clock.localOf(to))) {
      effort.spend(looked)
      yield starts.map(each => ({ start: clock.instantOf(each) }))
    }
  }
  for (const each of allWrittenIn(part, 'rdate')) {
    effort.spend(stepsOfTime)
    if (!('start' in each)) yield [{ start: startOf({ part, span, reading }, each) }]
    else {
      const begins = startOf({ part, span, reading }, each.start)
      const ends = typeof each.end === 'number' ? undefined : clocks.instantOf(each.end)
      const minutes = ends === undefined ? each.end : clock.localOf(ends) - clock.localOf(begins)
      yield [{ start: begins, minutes: minutes as number }]
    }
  }
}
