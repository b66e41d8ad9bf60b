import { minutesPerDay, type Minute } from '../../../kit/minutes.ts'
import type { Zone } from '../../../kit/zone.ts'

/**
 * Visits each instant from `from` until before `to` at which the wall clock shows a multiple of the step since
 * midnight, with the day that it shows.
 */
export function eachOnGrid(
  zone: Zone,
  stepMinutes: number,
  from: Minute,
  to: Minute,
  visit: (at: Minute, day: number) => void,
) {
  for (let start = from; start < to;) {
    const local = zone.localOf(start)
    const day = Math.floor(local / minutesPerDay)
    const inDay = local - day * minutesPerDay
    // Until midnight, or until it is changed, the clock runs on evenly.
    const end = Math.min(start + minutesPerDay - inDay, zone.steadyUntil(start), to)
    const first = start + ((stepMinutes - (inDay % stepMinutes)) % stepMinutes)
    for (let at = first; at < end; at += stepMinutes) visit(at, day)
    start = end
  }
}

export function isOnGrid(zone: Zone, stepMinutes: number, at: Minute): boolean {
  let isVisited = false
  eachOnGrid(zone, stepMinutes, at, at + 1, () => (isVisited = true))
  return isVisited
}
