import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyone, type Person as Letter } from '../../../db/fixture.ts'
import { type Scheduled, startScheduled } from '../../../test/scheduled.ts'

let staffed: Scheduled
beforeAll(async () => {
  staffed = await startScheduled()
})
afterAll(() => staffed.server.close())

const week = { from: '2027-03-01', to: '2027-03-31', timeZone: 'Europe/Amsterdam' }
const workshop = {
  title: 'Workshop',
  startsAt: '2027-03-08T09:00:00Z',
  endsAt: '2027-03-08T11:00:00Z',
  timeZone: 'Europe/Amsterdam',
}
const add = (by: Letter, given: object) => staffed.as[by].post('/blocks', { ...workshop, ...given })
const list = async (by: Letter, query: Record<string, string> = week) => {
  const { body } = await staffed.as[by].get(`/blocks?${new URLSearchParams(query).toString()}`)
  return body.items as { id: string; level: string; title: string; occurrences: object[]; may: object }[]
}
const member = (letter: Letter) => ({ level: 'member', memberId: staffed.fixture.members[letter] })
const group = (name: 'G1' | 'G2') => ({ level: 'group', groupId: staffed.fixture.groups[name] })
const allowed = async (given: object) => {
  const statuses = await Promise.all(everyone.map(async by => [by, (await add(by, given)).status] as const))
  return Object.fromEntries(statuses) as Record<Letter, number>
}

test('the organisation is blocked by Admins and Managers', async () => {
  const statuses = await allowed({ level: 'organization' })
  for (const by of everyone) expect([by, statuses[by]]).toEqual([by, ['A', 'M'].includes(by) ? 201 : 403])
})

test('a group is blocked by Admins, Managers, Operators and who has a group role in it; others do not even learn that it is there', async () => {
  const statuses = await allowed(group('G1'))
  const may = ['A', 'M', 'P', 'Q']
  const knows = ['F', 'O1', 'O12', 'L1']
  for (const by of everyone)
    expect([by, statuses[by]]).toEqual([by, may.includes(by) ? 201 : knows.includes(by) ? 403 : 400])
  const { body: hidden } = await add('O2', group('G1'))
  const { body: absent } = await add('O2', { level: 'group', groupId: crypto.randomUUID() })
  expect(hidden.errors).toEqual(absent.errors)
  expect(hidden.errors).toMatchObject([{ pointer: '/groupId' }])
})

test('a member is blocked by themselves and by who arranges their availability', async () => {
  const statuses = await allowed(member('O1'))
  const may = ['A', 'M', 'P', 'Q', 'O1']
  const knows = ['F', 'O12', 'L1']
  for (const by of everyone)
    expect([by, statuses[by]]).toEqual([by, may.includes(by) ? 201 : knows.includes(by) ? 403 : 400])
})

test('blocks are seen by those whom they keep from being booked, and by who may remove them', async () => {
  const { body: ofMember } = await add('L1', { ...member('L1'), title: 'Dentist' })
  const { body: ofGroup } = await add('A', { ...group('G2'), title: 'Outing' })
  const seers = async (id: string) => {
    const lists = await Promise.all(everyone.map(async by => [by, await list(by)] as const))
    return lists.flatMap(([by, items]) => (items.some(each => each.id === id) ? [by] : []))
  }
  expect(await seers(ofMember.id)).toEqual(['A', 'L1', 'M', 'P', 'Q'])
  expect(await seers(ofGroup.id)).toEqual(['A', 'O2', 'O12', 'M', 'P'])
  expect((await list('L1')).find(each => each.id === ofMember.id)?.may).toEqual({ remove: true })
  expect((await list('O2')).find(each => each.id === ofGroup.id)?.may).toEqual({ remove: false })
  expect((await staffed.as.O2.delete(`/blocks/${ofGroup.id}`)).status).toBe(403)
  expect((await staffed.as.O2.delete(`/blocks/${ofMember.id}`)).status).toBe(404)
  expect((await staffed.as.L1.delete(`/blocks/${ofMember.id}`)).status).toBe(204)
  expect(await seers(ofMember.id)).toEqual([])
})

test('a block that repeats keeps its time of day when the clocks change', async () => {
  const { status, body } = await add('O12', { ...member('O12'), rrule: 'FREQ=WEEKLY;COUNT=4', title: 'Team' })
  expect(status).toBe(201)
  const mine = { ...week, level: 'member', memberId: staffed.fixture.members.O12 }
  const [block] = await list('O12', mine)
  expect(block).toMatchObject({ id: body.id, title: 'Team' })
  expect(block?.occurrences).toEqual([
    { startsAt: '2027-03-08T09:00:00.000Z', endsAt: '2027-03-08T11:00:00.000Z' },
    { startsAt: '2027-03-15T09:00:00.000Z', endsAt: '2027-03-15T11:00:00.000Z' },
    { startsAt: '2027-03-22T09:00:00.000Z', endsAt: '2027-03-22T11:00:00.000Z' },
    { startsAt: '2027-03-29T08:00:00.000Z', endsAt: '2027-03-29T10:00:00.000Z' },
  ])
  expect(await list('O12', { ...mine, from: '2027-03-09', to: '2027-03-14' })).toEqual([])
  expect(await list('O12', { ...mine, from: '2027-03-15', to: '2027-03-15' })).toHaveLength(1)
})

test('what makes no sense is refused where it stands', async () => {
  const pointersOf = async (given: object) =>
    (await add('A', given)).body.errors?.map((each: { pointer: string }) => each.pointer)
  expect(await pointersOf({ level: 'group' })).toEqual(['/groupId'])
  expect(await pointersOf({ ...group('G1'), level: 'organization' })).toEqual(['/groupId'])
  expect(await pointersOf({ level: 'organization', endsAt: workshop.startsAt })).toEqual(['/endsAt'])
  expect(await pointersOf({ level: 'organization', rrule: 'FREQ=HOURLY' })).toEqual(['/rrule'])
  expect(await pointersOf({ level: 'organization', rrule: 'every Monday' })).toEqual(['/rrule'])
  expect(await pointersOf({ level: 'organization', rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' })).toEqual([
    '/rrule',
  ])
  const { body } = await add('A', { level: 'organization', rrule: 'FREQ=DAILY;UNTIL=20270301' })
  expect(body.errors[0].detail).toBe('By this repetition the block never comes. Change it, or leave it out.')
  const { status } = await staffed.as.A.get('/blocks?from=2027-03-01&to=2029-03-01')
  expect(status).toBe(400)
})

test('the member concerned is told by mail of a block that a colleague set, and not of what it is for', async () => {
  const { fixture, server } = staffed
  const { body } = await add('Q', { ...member('L1'), rrule: 'FREQ=DAILY' })
  await staffed.as.M.delete(`/blocks/${body.id}`)
  const mine = async () =>
    (await server.app.program.mail.listKept(fixture.cast.organizationId, 100)).filter(each =>
      each.to.startsWith('luca@'),
    )
  while ((await mine()).length < 2) await sleep(20)
  const texts = (await mine()).map(each => each.text)
  const added = texts.find(text => text.includes('blocked your time'))
  expect(added).toContain(
    'Quinn Adeyemi blocked your time: Monday, 8 March 2027, 10:00–12:00 (Europe/Amsterdam).',
  )
  expect(added).toContain('It repeats')
  expect(added).not.toContain('Workshop')
  expect(texts.some(text => text.includes('A colleague removed the block'))).toBe(true)
})
