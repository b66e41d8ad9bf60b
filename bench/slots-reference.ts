import type { Host, TypeRules } from '../src/features/slots/rules/hosts.ts'
import type { Slot } from '../src/features/slots/rules/slots.ts'
import { dayOf, isoWeekdayOf, minutesPerDay, type Minute } from '../src/kit/minutes.ts'

/**
 * The same starts as a program finds that goes day by day, asks Intl for every boundary and holds each start against
 * every taken time. Only what the bench's hosts have: weekly hours, busy times and meetings.
 */
export function slotsPlainly(type: TypeRules, hosts: readonly Host[], from: Minute, to: Minute): Slot[] {
  const found = new Map<Minute, string[]>()
  for (const host of hosts)
    for (const startsAt of startsOf(type, host, from, to))
      found.set(startsAt, [...(found.get(startsAt) ?? []), host.id])
  return [...found]
    .map(([startsAt, free]) => ({ startsAt, hosts: free }))
    .toSorted((a, b) => a.startsAt - b.startsAt)
}

function startsOf(type: TypeRules, host: Host, from: Minute, to: Minute): Minute[] {
  const instantOf = clockOf(host.zone.name)
  const taken = [
    ...host.busy,
    ...host.meetings.map(({ start, end, beforeMinutes, afterMinutes }) => ({
      start: start - Math.max(beforeMinutes, type.bufferAfterMinutes),
      end: end + Math.max(afterMinutes, type.bufferBeforeMinutes),
    })),
  ]
  const starts: Minute[] = []
  for (let day = Math.floor(from / minutesPerDay) - 1; day <= to / minutesPerDay + 1; day++) {
    for (const { startMinute, endMinute } of host.weekly.filter(hours => hours.day === isoWeekdayOf(day))) {
      const end = instantOf(day * minutesPerDay + endMinute)
      let start = instantOf(day * minutesPerDay + startMinute)
      for (; start + type.durationMinutes <= end; start += type.stepMinutes) {
        const isTaken = taken.some(each => each.start < start + type.durationMinutes && start < each.end)
        if (!isTaken && start >= from && start < to) starts.push(start)
      }
    }
  }
  return starts
}

/** By formatting a first guess and correcting it by what the clock showed. */
function clockOf(timeZone: string) {
  const format = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return (local: Minute): Minute => {
    let instant = local
    for (let turn = 0; turn < 2; turn++) {
      const [date = '', time = ''] = format.format(instant * 60_000).split(' ')
      const [hours = 0, minutes = 0] = time.split(':').map(Number)
      instant += local - (dayOf(date) * minutesPerDay + hours * 60 + minutes)
    }
    return instant
  }
}
