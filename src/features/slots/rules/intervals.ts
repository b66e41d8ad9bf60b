import type { Interval, Minute } from '../../../kit/minutes.ts'

/**
 * Sorted times that neither overlap nor touch: start, end, start, end … Flat, because the engine walks
 * tens of thousands of them for each page of slots.
 */
export type Times = readonly Minute[]

/** @param intervals in any order, overlapping or not; empty ones count for nothing. */
export function timesOf(intervals: readonly Interval[]): Times {
  const isSorted = intervals.every((each, at) => at === 0 || each.start >= (intervals[at - 1]?.start ?? 0))
  const sorted = isSorted ? intervals : intervals.toSorted((a, b) => a.start - b.start)
  const times: Minute[] = []
  for (const { start, end } of sorted) add(times, start, end)
  return times
}

/** Adds an interval that starts no earlier than the last one does. */
export function add(times: Minute[], start: Minute, end: Minute): void {
  if (start >= end) return
  const last = times.length - 1
  if (last < 0 || start > (times[last] ?? 0)) times.push(start, end)
  else if (end > (times[last] ?? 0)) times[last] = end
}

export const intervalsOf = (times: Times): Interval[] =>
  Array.from({ length: times.length / 2 }, (_, at) => ({
    start: times[2 * at] ?? 0,
    end: times[2 * at + 1] ?? 0,
  }))

/** Within both. */
export function intersect(one: Times, other: Times): Times {
  const both: Minute[] = []
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    const [oneEnd, otherEnd] = [one[i + 1] ?? 0, other[j + 1] ?? 0]
    add(both, Math.max(one[i] ?? 0, other[j] ?? 0), Math.min(oneEnd, otherEnd))
    if (oneEnd < otherEnd) i += 2
    else j += 2
  }
  return both
}

/** Within the first and not the second. */
export function subtract(times: Times, taken: Times): Times {
  if (taken.length === 0) return times
  const left: Minute[] = []
  let j = 0
  for (let i = 0; i < times.length; i += 2) {
    let start = times[i] ?? 0
    const end = times[i + 1] ?? 0
    while (j < taken.length && (taken[j + 1] ?? 0) <= start) j += 2
    for (let k = j; k < taken.length && (taken[k] ?? 0) < end; k += 2) {
      if ((taken[k] ?? 0) > start) left.push(start, taken[k] ?? 0)
      start = Math.max(start, taken[k + 1] ?? 0)
    }
    if (start < end) left.push(start, end)
  }
  return left
}
