import fc from 'fast-check'
import type { Host, TypeRules } from '../src/features/slots/rules/hosts.ts'
import type { WeeklyHours } from '../src/features/slots/rules/hours.ts'
import { dateOf, minutesPerDay, type Interval, type Minute } from '../src/kit/minutes.ts'
import { zoneNamed, type Zone } from '../src/kit/zone.ts'

/** One host and what is asked of them, about two days. `now`, `from` and `to` are multiples of five minutes. */
export type SlotWorld = { type: TypeRules; host: Host; now: Minute; from: Minute; to: Minute }

const someType: fc.Arbitrary<TypeRules> = fc.record({
  durationMinutes: fc.constantFrom(5, 15, 20, 25, 30, 45, 60, 90, 240),
  stepMinutes: fc.constantFrom(5, 10, 15, 20, 25, 30, 45, 50, 60),
  bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 15, 30),
  bufferAfterMinutes: fc.constantFrom(0, 0, 5, 15, 30),
  noticeMinutes: fc.constantFrom(0, 0, 60, 240, 1440),
  windowDays: fc.constantFrom(1, 2, 30, 30, 30),
})

/** Hours of every kind: minutes, nights, whole days, overlapping and touching each other. */
const someHours = fc
  .tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 }), fc.constantFrom(0, 0, 0, 7))
  .map(([start, length, odd]) => ({ startMinute: start * 15 + odd, endMinute: (start + length) * 15 + odd }))

const someWeek: fc.Arbitrary<WeeklyHours[]> = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 7 }), someHours).map(([day, hours]) => ({ day, ...hours })),
  { minLength: 2, maxLength: 14 },
)

/** @param around what matters happens within a day of it. */
export function someWorld(zone: Zone, around: Minute): fc.Arbitrary<SlotWorld> {
  const from = Math.floor(around / 5) * 5 - minutesPerDay
  const to = from + 2 * minutesPerDay
  return fc.record({
    type: someType,
    host: someHost(zone, from, to),
    now: fc.integer({ min: 0, max: 2 * 288 }).map(count => from - count * 5),
    from: fc.constant(from),
    to: fc.constant(to),
  })
}

function someHost(zone: Zone, from: Minute, to: Minute): fc.Arbitrary<Host> {
  const someInterval = (longest: number): fc.Arbitrary<Interval> =>
    fc
      .tuple(fc.integer({ min: from - minutesPerDay, max: to }), fc.integer({ min: 1, max: longest }))
      .map(([start, length]) => ({ start, end: start + length }))
  const some = (longest: number, most: number) => fc.array(someInterval(longest), { maxLength: most })
  const someDate = fc.integer({ min: -1, max: 3 }).map(days => dateOf(from + days * minutesPerDay).toISOString().slice(0, 10)) // prettier-ignore
  return fc.record({
    id: fc.constant('host'),
    zone: fc.constant(zone),
    weekly: someWeek,
    overrides: fc.uniqueArray(
      fc.record({ date: someDate, intervals: fc.array(someHours, { maxLength: 2 }) }),
      {
        maxLength: 2,
        selector: ({ date }) => date,
      },
    ),
    typeWeekly: fc.option(someWeek, { freq: 2 }),
    organizationBlocks: some(600, 1),
    groupBlocks: some(300, 1),
    memberBlocks: some(120, 3),
    busy: some(90, 8),
    meetings: fc.array(
      fc.tuple(someInterval(120), fc.constantFrom(0, 10, 45), fc.constantFrom(0, 10, 45)).map(
        ([interval, beforeMinutes, afterMinutes]) => ({ ...interval, beforeMinutes, afterMinutes }), // prettier-ignore
      ),
      { maxLength: 4 },
    ),
    dayLimit: fc.option(fc.integer({ min: 1, max: 3 }), { freq: 2 }),
    weekLimit: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 2 }),
    unbookable: fc.constant(null),
  })
}

/** Half an hour, on the half hour, without buffers, notice or an end. */
export const halfHour: TypeRules = {
  durationMinutes: 30,
  stepMinutes: 30,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 0,
  noticeMinutes: 0,
  windowDays: 10_000,
}

/** Every day from nine to five, and nothing taken. */
export const freeHost: Host = {
  id: 'host',
  zone: zoneNamed('Europe/Berlin'),
  weekly: [1, 2, 3, 4, 5, 6, 7].map(day => ({ day, startMinute: 540, endMinute: 1020 })),
  overrides: [],
  typeWeekly: null,
  organizationBlocks: [],
  groupBlocks: [],
  memberBlocks: [],
  busy: [],
  meetings: [],
  dayLimit: null,
  weekLimit: null,
  unbookable: null,
}
