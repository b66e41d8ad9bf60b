import fc from 'fast-check'
import { expect, test } from 'vitest'
import { someWorld } from '../../../test/slot-worlds.ts'
import { zoneNamed } from '../../kit/zone.ts'
import { whyNot } from './rules/explanation.ts'
import { mayTake, openSlots } from './rules/slots.ts'

const years = { min: Date.UTC(2025, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 }
const someZone = fc.constantFrom(...Intl.supportedValuesOf('timeZone')).map(zoneNamed)
const anyWorld = fc.tuple(someZone, fc.integer(years)).chain(([zone, around]) => someWorld(zone, around))

test('every offered start may be taken, no other may, and each other is told why', () => {
  fc.assert(
    fc.property(anyWorld, ({ type, host, now, from, to }) => {
      const offered = new Set(
        openSlots({ type, hosts: [host], now, from, to }).map(({ startsAt }) => startsAt),
      )
      for (let startsAt = from; startsAt < to; startsAt += 5) {
        const answer = {
          startsAt,
          mayTake: mayTake({ type, host, now, startsAt }),
          isExplained: whyNot({ type, host, now, startsAt }).length > 0,
        }
        const isOffered = offered.has(startsAt)
        expect(answer).toEqual({ startsAt, mayTake: isOffered, isExplained: !isOffered })
      }
    }),
  )
})

test('a group offers what each of its hosts offers, with those who are free', () => {
  const group = fc
    .tuple(fc.integer(years), someZone, someZone, someZone)
    .chain(([around, ...zones]) => fc.tuple(...zones.map(zone => someWorld(zone, around))))
  fc.assert(
    fc.property(group, worlds => {
      const { type, now, from, to } = worlds[0] ?? expect.fail('A group has hosts.')
      const hosts = worlds.map(({ host }, at) => ({ ...host, id: `host ${at}` }))
      const each = hosts.map(host =>
        openSlots({ type, hosts: [host], now, from, to }).map(slot => slot.startsAt),
      )
      for (const { startsAt, hosts: free } of openSlots({ type, hosts, now, from, to })) {
        expect(free).toEqual(hosts.filter((_, at) => each[at]?.includes(startsAt)).map(({ id }) => id))
        expect(free.length).toBeGreaterThan(0)
      }
      const starts = [...new Set(each.flat())].toSorted((a, b) => a - b)
      expect(openSlots({ type, hosts, now, from, to }).map(slot => slot.startsAt)).toEqual(starts)
    }),
  )
})

test('what is taken is offered no more, and nothing new is offered by it', () => {
  fc.assert(
    fc.property(anyWorld, fc.nat(), ({ type, host, now, from, to }, pick) => {
      const starts = openSlots({ type, hosts: [host], now, from, to }).map(({ startsAt }) => startsAt)
      const startsAt = starts[pick % starts.length]
      fc.pre(startsAt !== undefined)
      const end = startsAt + type.durationMinutes
      const [beforeMinutes, afterMinutes] = [type.bufferBeforeMinutes, type.bufferAfterMinutes]
      const booked = {
        ...host,
        meetings: [...host.meetings, { start: startsAt, end, beforeMinutes, afterMinutes }],
      }
      const left = openSlots({ type, hosts: [booked], now, from, to }).map(slot => slot.startsAt)
      const gap = Math.max(beforeMinutes, afterMinutes)
      expect(
        left.filter(start => start < end + gap && start + type.durationMinutes + gap > startsAt),
      ).toEqual([])
      expect(left.filter(start => !starts.includes(start))).toEqual([])
    }),
  )
})
