import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { minutesPerDay } from '../../kit/minutes.ts'
import { assign, type Candidate } from './rules/assignment.ts'

const today = Math.floor(Date.UTC(2027, 5, 7) / 60_000)
const candidate = (memberId: string, about: Partial<Candidate> = {}): Candidate => ({
  memberId,
  onDay: 0,
  within7Days: 0,
  lastAssignedAt: null,
  priority: 0,
  joinedAt: today - 400 * minutesPerDay,
  ...about,
})
const balanced = (members: Candidate[], free = members.map(({ memberId }) => memberId)) =>
  assign({ policy: 'balanced', members, free, at: today, chosen: null })
const orderOf = ({ candidates }: ReturnType<typeof assign>) => candidates.map(({ memberId }) => memberId)

/** A group that keeps what it was given, as the database does. */
function groupOf(joined: Record<string, number>) {
  const given: { memberId: string; day: number; at: number }[] = []
  const book = (day: number, at: number, free = Object.keys(joined)) => {
    const members = Object.entries(joined).map(([memberId, joinedAt]) => {
      const own = given.filter(each => each.memberId === memberId)
      return candidate(memberId, {
        joinedAt,
        onDay: own.filter(each => each.day === day).length,
        within7Days: own.filter(each => Math.abs(each.day - day) <= 7).length,
        lastAssignedAt: own.at(-1)?.at ?? null,
      })
    })
    const [first] = assign({ policy: 'balanced', members, free, at, chosen: null }).candidates
    if (first) given.push({ memberId: first.memberId, day, at })
  }
  const counts = () =>
    Object.keys(joined).map(memberId => given.filter(each => each.memberId === memberId).length)
  return { book, counts }
}

describe('balanced', () => {
  test('thirty bookings of one day over three hosts are ten each', () => {
    const group = groupOf({ ann: 0, ben: 0, eva: 0 })
    for (let booking = 0; booking < 30; booking++) group.book(0, today + booking)
    expect(group.counts()).toEqual([10, 10, 10])
  })

  test('thirty bookings spread over days are ten each too', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 30, maxLength: 30 }), days => {
        const group = groupOf({ ann: 0, ben: 0, eva: 0 })
        for (const [booking, day] of days.entries()) group.book(day, today + booking)
        const counts = group.counts()
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2)
      }),
    )
    const group = groupOf({ ann: 0, ben: 0, eva: 0 })
    for (let booking = 0; booking < 30; booking++) group.book(booking, today + booking)
    expect(group.counts()).toEqual([10, 10, 10])
  })

  test('a newcomer gets a share, not everything', () => {
    const group = groupOf({ ann: 0, ben: 0, newcomer: today + 20 })
    for (let booking = 0; booking < 20; booking++) group.book(0, today + booking, ['ann', 'ben'])
    for (let booking = 20; booking < 50; booking++) group.book(0, today + booking)
    expect(group.counts()).toEqual([20, 20, 10])
  })

  test('after fourteen days a member is a newcomer no more', () => {
    const joinedAt = today - 14 * minutesPerDay
    const others = [
      candidate('ann', { onDay: 2, within7Days: 6 }),
      candidate('ben', { onDay: 3, within7Days: 9 }),
    ]
    const scores = (about: Partial<Candidate>) =>
      balanced([...others, candidate('newcomer', about)]).candidates.find(
        ({ memberId }) => memberId === 'newcomer',
      )
    expect(scores({ joinedAt: joinedAt + 1 })).toMatchObject({ scoreOnDay: 2.5, scoreWithin7Days: 7.5 })
    expect(scores({ joinedAt })).toMatchObject({ scoreOnDay: 0, scoreWithin7Days: 0 })
  })

  test('a newcomer is credited with what all others had, free or not', () => {
    const members = [
      candidate('ann', { onDay: 1 }),
      candidate('ben', { onDay: 5 }),
      candidate('newcomer', { joinedAt: today }),
    ]
    expect(orderOf(balanced(members, ['ann', 'newcomer']))).toEqual(['ann', 'newcomer'])
    const [, newcomer] = balanced(members, ['ann', 'newcomer']).candidates
    expect(newcomer?.scoreOnDay).toBe(3)
  })

  test('among newcomers only, nobody is credited', () => {
    const members = [candidate('ann', { joinedAt: today, onDay: 1 }), candidate('ben', { joinedAt: today })]
    expect(orderOf(balanced(members))).toEqual(['ben', 'ann'])
  })

  test.each<[string, Partial<Candidate>, Partial<Candidate>, string]>([
    ['meetings on that day', { onDay: 1, within7Days: 9 }, { onDay: 2, within7Days: 2 }, 'fewest_that_day'],
    [
      'meetings within seven days',
      { within7Days: 1, lastAssignedAt: 9 },
      { within7Days: 2 },
      'fewest_around',
    ],
    ['the last assignment', { lastAssignedAt: 1 }, { lastAssignedAt: 2, priority: 9 }, 'least_recent'],
    [
      'never having been assigned',
      { lastAssignedAt: null },
      { lastAssignedAt: 1, priority: 9 },
      'least_recent',
    ],
    ['the priority', { priority: 2 }, { priority: 1 }, 'priority'],
  ])('%s decides where all before it is equal', (_, first, second, reason) => {
    // By id it would be the other way round.
    const decided = balanced([candidate('a', second), candidate('b', first)])
    expect([orderOf(decided), decided.reason]).toEqual([['b', 'a'], reason])
  })

  test('the id decides at last', () => {
    const decided = balanced([candidate('b'), candidate('a')])
    expect([orderOf(decided), decided.reason]).toEqual([['a', 'b'], 'id'])
  })

  test('the order is the same however the members come', () => {
    const someCandidates = fc.uniqueArray(
      fc.record({
        memberId: fc.uuid(),
        onDay: fc.nat(2),
        within7Days: fc.nat(3),
        lastAssignedAt: fc.option(fc.nat(3)),
        priority: fc.nat(2),
        joinedAt: fc.constantFrom(0, today),
      }),
      { selector: ({ memberId }) => memberId },
    )
    fc.assert(
      fc.property(someCandidates, members => {
        expect(orderOf(balanced(members.toReversed()))).toEqual(orderOf(balanced(members)))
      }),
    )
  })
})

describe('by priority', () => {
  test('the higher comes first, whoever had how many', () => {
    const members = [
      candidate('ann', { priority: 1 }),
      candidate('ben', { priority: 5, onDay: 9 }),
      candidate('cem'),
    ]
    const decided = assign({
      policy: 'priority',
      members,
      free: ['ann', 'ben', 'cem'],
      at: today,
      chosen: null,
    })
    expect([orderOf(decided), decided.reason]).toEqual([['ben', 'ann', 'cem'], 'priority'])
  })
})

describe('when the customer chooses', () => {
  const members = [candidate('ann', { onDay: 1 }), candidate('ben')]
  const choose = (chosen: string | null, free = ['ann', 'ben']) => {
    const decided = assign({ policy: 'customer_chooses', members, free, at: today, chosen })
    return [orderOf(decided), decided.reason]
  }

  test('it is that person or nobody', () => {
    expect(choose('ann')).toEqual([['ann'], 'chosen_by_client'])
    expect(choose('ann', ['ben'])).toEqual([[], null])
  })

  test('anyone available is balanced', () => {
    expect(choose(null)).toEqual([['ben', 'ann'], 'fewest_that_day'])
  })
})

test('only those who are free are asked, and the only one needs no reason', () => {
  const members = [candidate('ann'), candidate('ben', { onDay: 9 })]
  expect(balanced(members, ['ben'])).toMatchObject({ reason: 'only_one', candidates: [{ memberId: 'ben' }] })
  expect(balanced(members, [])).toEqual({ policy: 'balanced', reason: null, candidates: [] })
})
