import { dayOf, isoWeekdayOf, minutesPerDay, type Minute } from '../../../kit/minutes.ts'
import type { Zone } from '../../../kit/zone.ts'
import { add, type Times } from './intervals.ts'

/**
 * Open each week on one day, by the wall clock.
 * @property day of ISO 8601: 1 is Monday.
 * @property startMinute of the day, 0 to 1439.
 * @property endMinute after `startMinute`; 1440 is midnight, and more is the next day, up to 2880.
 */
export type WeeklyHours = { day: number; startMinute: number; endMinute: number }

/**
 * One date's hours instead of its weekly ones; none: closed. What began the evening before stays.
 * @property date as YYYY-MM-DD.
 */
export type Override = { date: string; intervals: { startMinute: number; endMinute: number }[] }

/** The instants between two at which the hours are open, each end by the wall clock of its own day. */
export function openTimes(
  zone: Zone,
  weekly: readonly WeeklyHours[],
  overrides: readonly Override[],
  from: Minute,
  to: Minute,
): Times {
  const replaced = new Map(overrides.map(({ date, intervals }) => [dayOf(date), sorted(intervals)]))
  const usual = [1, 2, 3, 4, 5, 6, 7].map(day => sorted(weekly.filter(each => each.day === day)))
  const open: Minute[] = []
  const lastDay = Math.floor(zone.localOf(to) / minutesPerDay)
  // Hours of two days before may last until the first: until 48:00, and the clock may be put back.
  for (let day = Math.floor(zone.localOf(from) / minutesPerDay) - 2; day <= lastDay; day++) {
    for (const { startMinute, endMinute } of replaced.get(day) ?? usual[isoWeekdayOf(day) - 1] ?? []) {
      const midnight = day * minutesPerDay
      const start = zone.instantOf(midnight + startMinute)
      const end = zone.instantOf(midnight + endMinute)
      add(open, Math.max(start, from), Math.min(end, to))
    }
  }
  return open
}

const sorted = <Hours extends { startMinute: number }>(hours: readonly Hours[]): Hours[] =>
  hours.toSorted((a, b) => a.startMinute - b.startMinute)
