import type ICAL from 'ical.js'
import { type Interval, type Minute, minutesPerDay } from '../../../kit/minutes.ts'
import { looks } from '../../../kit/recurrence-days.ts'
import { ruleOf } from '../../../kit/recurrence-rule.ts'
import { type Clock, firstAbove } from '../../../kit/zone.ts'
import { CalendarError } from './calendar.ts'
import type { Effort } from './effort.ts'
import { allWrittenIn, rulesIn, writtenIn } from './written.ts'

/** A rule that has ended, or begins anew each year, has its last change in such a time before. */
const lookBackMinutes = 800 * minutesPerDay

/** @property onset what the clock would show then if it were left alone. */
type Change = { onset: Minute; before: number; after: number }

/** A clock as a file defines it (VTIMEZONE), right for the time that is asked for; `kit/zone.ts` tells what its answers are. */
export class DefinedClock implements Clock {
  /** Instants of changes, what the clock would show at each, and the offsets that hold until each and after the last. */
  readonly #changes: Minute[]
  readonly #localChanges: Minute[]
  readonly #offsets: number[]

  /** @throws CalendarError for a definition that says nothing, or too much. */
  constructor(definition: ICAL.Component, asked: Interval, effort: Effort) {
    const changes: Change[] = []
    for (const observance of definition.getAllSubcomponents()) {
      const [before, after] = ['tzoffsetfrom', 'tzoffsetto'].map(name => offsetIn(observance, name))
      for (const onset of onsetsOf(observance, before ?? 0, asked, effort))
        changes.push({ onset, before: before ?? 0, after: after ?? 0 })
    }
    const inOrder = changes.toSorted((a, b) => a.onset - a.before - (b.onset - b.before))
    this.#changes = inOrder.map(({ onset, before }) => onset - before)
    this.#localChanges = inOrder.map(({ onset }) => onset)
    this.#offsets = [inOrder[0]?.before ?? 0, ...inOrder.map(({ after }) => after)]
  }

  localOf(instant: Minute): Minute {
    return instant + (this.#offsets[firstAbove(this.#changes, instant)] ?? 0)
  }

  instantOf(local: Minute): Minute {
    const place = firstAbove(this.#localChanges, local)
    return Math.max(local - (this.#offsets[place] ?? 0), this.#changes[place - 1] ?? -Infinity)
  }
}

/** "+01:00", "-03:30:20" as minutes. @throws CalendarError `unreadable`. */
function offsetIn(observance: ICAL.Component, name: string): number {
  const said = String(observance.getFirstProperty(name)?.jCal[3])
  const [found, sign, hours, minutes] = /^([+-]?)(\d\d):(\d\d)/.exec(said) ?? []
  if (found === undefined) throw new CalendarError('unreadable')
  const ahead = Number(hours) * 60 + Number(minutes)
  return sign === '-' ? -ahead : ahead
}

function* onsetsOf(
  observance: ICAL.Component,
  before: number,
  asked: Interval,
  effort: Effort,
): Generator<Minute> {
  const first = writtenIn(observance, 'dtstart')
  if (!first) throw new CalendarError('unreadable')
  yield first.reading
  const timeOfDay = first.reading % minutesPerDay
  for (const each of allWrittenIn(observance, 'rdate')) {
    effort.spend(1)
    if (!('start' in each)) yield each.isDate ? each.reading + timeOfDay : each.reading
  }
  for (const recur of rulesIn(observance)) {
    const rule = ruleOf(recur, { localOf: instant => instant + before }, first.reading)
    const since = Math.min(asked.start, rule.until) - lookBackMinutes
    for (const { starts, looked } of looks(rule, first.reading, since, asked.end + minutesPerDay)) {
      effort.spend(looked)
      yield* starts
    }
  }
}
