import { addDays, type Day, weekOf } from '../../ui/calendar/days.ts'

export const presets = ['week', '4weeks', 'quarter', 'year', 'custom'] as const
export type Preset = (typeof presets)[number]
export type Unit = 'day' | 'week' | 'month'
/** Both days included. */
export type Period = { from: Day; to: Day }

export const isPreset = (value: string | undefined): value is Preset =>
  (presets as readonly (string | undefined)[]).includes(value)

/** @param month of the year, from 0; may lie outside of it. */
const dateOf = (year: number, month: number, day: number): Day =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)
const partsOf = (day: Day) => ({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)) - 1 })

/** The days of a preset as of today. Twelve months are this one, as far as it has come, and the eleven before. */
export function periodOf(preset: Exclude<Preset, 'custom'>, today: Day): Period {
  const { year, month } = partsOf(today)
  const week = weekOf(today)
  const quarter = month - (month % 3)
  return {
    week: { from: week[0] as Day, to: week[6] as Day },
    '4weeks': { from: addDays(today, -27), to: today },
    quarter: { from: dateOf(year, quarter, 1), to: dateOf(year, quarter + 3, 0) },
    year: { from: dateOf(year, month - 11, 1), to: today },
  }[preset]
}

const lengthOf = ({ from, to }: Period) => (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1

/** The unit in which a period makes a chart of a few dozen bars at most. */
export const unitOf = (period: Period): Unit => {
  const days = lengthOf(period)
  return days <= 31 ? 'day' : days <= 186 ? 'week' : 'month'
}

const startOf = (day: Day, unit: Unit): Day =>
  unit === 'day' ? day : unit === 'week' ? (weekOf(day)[0] as Day) : `${day.slice(0, 7)}-01`

function nextAfter(day: Day, unit: Unit): Day {
  if (unit !== 'month') return addDays(day, unit === 'day' ? 1 : 7)
  const { year, month } = partsOf(day)
  return dateOf(year, month + 1, 1)
}

/** The keys of a report's rows by time, those without a row among them. */
export function timesOf({ from, to }: Period, unit: Unit): Day[] {
  const times: Day[] = []
  for (let day = startOf(from, unit); day <= to; day = nextAfter(day, unit)) times.push(day)
  return times
}
