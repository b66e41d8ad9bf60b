import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarState, type Live, merged, reconcile, secondsUntilNext, type Standing } from './rules.ts'

const now = new Date('2027-03-01T12:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)

describe('a calendar', () => {
  test.each([
    ['fresh', { syncedAt: ago(59), failures: 0 }],
    ['fresh', { syncedAt: ago(59), failures: 1 }],
    ['stale', { syncedAt: ago(61), failures: 0 }],
    ['stale', { syncedAt: null, failures: 0 }],
    ['failed', { syncedAt: ago(1), failures: 2 }],
  ])('is %s', (state, freshness) => {
    expect(calendarState(freshness, now)).toBe(state)
  })

  test('is read every ten minutes, soon after a first failure, and ever later after more', () => {
    expect([0, 1, 2, 3, 4, 20].map(failures => secondsUntilNext(failures, 0.5))).toEqual([
      600, 120, 1200, 2400, 4800, 21_600,
    ])
    expect([secondsUntilNext(0, 0), secondsUntilNext(0, 1)]).toEqual([540, 660])
  })
})

test('merged intervals cover the same minutes, and no two touch', () => {
  const interval = fc
    .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 30 }))
    .map(([start, length]) => ({ start, end: start + length }))
  const minutesOf = (all: { start: number; end: number }[]) =>
    [...Array(300).keys()].filter(minute => all.some(each => each.start <= minute && minute < each.end))
  fc.assert(
    fc.property(fc.array(interval), intervals => {
      const result = merged(intervals)
      expect(minutesOf(result)).toEqual(minutesOf(intervals))
      for (const [index, each] of result.entries())
        expect(each.start).toBeGreaterThan(result[index - 1]?.end ?? -1)
    }),
  )
})

test('whatever happened to a meeting, once reconciled it stands once with its host and nowhere else', () => {
  const host = fc.constantFrom('A', 'B', 'C')
  const live = fc.record<Live>({
    hostId: host,
    destinationId: fc.constantFrom('one', 'two', null),
    sequence: fc.integer({ min: 0, max: 3 }),
    isCancelled: fc.boolean(),
    hasEnded: fc.constant(false),
  })
  const standing = fc.uniqueArray(
    fc.record<Standing>({
      hostId: host,
      calendarId: fc.constantFrom('one', 'two'),
      href: fc.constantFrom('/1', '/2'),
      sequence: fc.integer({ min: 0, max: 3 }),
    }),
    { selector: each => each.hostId },
  )
  fc.assert(
    fc.property(live, standing, (meeting, before) => {
      const { remove, write } = reconcile(meeting, before)
      const kept = before.filter(each => !remove.includes(each) && each.hostId !== meeting.hostId)
      expect(kept).toEqual([])
      const mine = before.find(each => each.hostId === meeting.hostId && !remove.includes(each))
      const after = write ? { calendarId: write.calendarId } : mine
      if (meeting.isCancelled) expect(after).toBeUndefined()
      else if (meeting.destinationId !== null) expect(after?.calendarId).toBe(meeting.destinationId)
      else expect(after !== undefined).toBe(before.some(each => each.hostId === meeting.hostId))
      if (write && mine) expect(write.href).toBe(mine.href)
      if (!write && mine) expect(mine.sequence).toBeGreaterThanOrEqual(meeting.sequence)
    }),
  )
})
