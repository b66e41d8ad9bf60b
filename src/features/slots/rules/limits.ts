import { isoWeekOf, minutesPerDay, type Minute } from '../../../kit/minutes.ts'
import type { Zone } from '../../../kit/zone.ts'
import type { Host } from './hosts.ts'

/** Days and ISO weeks of the host's zone in which they have as many meetings as they take. */
export type Full = { days: ReadonlySet<number>; weeks: ReadonlySet<number> }

/** A meeting counts on the day on which it starts. */
export function fullOf({ zone, meetings, dayLimit, weekLimit }: Host): Full {
  const days = dayLimit === null && weekLimit === null ? [] : meetings.map(({ start }) => dayAt(zone, start))
  return { days: reached(days, dayLimit), weeks: reached(days.map(isoWeekOf), weekLimit) }
}

export const dayAt = (zone: Zone, instant: Minute): number =>
  Math.floor(zone.localOf(instant) / minutesPerDay)

function reached(numbers: number[], limit: number | null): Set<number> {
  if (limit === null) return new Set()
  const counts = new Map<number, number>()
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1)
  return new Set([...counts].filter(([, count]) => count >= limit).map(([number]) => number))
}
