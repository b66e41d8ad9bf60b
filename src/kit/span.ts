import { invalid } from './errors.ts'
import { dateOf, dayOf, minuteAfter, minuteOf, minutesPerDay, type Interval, type Minute } from './minutes.ts'
import { say } from './sentence.ts'
import { zoneNamed } from './zone.ts'

/** What `from` and `to` of a query mean: instants, or days in a zone, the last of which is included. */
export type Span = { from: string; to: string; timeZone: string }

const isDate = (moment: string) => !moment.includes('T')
const midnight = (date: string, timeZone: string, daysLater: number): Minute =>
  zoneNamed(timeZone).instantOf((dayOf(date) + daysLater) * minutesPerDay)

/** The minute at which a span of time begins. */
export const beginningOf = (moment: string, timeZone: string): Minute =>
  isDate(moment) ? midnight(moment, timeZone, 0) : minuteOf(new Date(moment))

/** The minute before which it ends. */
export const endOf = (moment: string, timeZone: string): Minute =>
  isDate(moment) ? midnight(moment, timeZone, 1) : minuteAfter(new Date(moment))

/** Far from where times can no longer be written in four digits of a year. */
const latest = minuteOf(new Date('2100-01-01T00:00:00Z'))

/** @throws Problem `invalid` at /to where it is before `from`, more than `mostDays` after, or after 2099. */
export function intervalOf({ from, to, timeZone }: Span, mostDays: number): Interval {
  const interval = { start: beginningOf(from, timeZone), end: endOf(to, timeZone) }
  if (interval.end <= interval.start)
    throw invalid([{ pointer: '/to', detail: say('The end is after the beginning.') }])
  if (interval.end > latest + minutesPerDay)
    throw invalid([{ pointer: '/to', detail: say('Choose a day between 2000 and 2099.') }])
  // A clock that is put back makes the span an hour longer than its days.
  if (interval.end - interval.start > mostDays * minutesPerDay + 120)
    throw invalid([
      { pointer: '/to', detail: say('Ask for {count} days at most.'), values: { count: mostDays } },
    ])
  return interval
}

/** As answers spell times. */
export const spanOf = ({ start, end }: Interval) => ({
  startsAt: dateOf(start).toISOString(),
  endsAt: dateOf(end).toISOString(),
})
