import { deepStrictEqual } from 'node:assert/strict'
import type { Host, TypeRules } from '../src/features/slots/rules/hosts.ts'
import { openSlots } from '../src/features/slots/rules/slots.ts'
import { minutesPerDay, type Interval, type Minute } from '../src/kit/minutes.ts'
import { zoneNamed } from '../src/kit/zone.ts'
import { timingOf, type Timing } from './measure.ts'
import { slotsPlainly } from './slots-reference.ts'

/** Milliseconds. @property ratio the median of the plain way against that of the engine. */
export type EngineRow = Timing & { hosts: number; slots: number; plain: Timing; ratio: number }

/** The most that the 95th percentile may be, by the number of hosts. */
export const mostEngineMs: Record<number, number> = { 1: 1, 10: 2, 50: 5, 200: 15 }

const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'].map(zoneNamed)
const days = 28
/** A Monday; the clocks of Berlin and Lord Howe are changed within the four weeks. */
const from: Minute = Date.UTC(2027, 2, 15) / 60_000
const to = from + days * minutesPerDay
const now = from - minutesPerDay
const type: TypeRules = {
  durationMinutes: 30,
  stepMinutes: 15,
  bufferBeforeMinutes: 0,
  bufferAfterMinutes: 15,
  noticeMinutes: 240,
  windowDays: days + 1,
}

/** The pure engine over four weeks, for groups of hosts in four zones, and a plain way to find the same starts. */
export function measureEngine({ isQuick }: { isQuick: boolean }): EngineRow[] {
  return Object.keys(mostEngineMs)
    .map(Number)
    .map(count => {
      const hosts = Array.from({ length: count }, (_, at) => hostOf(at))
      const byEngine = () => openSlots({ type, hosts, now, from, to })
      const plainly = () => slotsPlainly(type, hosts, from, to)
      deepStrictEqual(byEngine(), plainly())
      const turns = isQuick ? 5 : 40
      const [engine, plain]: [number[], number[]] = [[], []]
      for (let turn = 0; turn < turns; turn++) {
        for (let run = 0; run < 10; run++) engine.push(timeOf(byEngine))
        plain.push(timeOf(plainly))
      }
      // The first are compiled while they are measured.
      const timing = timingOf(engine.slice(engine.length / 5))
      const plainTiming = timingOf(plain)
      return {
        ...timing,
        hosts: count,
        slots: byEngine().length,
        plain: plainTiming,
        ratio: plainTiming.p50 / timing.p50,
      }
    })
}

/** Ten busy times a week and two meetings, spread by rule: the same in every run. */
function hostOf(at: number): Host {
  const weekly = [1, 2, 3, 4, 5].flatMap(day => [
    { day, startMinute: 540, endMinute: 720 },
    { day, startMinute: 780, endMinute: 1020 },
  ])
  const within = (count: number, seed: number, minutes: number): Interval[] =>
    Array.from({ length: (count * days) / 7 }, (_, nth) => {
      const start = from + Math.floor(nth / count) * 7 * minutesPerDay + ((nth % count) * 3 + seed) * 211 % (7 * 1440) // prettier-ignore
      return { start, end: start + minutes }
    }).toSorted((a, b) => a.start - b.start)
  return {
    id: `host ${at}`,
    zone: zones[at % zones.length] ?? zoneNamed('UTC'),
    weekly,
    overrides: [],
    typeWeekly: null,
    organizationBlocks: [],
    groupBlocks: [],
    memberBlocks: [],
    busy: within(10, at, 45),
    meetings: within(2, at + 17, 30).map(each => ({ ...each, beforeMinutes: 0, afterMinutes: 15 })),
    dayLimit: null,
    weekLimit: null,
    unbookable: null,
  }
}

function timeOf(work: () => unknown): number {
  const begin = performance.now()
  work()
  return performance.now() - begin
}

if (import.meta.main) {
  for (const { hosts, p50, p95, ratio, slots } of measureEngine({ isQuick: process.argv.includes('--quick') }))
    console.log(`${hosts} hosts, ${slots} starts: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms (≤ ${mostEngineMs[hosts]} ms), ${ratio.toFixed(1)} × as fast as plainly`) // prettier-ignore
}
