import { isoWeekOf, minutesPerDay, type Interval, type Minute } from '../../../kit/minutes.ts'
import { eachOnGrid } from './grid.ts'
import type { Host, Question, TypeRules } from './hosts.ts'
import { openTimes } from './hours.ts'
import { intersect, subtract, timesOf, type Times } from './intervals.ts'
import { fullOf } from './limits.ts'

/** A start and the ids of the hosts that are free for it, in the order in which they were handed in. */
export type Slot = { startsAt: Minute; hosts: string[] }

/** Every start from `from` until before `to` at which at least one of the hosts can be booked, in order. */
export function openSlots({
  type,
  hosts,
  now,
  from,
  to,
}: {
  type: TypeRules
  hosts: readonly Host[]
  now: Minute
  from: Minute
  to: Minute
}): Slot[] {
  const slots: Slot[] = []
  // How many there were when the slot of each minute had been added; 0: it has none yet.
  const places = new Uint32Array(Math.max(0, to - from))
  for (const host of hosts) {
    eachStart({ type, host, now }, from, to, startsAt => {
      const slot = slots[(places[startsAt - from] ?? 0) - 1]
      if (slot) slot.hosts.push(host.id)
      else places[startsAt - from] = slots.push({ startsAt, hosts: [host.id] })
    })
  }
  return slots.sort((a, b) => a.startsAt - b.startsAt)
}

/** Whether a client may book this host then: true for exactly what `openSlots` offers of the same host. */
export function mayTake({ startsAt, ...question }: Question & { startsAt: Minute }): boolean {
  let isOffered = false
  eachStart(question, startsAt, startsAt + 1, () => (isOffered = true))
  return isOffered
}

function eachStart(
  { type, host, now }: Question,
  from: Minute,
  to: Minute,
  visit: (startsAt: Minute) => void,
) {
  if (host.unbookable !== null) return
  const first = Math.max(from, now + type.noticeMinutes)
  const last = Math.min(to - 1, now + type.windowDays * minutesPerDay)
  if (first > last) return
  const free = freeTimes(type, host, first, last + type.durationMinutes)
  const full = fullOf(host)
  const isLimited = full.days.size + full.weeks.size > 0
  for (let at = 0; at < free.length; at += 2) {
    const after = (free[at + 1] ?? 0) - type.durationMinutes + 1
    eachOnGrid(host.zone, type.stepMinutes, free[at] ?? 0, after, (start, day) => {
      if (!isLimited || !(full.days.has(day) || full.weeks.has(isoWeekOf(day)))) visit(start)
    })
  }
}

function freeTimes(type: TypeRules, host: Host, from: Minute, to: Minute): Times {
  let free = openTimes(host.zone, host.weekly, host.overrides, from, to)
  if (host.typeWeekly) free = intersect(free, openTimes(host.zone, host.typeWeekly, [], from, to))
  const layers = [host.organizationBlocks, host.groupBlocks, host.memberBlocks, host.busy, padded(type, host)]
  for (const taken of layers) free = subtract(free, timesOf(taken))
  return free
}

/** Between two meetings lies the larger of what the first wants after it and the second before it. */
export const padded = (type: TypeRules, { meetings }: Host): Interval[] =>
  meetings.map(({ start, end, beforeMinutes, afterMinutes }) => ({
    start: start - Math.max(beforeMinutes, type.bufferAfterMinutes),
    end: end + Math.max(afterMinutes, type.bufferBeforeMinutes),
  }))
