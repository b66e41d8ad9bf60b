import { dayOf, isoWeekdayOf, minuteOf, minutesPerDay } from '../../../src/kit/minutes.ts'
import { zoneNamed } from '../../../src/kit/zone.ts'

/** A day of the calendar, `YYYY-MM-DD`. */
export type Day = string
/** What a wall clock shows: the day, and the minutes since its midnight. */
export type Reading = { day: Day; minute: number }

/** Of the clock that the reader looks at. */
export const ownZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone
/** "America/New York". */
export const zoneWords = (zone: string) => zone.replaceAll('_', ' ')

const dayNumbered = (number: number): Day => new Date(number * 86_400_000).toISOString().slice(0, 10)

/** What the wall clock of a zone shows at an instant. */
export function readingIn(zone: string, instant: Date | string): Reading {
  const local = zoneNamed(zone).localOf(minuteOf(new Date(instant)))
  const day = Math.floor(local / minutesPerDay)
  return { day: dayNumbered(day), minute: local - day * minutesPerDay }
}

/** When it shows that first; `minute` may be that of a later day. */
export const instantIn = (zone: string, { day, minute }: Reading): string =>
  new Date(zoneNamed(zone).instantOf(dayOf(day) * minutesPerDay + minute) * 60_000).toISOString()

export const addDays = (day: Day, count: number): Day => dayNumbered(dayOf(day) + count)
/** 1 is Monday. */
const weekdayOf = (day: Day): number => isoWeekdayOf(dayOf(day))
/** The seven days of the ISO week that a day is in. */
export const weekOf = (day: Day): Day[] =>
  Array.from({ length: 7 }, (_, at) => addDays(day, at + 1 - weekdayOf(day)))

/** The parts of a time that fall on one day, in the minutes of its wall clock; undefined where none does. */
export function partOn(
  day: Day,
  zone: string,
  { startsAt, endsAt }: { startsAt: string; endsAt: string },
): { from: number; to: number } | undefined {
  const [start, end] = [readingIn(zone, startsAt), readingIn(zone, endsAt)]
  if (start.day > day || end.day < day || (end.day === day && end.minute === 0)) return undefined
  const from = start.day < day ? 0 : start.minute
  const to = end.day > day ? minutesPerDay : end.minute
  // In the hour that comes twice the end may read earlier than the start.
  return { from, to: Math.max(to, from + 1) }
}
