import ICAL from 'ical.js'
import { isoWeekdayOf, minuteOf, minutesPerDay, type Minute } from './minutes.ts'
import type { Clock } from './zone.ts'

/** A weekday of ISO 8601; `nth` counts within the month or year, from its end where negative; 0 is each. */
export type Weekday = { weekday: number; nth: number }

/**
 * A rule of RFC 5545 §3.3.10, with what it takes from its first occurrence filled in; null is any.
 * @property until the last reading of the wall clock at which an occurrence may start.
 * @property times the minutes of a day at which it occurs, in order.
 * @property within of what repeats within a day: how many minutes its unit has, and which unit since 1970 is its first.
 * Every `interval`th unit from there counts, and of the `times` those in such a unit.
 */
export type Rule = {
  frequency: string
  interval: number
  count: number | null
  until: Minute
  weekStart: number
  months: number[] | null
  weekNumbers: number[] | null
  yearDays: number[] | null
  monthDays: number[] | null
  weekdays: Weekday[] | null
  positions: number[] | null
  times: number[]
  within: { unitMinutes: number; first: number } | null
}

/**
 * @param first the wall clock's reading at the first occurrence.
 * @throws Error for what ical.js cannot read.
 */
export function ruleOf(rrule: string | ICAL.Recur, clock: Pick<Clock, 'localOf'>, first: Minute): Rule {
  const read = typeof rrule === 'string' ? ICAL.Recur.fromString(rrule) : rrule
  const { freq, interval, count, until, wkst, parts } = read
  const day = Math.floor(first / minutesPerDay)
  const inDay = first - day * minutesPerDay
  const unitMinutes = freq === 'HOURLY' ? 60 : freq === 'MINUTELY' ? 1 : null
  const hours = parts.BYHOUR ?? (unitMinutes === null ? [Math.floor(inDay / 60)] : upTo(24))
  const minutes = parts.BYMINUTE ?? (unitMinutes === 1 ? upTo(60) : [inDay % 60])
  const rule: Rule = {
    frequency: freq,
    interval,
    count,
    until: until ? lastReading(until, clock) : Infinity,
    // ical.js counts from Sunday.
    weekStart: ((wkst + 5) % 7) + 1,
    months: parts.BYMONTH ?? null,
    weekNumbers: parts.BYWEEKNO ?? null,
    yearDays: parts.BYYEARDAY ?? null,
    monthDays: parts.BYMONTHDAY ?? null,
    weekdays: parts.BYDAY?.map(weekdayOf) ?? null,
    // Within an hour or a minute: too much is taken rather than too little.
    positions: unitMinutes === null ? (parts.BYSETPOS ?? null) : null,
    times: hours.flatMap(hour => minutes.map(minute => hour * 60 + minute)).toSorted((a, b) => a - b),
    within: unitMinutes === null ? null : { unitMinutes, first: Math.floor(first / unitMinutes) },
  }
  return { ...rule, ...impliedBy(rule, day) }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, number) => number)

/** §3.3.10: what the rule doesn't say is as it is at the first occurrence. */
function impliedBy(rule: Rule, day: number): Partial<Rule> {
  const sameWeekday = { weekdays: [{ weekday: isoWeekdayOf(day), nth: 0 }] }
  const date = new Date(day * 86_400_000)
  const sameMonthDay = { monthDays: [date.getUTCDate()] }
  if (rule.weekdays) return {}
  if (rule.frequency === 'WEEKLY') return sameWeekday
  if (rule.frequency === 'MONTHLY') return rule.monthDays ? {} : sameMonthDay
  if (rule.frequency !== 'YEARLY' || rule.monthDays || rule.yearDays) return {}
  if (rule.weekNumbers) return sameWeekday
  return { ...sameMonthDay, months: rule.months ?? [date.getUTCMonth() + 1] }
}

/** An end given as a date counts that whole day. */
function lastReading(until: ICAL.Time, clock: Pick<Clock, 'localOf'>): Minute {
  const { year, month, day, hour, minute } = until
  const reading = minuteOf(new Date(Date.UTC(year, month - 1, day, hour, minute)))
  if (until.isDate) return reading + minutesPerDay - 1
  return until.zone === ICAL.Timezone.utcTimezone ? clock.localOf(reading) : reading
}

const weekdayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

const weekdayOf = (part: string): Weekday => ({
  weekday: weekdayNames.indexOf(part.slice(-2)) + 1,
  nth: Number(part.slice(0, -2)),
})
