import { t } from '../ui/language.ts'
import { dayOf, formatDay } from './clock.ts'

/** One day of a zone's calendar with its free starts, in order. */
export type Day = { day: string; starts: string[] }

/**
 * Starts by the day on which the client's wall clock shows them, in whichever order the clocks of the zone run.
 * @param known up to which instant all free starts are among these: the day in which it lies is not whole, and left out.
 */
export function daysOf(starts: string[], zone: string, known: number | null): Day[] {
  const last = known === null ? null : dayOf(known, zone)
  const days = new Map<string, string[]>()
  for (const start of starts) {
    const day = dayOf(Date.parse(start), zone)
    if (last !== null && day >= last) continue
    const before = days.get(day)
    if (before) before.push(start)
    else days.set(day, [start])
  }
  return [...days].map(([day, starts]) => ({ day, starts })).sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** "Tomorrow, Tue 24 Nov" */
export function nameOfDay(day: string, zone: string, now: number) {
  const today = dayOf(now, zone)
  const words = formatDay(day, now)
  if (day === today) return t('Today, {day}', { day: words })
  if (day === dayAfter(today)) return t('Tomorrow, {day}', { day: words })
  return words
}

/** @param count of days, by the calendar. */
export const dayAfter = (day: string, count = 1) =>
  new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10)
