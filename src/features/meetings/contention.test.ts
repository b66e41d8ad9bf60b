import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Bookable, type Branch, startBookable, workday } from '../../../test/bookable.ts'

let place: Bookable
beforeAll(async () => {
  place = await startBookable({ work: false })
})
afterAll(() => place.close())

const deadlocks = async () =>
  Number(
    (await place.query('select deadlocks from pg_stat_database where datname = current_database()'))[0]
      .deadlocks,
  )

/** Pairs of meetings of one host that overlap. */
const overlaps = ({ cast }: Branch) =>
  place.query(
    `select a.id, b.id from app.meeting a join app.meeting b using (organization_id, host_id)
      where a.id < b.id and organization_id = $1 and tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)`,
    [cast.organizationId],
  )

describe('many at once', () => {
  test('of fifty for one start with three free hosts, three meet and forty-seven are told what is free, every time', async () => {
    const before = await deadlocks()
    for (let repeat = 0; repeat < 20; repeat++) {
      const utrecht = await place.made()
      const startsAt = workday(0, 9 + (repeat % 8))
      const answers = await Promise.all(Array.from({ length: 50 }, () => place.book(utrecht, startsAt)))
      const statuses = Object.groupBy(answers, ({ status }) => status)
      expect(Object.keys(statuses)).toEqual(['201', '409'])
      expect(statuses[201]).toHaveLength(3)
      for (const { body } of statuses[409] ?? []) {
        expect(body.code).toBe('slot_taken')
        expect(body.slots.length).toBeGreaterThan(0)
      }
      const hosts = await place.query('select distinct host_id from app.meeting where organization_id = $1', [
        utrecht.cast.organizationId,
      ])
      expect(hosts).toHaveLength(3)
    }
    expect(await deadlocks()).toBe(before)
  })

  test('five hundred over one day, with ten hosts: every free time is given once, and nobody is in two places', async () => {
    const before = await deadlocks()
    const utrecht = await place.made({ hosts: 10 })
    const startOf = (index: number) => workday(0, 9 + Math.floor((index % 16) / 2), (index % 2) * 30)
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) => place.book(utrecht, startOf(index))),
    )
    // Sixteen starts, each wished for more often than there are hosts.
    const booked = answers.filter(({ status }) => status === 201)
    expect(booked).toHaveLength(160)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(340)
    expect(await overlaps(utrecht)).toEqual([])
    expect(await deadlocks()).toBe(before)
  })
})

describe('who gets the meeting', () => {
  const loadOf = async ({ cast }: Branch) =>
    (
      await place.query(
        'select count(*)::integer as count from app.meeting where organization_id = $1 group by host_id order by 1',
        [cast.organizationId],
      )
    ).map(({ count }) => count)

  test('thirty on one day go to three members alike', async () => {
    const utrecht = await place.made({ type: { durationMinutes: 30 } })
    const starts = Array.from({ length: 10 }, (_, index) =>
      workday(0, 9 + Math.floor(index / 2), (index % 2) * 30),
    )
    for (const startsAt of [...starts, ...starts, ...starts])
      expect((await place.book(utrecht, startsAt)).status).toBe(201)
    expect(await loadOf(utrecht)).toEqual([10, 10, 10])
  })

  test('thirty over many days, too', async () => {
    const utrecht = await place.made()
    for (let nth = 0; nth < 30; nth++) expect((await place.book(utrecht, workday(nth, 9))).status).toBe(201)
    expect(await loadOf(utrecht)).toEqual([10, 10, 10])
  })

  test('a newcomer gets a share, and not everything', async () => {
    const utrecht = await place.made()
    const [newcomer] = utrecht.hostIds
    await place.query('update app.membership set created_at = now() where member_id = $1', [newcomer])
    await place.query('update app.member set suspended_at = now() where id = $1', [newcomer])
    const starts = Array.from({ length: 10 }, (_, index) =>
      workday(0, 9 + Math.floor(index / 2), (index % 2) * 30),
    )
    for (const startsAt of [...starts, ...starts])
      expect((await place.book(utrecht, startsAt)).status).toBe(201)
    await place.query('update app.member set suspended_at = null where id = $1', [newcomer])
    for (let index = 0; index < 9; index++)
      await place.book(utrecht, workday(1, 9 + Math.floor(index / 2), (index % 2) * 30))
    const [{ count }] = await place.query(
      'select count(*)::integer as count from app.meeting where host_id = $1',
      [newcomer],
    )
    expect(count).toBe(3)
  })

  test('the decision is kept with the meeting: by which policy, among whom, and why', async () => {
    const utrecht = await place.made({ hosts: 2 })
    await place.book(utrecht, workday(0, 9))
    await place.book(utrecht, workday(0, 10))
    const [first, second] = await place.query(
      'select host_id, decision from app.meeting where organization_id = $1 order by created_at',
      [utrecht.cast.organizationId],
    )
    expect(second.host_id).not.toBe(first.host_id)
    expect(second.decision).toMatchObject({
      policy: 'balanced',
      reason: 'fewest_that_day',
      candidates: [
        { memberId: second.host_id, onDay: 0, scoreOnDay: 0 },
        { memberId: first.host_id, onDay: 1, scoreOnDay: 1 },
      ],
    })
  })
})
