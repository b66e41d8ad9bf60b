import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'

let all: Scheduled
beforeAll(async () => {
  all = await startScheduled()
})
afterAll(() => all.server.close())

const atRisk = async (letter: Letter, query = '') => {
  const { body } = await all.as[letter].get(`/meetings?view=at_risk&limit=200${query}`)
  return new Map<string, string>(
    body.items.map((item: { id: string; atRisk: string }) => [item.id, item.atRisk]),
  )
}

describe('a meeting is at risk', () => {
  test('when its host is suspended, leaves, can no longer host its type, is busy, blocked, or meets somebody else', async () => {
    const { members, groups } = all.fixture
    const expected = new Map<string, string>()
    const good = await all.meet('O1', at(1, '09:00'))
    expected.set(await all.meet('L1', at(1, '10:00')), 'host_inactive')
    expected.set(await all.meet('O2', at(1, '10:00')), 'not_a_host')
    expected.set(await all.meet('O1', at(1, '10:00')), 'busy')
    expected.set(await all.meet('O1', at(2, '10:00')), 'blocked')
    expected.set(await all.meet('O1', at(9, '10:00')), 'blocked')
    expected.set(await all.meet('O12', at(3, '10:00'), { overlapConfirmed: true }), 'overlap')
    expected.set(await all.meet('O12', at(3, '10:15')), 'overlap')
    await all.meet('O2', at(2, '10:00'), { status: 'cancelled_by_host' })
    await all.meet('O2', at(-30, '10:00'))
    await all.insert(cast => {
      cast.busy(cast.calendar(members.O1), members.O1, new Date(at(1, '10:20')), new Date(at(1, '12:00')))
      cast.block({
        groupId: groups.G1,
        startsAt: new Date(at(-19, '10:00')),
        endsAt: new Date(at(-19, '11:00')),
        timeZone: 'UTC',
        rrule: 'FREQ=WEEKLY',
      })
    })
    await all.as.A.put(`/members/${members.L1}/suspension`, {})
    for (const letter of ['A', 'F', 'M', 'P', 'Q'] as const) expect(await atRisk(letter)).toEqual(expected)
    expect((await atRisk('O1')).size).toBe(3)
    expect((await all.as.A.get(`/meetings/${good}`)).body.atRisk).toBeNull()
    expect((await all.as.A.get('/meetings/count?view=at_risk')).body).toEqual({ count: 7, capped: false })
    const first = await all.as.A.get('/meetings?view=at_risk&limit=3')
    const second = await all.as.A.get(`/meetings?view=at_risk&limit=200&cursor=${first.body.next}`)
    expect([...first.body.items, ...second.body.items].map((item: { id: string }) => item.id)).toHaveLength(7)
    await all.as.A.delete(`/members/${members.L1}/suspension`)
    await all.query('delete from app.block')
  })
})

describe('the meetings of who leaves the group', () => {
  const leave = (letter: Letter, memberId: string, meetings: string) =>
    all.as[letter].post(`/groups/${all.fixture.groups.G1}/members/removal`, {
      memberIds: [memberId],
      onUngroup: 'own_only',
      meetings,
    })
  const hostOf = async (id: string) =>
    (await all.query('select host_id from app.meeting where id = $1', [id]))[0]?.host_id
  const join = (memberId: string) =>
    all.query('insert into app.membership (organization_id, member_id, group_id) values ($1, $2, $3)', [
      all.fixture.cast.organizationId,
      memberId,
      all.fixture.groups.G1,
    ])

  test('stay with them, if nobody wishes otherwise, and are at risk', async () => {
    const { members } = all.fixture
    const id = await all.meet('O12', at(15, '10:00'))
    expect((await leave('A', members.O12, 'keep')).status).toBe(200)
    expect((await all.as.O12.get(`/meetings/${id}`)).body).toMatchObject({
      host: { id: members.O12 },
      atRisk: 'not_a_host',
      may: { change: true, move: true },
    })
    const moved = await all.as.O12.post(`/meetings/${id}/rescheduling`, { startsAt: at(15, '12:00') })
    expect(moved.status).toBe(200)
    await join(members.O12)
  })

  test('go to those who are free, as the group gives meetings out; where nobody is, they stay', async () => {
    const { members, groups } = all.fixture
    const free = await all.meet('O1', at(16, '10:00'))
    const taken = await all.meet('O1', at(17, '10:00'))
    const elsewhere = await all.meet('O1', at(18, '10:00'), {
      meetingTypeId: all.types.talk,
      groupId: null,
      attributedGroupIds: [],
    })
    for (const host of ['O12', 'L1', 'Q'] as const) await all.meet(host, at(17, '10:00'))
    await all.meet('L1', at(16, '12:00'))
    await all.meet('Q', at(16, '12:00'))
    expect((await leave('A', members.O1, 'reassign')).status).toBe(200)
    await expect.poll(() => hostOf(free), { timeout: 20_000 }).toBe(members.O12)
    const { body } = await all.as.A.get(`/meetings/${free}`)
    expect(body).toMatchObject({
      groups: [{ id: groups.G1 }],
      decision: { policy: 'balanced', reason: 'Had the fewest meetings of the group on that day.' },
    })
    expect(body.history[0]).toMatchObject({
      name: 'meeting.reassigned',
      actor: { id: members.A },
      before: { host: { id: members.O1 } },
      after: { host: { id: members.O12 } },
    })
    // No job is left that could still move the others.
    await expect
      .poll(
        () =>
          all.query(
            `select from jobs.job where state in ('created', 'retry', 'active') and data ->> 'name' in ('follow', 'reassign-meetings')`,
          ),
        { timeout: 20_000 },
      )
      .toEqual([])
    expect(await hostOf(taken)).toBe(members.O1)
    expect(await hostOf(elsewhere)).toBe(members.O1)
    expect((await atRisk('A')).get(taken)).toBe('not_a_host')
    await join(members.O1)
  })
})

describe('a booking and a plan for the same host and time', () => {
  test('made at once are never both there', async () => {
    const { members } = all.fixture
    const door = `/public/groups/${all.fixture.cast.rows.groupLink[0]?.link}`
    const clients = [{ name: 'Zoë', email: 'zoe@client.example' }]
    for (const day of [22, 23, 24, 25]) {
      const startsAt = at(day, '10:00')
      const booked = Array.from({ length: 6 }, (_, n) =>
        all.as.A.post(`${door}/meetings`, {
          meetingTypeId: all.types.intake,
          startsAt,
          name: 'Client',
          email: `client${n}@client.example`,
          timeZone: 'UTC',
        }),
      )
      const planned = (['O1', 'O12', 'L1', 'Q'] as const).map(host =>
        all.as.Q.post('/meetings', {
          hostId: members[host],
          meetingTypeId: all.types.intake,
          startsAt,
          clients,
        }),
      )
      const answers = await Promise.all([...booked, ...planned])
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(4)
      for (const { status } of answers) expect([201, 409]).toContain(status)
      const rows = await all.query(
        `select host_id from app.meeting where starts_at = $1 and status = 'scheduled'`,
        [startsAt],
      )
      expect(new Set(rows.map(row => row.host_id)).size).toBe(4)
    }
  })
})
