import { isoWeekdayOf, minutesPerDay, type Minute } from './minutes.ts'
import type { Rule } from './recurrence-rule.ts'

/** So many days are looked at, where a rule must be counted from its start: 273 years. */
const mostDays = 100_000

/** What one period of a rule has, and how many days and times of day were looked at for it. */
export type Look = { starts: Minute[]; looked: number }

/**
 * The wall clock's readings at the occurrences of a rule from its first one on, in order, a period at a time. Without
 * COUNT it leaps to the period that `from` is in, so that years gone by cost nothing. Seconds are not for it.
 */
export function* looks(rule: Rule, first: Minute, from: Minute, to: Minute): Generator<Look> {
  let left = rule.count ?? Infinity
  // The first occurrence is one even where it doesn't fit the rule: RFC 5545 §3.8.5.3.
  if (left <= 0) return
  yield { starts: [first], looked: 1 }
  left -= 1
  for (const look of fitting(rule, first, rule.count === null ? from : first, to)) {
    const starts = look.starts.filter(local => local > first).slice(0, left)
    yield { ...look, starts }
    left -= starts.length
    if (left <= 0) return
  }
}

/** Whether any time from the first occurrence until `to`, that one among them, fits its rule. */
export function everFits(rule: Rule, first: Minute, to: Minute): boolean {
  for (const { starts } of fitting(rule, first, first, to))
    if (starts.some(local => local >= first && local <= to)) return true
  return false
}

/** Readings that fit the rule, also those of its first period that come before its first occurrence. */
function* fitting(rule: Rule, first: Minute, from: Minute, to: Minute): Generator<Look> {
  const periods = periodsOf(rule, Math.floor(first / minutesPerDay))
  const last = Math.min(to, rule.until) / minutesPerDay
  const leap = periods.indexOf(Math.floor(from / minutesPerDay))
  for (let at = Math.max(0, leap), looked = 0; looked < mostDays; at++) {
    const days = periods.at(at)
    // Not "is after": an interval beyond all calendars has no first day.
    if (!(days.first <= last)) return
    looked += days.count
    const look = lookAt(rule, days)
    yield { ...look, starts: look.starts.filter(local => local <= rule.until) }
  }
}

/** Some days in a row. */
type Days = { first: number; count: number }

/** Those that the rule looks at. */
type Periods = {
  /** The nth after that of the first occurrence. */
  at(nth: number): Days
  /** Which is the last to begin on or before a day. */
  indexOf(day: number): number
}

function periodsOf({ frequency, interval, weekStart, within }: Rule, firstDay: number): Periods {
  if (frequency === 'MONTHLY' || frequency === 'YEARLY') {
    const length = frequency === 'MONTHLY' ? 1 : 12
    const periodOf = (day: number) => Math.floor(monthOf(day) / length)
    const firstPeriod = periodOf(firstDay)
    return {
      at: nth => monthsFrom((firstPeriod + nth * interval) * length, length),
      indexOf: day => Math.floor((periodOf(day) - firstPeriod) / interval),
    }
  }
  const length = frequency === 'WEEKLY' ? 7 : 1
  const step = within ? 1 : length * interval
  const first = frequency === 'WEEKLY' ? firstDay - ((isoWeekdayOf(firstDay) - weekStart + 7) % 7) : firstDay
  return {
    at: nth => ({ first: first + nth * step, count: length }),
    indexOf: day => Math.floor((day - first) / step),
  }
}

function lookAt(rule: Rule, days: Days): Look {
  const { positions, within, interval, times } = rule
  const starts: Minute[] = []
  for (let day = days.first; day < days.first + days.count; day++)
    if (fits(rule, day)) for (const time of times) starts.push(day * minutesPerDay + time)
  const looked = days.count + starts.length
  if (within) {
    const { unitMinutes, first } = within
    const isInStep = (local: Minute) => (Math.floor(local / unitMinutes) - first) % interval === 0
    return { starts: starts.filter(isInStep), looked }
  }
  if (positions === null) return { starts, looked }
  const isPlaced = (at: number) => positions.includes(at + 1) || positions.includes(at - starts.length)
  return { starts: starts.filter((_, at) => isPlaced(at)), looked }
}

function fits(rule: Rule, day: number): boolean {
  const month = () => monthsFrom(monthOf(day), 1)
  const { months, monthDays, yearDays, weekNumbers, weekdays } = rule
  if (months && !months.includes((((monthOf(day) % 12) + 12) % 12) + 1)) return false
  if (monthDays && !isAmong(monthDays, day, month())) return false
  if (yearDays && !isAmong(yearDays, day, yearOf(day))) return false
  if (weekNumbers && !isInWeeks(weekNumbers, day, rule.weekStart)) return false
  if (weekdays === null) return true
  const nths = weekdays.filter(each => each.weekday === isoWeekdayOf(day)).map(each => each.nth)
  if (nths.length === 0 || nths.includes(0)) return nths.length > 0
  return isAmongWeeks(nths, day, rule.frequency === 'YEARLY' && months === null ? yearOf(day) : month())
}

/** Whether a day is the nth of its weekday within some days, or by -1 the last. */
const isAmongWeeks = (nths: number[], day: number, { first, count }: Days): boolean =>
  nths.includes(Math.floor((day - first) / 7) + 1) ||
  nths.includes(-Math.floor((first + count - 1 - day) / 7) - 1)

/** Counted from 1, or from the end by -1. */
const isAmong = (numbers: number[], day: number, { first, count }: Days): boolean =>
  numbers.includes(day - first + 1) || numbers.includes(day - first - count)

/** The first week of a year is the first with at least four of its days. */
function isInWeeks(weekNumbers: number[], day: number, weekStart: number): boolean {
  // A week belongs to the year in which its fourth day lies.
  const middle = day - ((isoWeekdayOf(day) - weekStart + 7) % 7) + 3
  const year = yearOf(middle)
  const weeks = Math.floor((year.count - 1 - ((middle - year.first) % 7)) / 7) + 1
  return isAmong(weekNumbers, Math.floor((middle - year.first) / 7), { first: 0, count: weeks })
}

const yearOf = (day: number): Days => monthsFrom(Math.floor(monthOf(day) / 12) * 12, 12)

/** Months since January 1970. */
function monthOf(day: number): number {
  const date = new Date(day * 86_400_000)
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
}

function monthsFrom(month: number, count: number): Days {
  const first = Date.UTC(1970, month, 1) / 86_400_000
  return { first, count: Date.UTC(1970, month + count, 1) / 86_400_000 - first }
}
