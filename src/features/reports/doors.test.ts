import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'

let all: Scheduled
beforeAll(async () => {
  all = await startScheduled({ work: false })
  const { groups, members, clients } = all.fixture
  const booked = (startsAt: string, minutesBefore: number) =>
    new Date(Date.parse(startsAt) - minutesBefore * 60_000)
  const ofG2 = {
    meetingTypeId: all.types.review,
    groupId: groups.G2,
    attributedGroupIds: [groups.G2],
    title: 'Review',
    clientId: clients.c2,
  }
  for (const n of Array.from({ length: 11 }, (_, index) => index)) {
    const startsAt = at(n + 1, '10:00')
    await all.meet('O1', startsAt, {
      status: n < 6 ? 'completed' : n < 8 ? 'missed' : n < 10 ? 'cancelled_by_client' : 'cancelled_by_host',
      createdAt: booked(startsAt, 60 * (n + 1)),
      rating: n < 2 ? 4 + n : null,
      endsAt: new Date(Date.parse(startsAt) + (n === 0 ? 90 : 30) * 60_000),
    })
  }
  await all.meet('O2', at(1, '12:00'), { ...ofG2, createdAt: booked(at(1, '12:00'), 100) })
  await all.insert(cast => {
    const invite = { clientId: clients.c1, flowId: all.flowId, sentBy: members.O1 }
    const sentAt = new Date(Date.now() - 3_600_000)
    cast.invite({ ...invite, sentAt, initiatedAt: sentAt, completedAt: new Date(sentAt.getTime() + 600_000) })
    cast.invite({
      ...invite,
      sentAt,
      initiatedAt: sentAt,
      completedAt: new Date(sentAt.getTime() + 1_800_000),
    })
    cast.invite({ ...invite, clientId: clients.c2, sentBy: members.O2, sentAt })
  })
})
afterAll(() => all.server.close())

const day = (number: number) => at(number, '00:00').slice(0, 10)
const meetings = (letter: Letter, reach: string, more = '') =>
  all.as[letter].get(`/reports/meetings?reach=${reach}&from=${day(1)}&to=${day(30)}${more}`)
const invites = (letter: Letter, reach: string, more = '') =>
  all.as[letter].get(`/reports/invites?reach=${reach}&from=${day(-100)}&to=${day(30)}${more}`)
const booked = (rows: { name: string; booked: number }[]) => rows.map(row => [row.name, row.booked])

describe('a report', () => {
  test('counts what was booked and what came of it, with medians, and says where there is little to go by', async () => {
    const { body } = await meetings('A', 'all', '&by=group')
    expect(body.total).toEqual({
      booked: 12,
      held: 6,
      missed: 2,
      cancelledByClient: 2,
      cancelledByHost: 1,
      open: 1,
      leadTimeMinutes: 330,
      durationMinutes: 30,
      rating: 4.5,
      ratings: 2,
      isSmallSample: false,
    })
    expect(body.rows).toMatchObject([
      { name: 'Rotterdam', booked: 1, leadTimeMinutes: 100, isSmallSample: true },
      { name: 'Utrecht', booked: 11, leadTimeMinutes: 360, isSmallSample: false },
    ])
  })

  test('is by type, host, day, week or month, by the clock that was asked for', async () => {
    expect(booked((await meetings('A', 'all', '&by=type')).body.rows)).toEqual([
      ['Intake', 11],
      ['Review', 1],
    ])
    expect(booked((await meetings('A', 'all', '&by=host')).body.rows)).toEqual([
      ['Omar Benali', 1],
      ['Otto Lindqvist', 11],
    ])
    const weeks = (await meetings('A', 'all', '&by=week')).body.rows
    expect(weeks.map((row: { key: string; booked: number }) => [row.key, row.booked])).toEqual([
      [day(1), 8],
      [day(8), 4],
    ])
    const far = await meetings('A', 'all', '&by=day&timeZone=Pacific/Kiritimati')
    expect(far.body.rows[0]).toMatchObject({ key: day(2), booked: 2 })
  })

  test('goes as far as the reach goes: mine, one of my groups, everything', async () => {
    const { G1, G2 } = all.fixture.groups
    const total = async (letter: Letter, reach: string) => {
      const { status, body } = await meetings(letter, reach)
      return status === 200 ? body.total.booked : status
    }
    for (const letter of ['A', 'F', 'M', 'P'] as const) expect(await total(letter, 'all')).toBe(12)
    for (const letter of ['O1', 'O2', 'Q', 'L0'] as const) expect(await total(letter, 'all')).toBe(403)
    expect(await total('O1', 'own')).toBe(11)
    expect(await total('O12', 'own')).toBe(0)
    expect(await total('Q', `group:${G1}`)).toBe(11)
    expect(await total('P', `group:${G2}`)).toBe(1)
    for (const [letter, group] of [
      ['Q', G2],
      ['O1', G1],
      ['O2', G2],
      ['Q', all.fixture.cast.organizationId],
    ] as const)
      expect(await total(letter, `group:${group}`)).toBe(0)
    expect(await total('A', 'group:nonsense')).toBe(400)
    expect((await all.as.A.get(`/reports/meetings?reach=all&from=${day(2)}&to=${day(1)}`)).status).toBe(400)
  })

  test('follows the groups that a meeting counted in when it was booked, not where its host is now', async () => {
    const { members, groups } = all.fixture
    await all.query('delete from app.membership where member_id = $1 and group_id = $2', [
      members.O1,
      groups.G1,
    ])
    const { body } = await meetings('Q', `group:${groups.G1}`, '&by=host')
    expect(body.total.booked).toBe(11)
    expect(body.rows).toMatchObject([{ key: 'other', id: null, name: null, booked: 11 }])
    expect(JSON.stringify(body)).not.toContain(members.O1)
    await all.query('insert into app.membership (organization_id, member_id, group_id) values ($1, $2, $3)', [
      all.fixture.cast.organizationId,
      members.O1,
      groups.G1,
    ])
  })

  test('of a group sums those below it, each meeting once', async () => {
    const { groups } = all.fixture
    await all.query('update app."group" set parent_id = $1 where id = $2', [groups.G1, groups.G2])
    await all.query('update app.meeting set attributed_group_ids = $1 where host_id = $2', [
      [groups.G1, groups.G2],
      all.fixture.members.O2,
    ])
    const { body } = await meetings('Q', `group:${groups.G1}`, '&by=group')
    expect(body.total.booked).toBe(12)
    expect(booked(body.rows)).toEqual([
      ['Rotterdam', 1],
      ['Utrecht', 12],
    ])
    await all.query('update app."group" set parent_id = null')
  })

  test('on invites counts those of clients the reader sees', async () => {
    const { G1 } = all.fixture.groups
    expect((await invites('O1', `group:${G1}`)).body.total).toEqual({
      sent: 2,
      initiated: 2,
      completed: 2,
      clients: 1,
      timeToCompleteMinutes: 20,
      isSmallSample: true,
    })
    expect((await invites('O1', 'own')).body.total.sent).toBe(2)
    expect((await invites('O2', `group:${G1}`)).body.total.sent).toBe(0)
    expect((await invites('O1', 'all')).status).toBe(403)
    expect((await invites('A', 'all', '&by=host')).body.rows).toMatchObject([
      { name: 'Omar Benali', sent: 1, completed: 0, timeToCompleteMinutes: null },
      { name: 'Otto Lindqvist', sent: 2, completed: 2 },
    ])
  })

  test('says beforehand what may be asked', async () => {
    const options = async (letter: Letter) => (await all.as[letter].get('/reports/options')).body
    const names = (groups: { name: string }[]) => groups.map(({ name }) => name)
    const forAdmin = await options('A')
    expect(forAdmin.meetings.reaches).toEqual(['own', 'all'])
    expect(names(forAdmin.meetings.groups)).toEqual(['Rotterdam', 'Utrecht'])
    const forOperator = await options('Q')
    expect(forOperator.meetings.reaches).toEqual(['own'])
    expect(names(forOperator.meetings.groups)).toEqual(['Utrecht'])
    const forHost = await options('O2')
    expect(forHost.meetings.groups).toEqual([])
    expect(names(forHost.invites.groups)).toEqual(['Rotterdam'])
  })

  test('is a file for a spreadsheet, under the same wall', async () => {
    const file = async (letter: Letter, path: string) => {
      const url = `${all.server.url}/api/v1/reports/${path}&from=${day(1)}&to=${day(30)}`
      const response = await fetch(url, { headers: { cookie: all.as[letter].cookie ?? '' } })
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        text: await response.text(),
      }
    }
    const { type, text } = await file('Q', `meetings.csv?reach=group:${all.fixture.groups.G1}&by=type`)
    expect(type).toBe('text/csv; charset=utf-8')
    const [header = '', ...lines] = text.trim().split('\n')
    expect(header).toContain('key,name,booked,held,missed,cancelled_by_client,cancelled_by_host,open')
    expect(lines[0]).toContain('Intake,11,')
    expect(lines.at(-1)).toMatch(/^total,,12,/)
    expect((await file('Q', 'meetings.csv?reach=all')).status).toBe(403)
    expect((await file('O2', 'invites.csv?reach=own')).text).toContain('sent,initiated,completed,clients')
  })
})
