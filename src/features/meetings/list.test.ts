import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'

let all: Scheduled
const made: Record<string, string> = {}
beforeAll(async () => {
  all = await startScheduled({ work: false })
  const { groups, clients, members } = all.fixture
  const ofG2 = {
    meetingTypeId: all.types.review,
    groupId: groups.G2,
    attributedGroupIds: [groups.G2],
    title: 'Review',
  }
  const named = { name: 'Zoë Müller', email: 'zoe@client.example', phone: '+31301234567' }
  made.one = await all.meet('O1', at(1, '10:00'), named)
  made.two = await all.meet('O12', at(1, '11:00'), { plannedBy: members.Q })
  made.three = await all.meet('O2', at(2, '10:00'), { ...ofG2, clientId: clients.c2 })
  made.four = await all.meet('F', at(3, '10:00'), {
    meetingTypeId: all.types.talk,
    groupId: null,
    attributedGroupIds: [],
    title: 'Talk',
    clientId: clients.c3,
  })
  made.over = await all.meet('O1', at(-20, '10:00'), { status: 'completed' })
  made.cancelled = await all.meet('O1', at(4, '10:00'), { status: 'cancelled_by_client' })
  made.held = await all.meet('O1', at(5, '10:00'), { heldUntil: new Date(Date.now() + 600_000) })
})
afterAll(() => all.server.close())

const nameOf = (id: string) => Object.entries(made).find(([, each]) => each === id)?.[0] ?? id
const listed = async (letter: Letter, query = '') => {
  const { body } = await all.as[letter].get(`/meetings?${query}`)
  return body.items.map((item: { id: string }) => nameOf(item.id)) as string[]
}
const everything = ['over', 'one', 'two', 'three', 'four', 'cancelled']

describe('the list of meetings', () => {
  test('shows each role its own, those of groups where they have a group role, or all', async () => {
    for (const letter of ['A', 'F', 'M', 'P'] as const) expect(await listed(letter)).toEqual(everything)
    expect(await listed('O1')).toEqual(['over', 'one', 'cancelled'])
    expect(await listed('O12')).toEqual(['two'])
    expect(await listed('O2')).toEqual(['three'])
    expect(await listed('Q')).toEqual(['over', 'one', 'two', 'cancelled'])
    for (const letter of ['O0', 'L0', 'L1', 'N'] as const) expect(await listed(letter)).toEqual([])
  })

  test('says of each what its reader may know, and no more', async () => {
    const one = (await all.as.Q.get(`/meetings?search=${encodeURIComponent('zoe mul')}`)).body.items
    expect(one).toEqual([
      {
        id: made.one,
        status: 'scheduled',
        startsAt: at(1, '10:00'),
        endsAt: at(1, '10:30'),
        host: { id: all.fixture.members.O1, name: 'Otto Lindqvist' },
        meetingType: { id: all.types.intake, name: 'Intake' },
        groups: [{ id: all.fixture.groups.G1, name: 'Utrecht' }],
        client: {
          id: all.fixture.clients.c1,
          name: 'Zoë Müller',
          email: 'zoe@client.example',
          phone: '+31301234567',
        },
        place: { kind: 'video_room', text: '' },
        overlapConfirmed: false,
        isPlanned: false,
        plannedBy: null,
        atRisk: null,
        may: { change: true },
      },
    ])
    const { body } = await all.as.P.get(`/meetings/${made.one}`)
    expect(body).toMatchObject({ client: { id: null, name: 'Zoë Müller' }, host: { name: 'Otto Lindqvist' } })
    expect((await all.as.Q.get(`/meetings/${made.two}`)).body.plannedBy).toMatchObject({
      name: 'Quinn Adeyemi',
    })
  })

  test('is walked page by page, forth and back, without a gap or a repetition', async () => {
    for (const order of ['asc', 'desc']) {
      const found: string[] = []
      for (let cursor = ''; ;) {
        const { body } = await all.as.A.get(`/meetings?limit=2&order=${order}${cursor}`)
        found.push(...body.items.map((item: { id: string }) => nameOf(item.id)))
        if (body.next === null) break
        cursor = `&cursor=${body.next}`
      }
      expect(found).toEqual(order === 'asc' ? everything : everything.toReversed())
    }
    expect((await all.as.A.get('/meetings?cursor=nonsense')).status).toBe(400)
  })

  test('is filtered by what is to come and what is over, time, host, type, group, client, status and words', async () => {
    const { members, groups, clients } = all.fixture
    expect(await listed('A', 'view=upcoming')).toEqual(['one', 'two', 'three', 'four'])
    expect(await listed('A', 'view=past')).toEqual(['cancelled', 'over'])
    expect(await listed('A', `hostId=${members.O1}`)).toEqual(['over', 'one', 'cancelled'])
    expect(await listed('A', `meetingTypeId=${all.types.review}`)).toEqual(['three'])
    expect(await listed('A', `groupId=${groups.G2}`)).toEqual(['three'])
    expect(await listed('A', 'status=cancelled_by_client')).toEqual(['cancelled'])
    expect(await listed('A', `clientId=${clients.c3}`)).toEqual(['four'])
    const day = at(1, '00:00').slice(0, 10)
    expect(await listed('A', `from=${day}&to=${day}`)).toEqual(['one', 'two'])
    expect(await listed('A', `from=${day}&to=${day}&timeZone=Pacific/Kiritimati`)).toEqual([])
    expect(await listed('A', `from=${at(1, '10:01')}&to=${at(2, '10:00')}`)).toEqual(['two'])
    expect(await listed('A', 'search=review')).toEqual(['three'])
    expect(await listed('A', 'search=1234567')).toEqual(['one'])
    expect(await listed('A', 'search=100%25')).toEqual([])
  })

  test('finds nothing by a group or a client that is not the reader’s to know', async () => {
    const { groups, clients } = all.fixture
    expect(await listed('O1', `groupId=${groups.G2}`)).toEqual([])
    expect(await listed('O1', `groupId=${groups.G1}`)).toEqual(['over', 'one', 'cancelled'])
    expect(await listed('P', `clientId=${clients.c1}`)).toEqual([])
  })

  test('counts what it lists', async () => {
    for (const letter of ['A', 'O1', 'Q', 'L0'] as const)
      for (const query of ['', 'view=upcoming', 'view=past', 'search=intake', 'view=at_risk'])
        expect((await all.as[letter].get(`/meetings/count?${query}`)).body).toEqual({
          count: (await listed(letter, query)).length,
          capped: false,
        })
  })

  test('gives a day, a week or a month at once, and no more', async () => {
    const range = async (letter: Letter, from: string, to: string) => {
      const { status, body } = await all.as[letter].get(`/meetings/range?from=${from}&to=${to}`)
      return status === 200 ? body.items.map((item: { id: string }) => nameOf(item.id)) : status
    }
    const day = (number: number) => at(number, '00:00').slice(0, 10)
    expect(await range('A', day(1), day(7))).toEqual(['one', 'two', 'three', 'four', 'cancelled'])
    expect(await range('O12', day(1), day(7))).toEqual(['two'])
    expect(await range('A', at(1, '10:29'), at(1, '11:00'))).toEqual(['one'])
    expect(await range('A', day(1), day(31))).toHaveLength(5)
    expect(await range('A', day(1), day(32))).toBe(400)
    expect(await range('A', day(2), day(1))).toBe(400)
  })
})

describe('a meeting', () => {
  test('of somebody else is not there: neither held bookings nor those of another group', async () => {
    const unknown = await all.as.O2.get(`/meetings/${all.fixture.clients.c1}`)
    expect(unknown.status).toBe(404)
    for (const id of [made.one, made.two, made.four]) {
      const hidden = await all.as.O2.get(`/meetings/${id}`)
      expect({ ...hidden.body, requestId: '' }).toEqual({ ...unknown.body, requestId: '' })
    }
    expect((await all.as.A.get(`/meetings/${made.held}`)).status).toBe(404)
  })
})
