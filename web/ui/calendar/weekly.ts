/**
 * Hours of one weekday, in minutes of its wall clock.
 * @property day 1 is Monday, as in ISO 8601.
 * @property to after `from`; beyond 1440 it is of the next day, and less than a day later.
 */
export type Hours = { day: number; from: number; to: number }
/** As the API spells them: "HH:MM", and an end at or before its start is of the next day. */
export type WeeklyHours = { day: number; start: string; end: string }

const minuteOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
const two = (number: number) => String(number).padStart(2, '0')
/** "HH:MM" of a minute; that of midnight at the end of its day is 24:00. */
export const clockOf = (minute: number) => {
  const inDay = minute > 1440 ? minute - 1440 : minute
  return `${two(Math.floor(inDay / 60))}:${two(inDay % 60)}`
}

export const hoursOf = (weekly: readonly WeeklyHours[]): Hours[] =>
  inOrder(
    weekly.map(({ day, start, end }) => {
      const [from, to] = [minuteOf(start), minuteOf(end)]
      return { day, from, to: to > from ? to : to + 1440 }
    }),
  )

export const weeklyOf = (hours: readonly Hours[]): WeeklyHours[] =>
  hours.map(({ day, from, to }) => ({ day, start: clockOf(from), end: clockOf(to) }))

/** By day and time; what overlaps or touches on one day is one. */
export function inOrder(hours: readonly Hours[]): Hours[] {
  const joined: Hours[] = []
  for (const each of hours.toSorted((one, other) => one.day - other.day || one.from - other.from)) {
    const last = joined.at(-1)
    if (last && last.day === each.day && each.from <= last.to) last.to = Math.max(last.to, each.to)
    else joined.push({ ...each })
  }
  return joined
}

/** The hours that another's beginning lies in, once they may have been joined. */
export const theOneWith = (hours: readonly Hours[], { day, from }: Hours): Hours | undefined =>
  hours.find(each => each.day === day && each.from <= from && from < each.to)

/** What of them lies on which day: what goes on after midnight is the rest, on the next. */
export function partsOf({ day, from, to }: Hours): (Hours & { isRest: boolean })[] {
  const own = { day, from, to: Math.min(to, 1440), isRest: false }
  return to > 1440 ? [own, { day: (day % 7) + 1, from: 0, to: to - 1440, isRest: true }] : [own]
}

/** Every quarter of an hour. */
export const stepMinutes = 15
const snapped = (minute: number) => Math.round(minute / stepMinutes) * stepMinutes
const within = (minute: number, least: number, most: number) => Math.min(Math.max(minute, least), most)

/** Hours with another start, as long as before; those that end on their day go on ending on it. */
export function movedTo(hours: Hours, day: number, from: number): Hours {
  const length = hours.to - hours.from
  const start = within(snapped(from), 0, hours.to > 1440 ? 1440 - stepMinutes : 1440 - length)
  return { day: within(day, 1, 7), from: start, to: start + length }
}

export const startingAt = (hours: Hours, from: number): Hours => ({
  ...hours,
  from: within(snapped(from), Math.max(0, hours.to - 1440), Math.min(hours.to, 1440) - stepMinutes),
})

export const endingAt = (hours: Hours, to: number): Hours => ({
  ...hours,
  to: within(snapped(to), hours.from + stepMinutes, hours.from + 1440),
})
