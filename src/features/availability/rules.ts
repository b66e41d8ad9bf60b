import { dayOf, minutesPerDay } from '../../kit/minutes.ts'
import { type Fault, say } from '../../kit/sentence.ts'
import type { DayHours, OpenHoursChange, Override, WeekHours } from './schema.ts'

/** Of a member who has set none, in the organisation's zone. */
export const defaultWeekly: WeekHours[] = [1, 2, 3, 4, 5].map(day => ({ day, start: '09:00', end: '17:00' }))

/** Since midnight. */
const minuteOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** As the engine of slots counts: an end that is not after its start is one of the next day. */
function minutesOf({ start, end }: DayHours): { startMinute: number; endMinute: number } {
  const [startMinute, endMinute] = [minuteOfDay(start), minuteOfDay(end)]
  return { startMinute, endMinute: endMinute <= startMinute ? endMinute + minutesPerDay : endMinute }
}
export const weeklyMinutes = (weekly: readonly WeekHours[]) =>
  weekly.map(hours => ({ day: hours.day, ...minutesOf(hours) }))
export const overrideMinutes = (overrides: readonly Override[]) =>
  overrides.map(({ date, intervals }) => ({ date, intervals: intervals.map(minutesOf) }))

/** An interval on a line of minutes, and where it was handed in. */
type Placed = { start: number; end: number; pointer: string }

const overlap = say('This overlaps another interval.')

/** @param cycle minutes after which the line begins again; none for a line without end. */
function overlaps(placed: readonly Placed[], cycle = Infinity): Fault[] {
  const sorted = placed.toSorted((one, other) => one.start - other.start)
  const faults = sorted.filter((each, at) => at > 0 && each.start < (sorted[at - 1]?.end ?? 0))
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first && last && first.start + cycle < last.end) faults.push(last)
  return faults.map(({ pointer }) => ({ pointer, detail: overlap }))
}

const placedWeekly = (weekly: readonly WeekHours[], pointer: string): Placed[] =>
  weekly.map((hours, at) => {
    const { startMinute, endMinute } = minutesOf(hours)
    const midnight = (hours.day - 1) * minutesPerDay
    return { start: midnight + startMinute, end: midnight + endMinute, pointer: `${pointer}/${at}` }
  })
const placedOverrides = (overrides: readonly Override[]): Placed[] =>
  overrides.flatMap(({ date, intervals }, which) =>
    intervals.map((hours, at) => {
      const { startMinute, endMinute } = minutesOf(hours)
      const midnight = dayOf(date) * minutesPerDay
      const pointer = `/overrides/${which}/intervals/${at}`
      return { start: midnight + startMinute, end: midnight + endMinute, pointer }
    }),
  )

const repeated = (keys: readonly string[]): number[] =>
  keys.flatMap((key, at) => (keys.indexOf(key) < at ? [at] : []))

/** What is wrong with hours whose shape is right. */
export function hoursFaults({ weekly, overrides, typeHours }: OpenHoursChange): Fault[] {
  const week = 7 * minutesPerDay
  const twice = say('This is said twice: keep one.')
  return [
    ...overlaps(placedWeekly(weekly, '/weekly'), week),
    ...repeated(overrides.map(({ date }) => date)).map(at => ({
      pointer: `/overrides/${at}/date`,
      detail: twice,
    })),
    ...overlaps(placedOverrides(overrides)),
    ...repeated(typeHours.map(({ meetingTypeId }) => meetingTypeId)).map(at => ({
      pointer: `/typeHours/${at}/meetingTypeId`,
      detail: twice,
    })),
    ...typeHours.flatMap(each =>
      overlaps(placedWeekly(each.weekly, `/typeHours/${typeHours.indexOf(each)}/weekly`), week),
    ),
  ]
}

/** In order; midnight as an end is 24:00; those of one day that touch are one. */
function tidyDay<Hours extends DayHours>(hours: readonly Hours[]): Hours[] {
  const tidy: Hours[] = []
  for (const each of hours.toSorted((one, other) => (one.start < other.start ? -1 : 1))) {
    const last = tidy.at(-1)
    const end = each.end === '00:00' ? '24:00' : each.end
    if (last?.end === each.start) last.end = end
    else tidy.push({ ...each, end })
  }
  return tidy
}
const tidyWeek = (weekly: readonly WeekHours[]): WeekHours[] =>
  [1, 2, 3, 4, 5, 6, 7].flatMap(day => tidyDay(weekly.filter(each => each.day === day)))

/** The same hours in the one way they are kept. */
export const tidyHours = (hours: OpenHoursChange): OpenHoursChange => ({
  ...hours,
  weekly: tidyWeek(hours.weekly),
  overrides: hours.overrides
    .map(({ date, intervals }) => ({ date, intervals: tidyDay(intervals) }))
    .toSorted((one, other) => (one.date < other.date ? -1 : 1)),
  typeHours: hours.typeHours.map(each => ({ ...each, weekly: tidyWeek(each.weekly) })),
})
