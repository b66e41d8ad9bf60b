import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { type Scheduled, startScheduled } from '../../../test/scheduled.ts'

let staffed: Scheduled
beforeAll(async () => {
  staffed = await startScheduled()
})
afterAll(() => staffed.server.close())

const pathOf = (of: Letter) => `/members/${staffed.fixture.members[of]}/open-hours`
const read = (by: Letter, of: Letter = by) => staffed.as[by].get(pathOf(of))
const set = (by: Letter, of: Letter, hours: object, headers: Record<string, string> = {}) =>
  staffed.as[by].put(pathOf(of), { timeZone: 'Europe/Amsterdam', weekly: [], ...hours }, { headers })
const monday = (start: string, end: string) => ({ day: 1, start, end })

/** What was mailed to somebody, once there are so many letters. */
async function lettersTo(letter: Letter, count: number) {
  const { fixture, server } = staffed
  const [{ email }] = await staffed.query('select email from app.member where id = $1', [
    fixture.members[letter],
  ])
  for (;;) {
    const kept = await server.app.program.mail.listKept(fixture.cast.organizationId, 100)
    const found = kept.filter(each => each.to === email)
    if (found.length >= count) return found
    await sleep(20)
  }
}

test('who has set no hours is open from Monday to Friday, nine to five, by the clock of the organisation', async () => {
  const { status, body } = await read('N')
  expect(status).toBe(200)
  expect(body).toMatchObject({ timeZone: 'UTC', isDefault: true, version: 0, overrides: [], dayLimit: null })
  expect(body.weekly).toEqual([1, 2, 3, 4, 5].map(day => ({ day, start: '09:00', end: '17:00' })))
})

test('everybody sets their own hours, and they are kept in one spelling: touching times are one, midnight is 24:00', async () => {
  const { status, body } = await set('O2', 'O2', {
    timeZone: 'America/New_York',
    weekly: [
      monday('13:00', '17:00'),
      monday('09:00', '13:00'),
      { day: 5, start: '22:00', end: '02:00' },
      { day: 7, start: '20:00', end: '00:00' },
    ],
    overrides: [
      { date: '2027-12-24', intervals: [{ start: '09:00', end: '12:00' }] },
      { date: '2027-05-05', intervals: [] },
    ],
    dayLimit: 4,
  })
  expect(status).toBe(200)
  expect(body).toEqual({
    memberId: staffed.fixture.members.O2,
    timeZone: 'America/New_York',
    weekly: [
      monday('09:00', '17:00'),
      { day: 5, start: '22:00', end: '02:00' },
      { day: 7, start: '20:00', end: '24:00' },
    ],
    overrides: [
      { date: '2027-05-05', intervals: [] },
      { date: '2027-12-24', intervals: [{ start: '09:00', end: '12:00' }] },
    ],
    typeHours: [],
    dayLimit: 4,
    weekLimit: null,
    isDefault: false,
    version: 1,
  })
  expect((await read('O2')).body).toEqual(body)
})

test('hours that overlap are refused where they stand, over midnight and from Sunday to Monday too', async () => {
  const pointersOf = async (hours: object) =>
    (await set('O12', 'O12', hours)).body.errors?.map((each: { pointer: string }) => each.pointer)
  expect(await pointersOf({ weekly: [monday('09:00', '12:00'), monday('11:00', '13:00')] })).toEqual([
    '/weekly/1',
  ])
  expect(
    await pointersOf({ weekly: [monday('22:00', '06:00'), { day: 2, start: '05:00', end: '09:00' }] }),
  ).toEqual(['/weekly/1'])
  expect(
    await pointersOf({ weekly: [{ day: 7, start: '22:00', end: '02:00' }, monday('01:00', '03:00')] }),
  ).toEqual(['/weekly/0'])
  const twice = { date: '2027-05-05', intervals: [] }
  expect(await pointersOf({ overrides: [twice, twice] })).toEqual(['/overrides/1/date'])
  expect(await pointersOf({ weekly: [{ day: 8, start: '9:00', end: '24:00' }], timeZone: 'Mars' })).toEqual([
    '/timeZone',
    '/weekly/0/start',
    '/weekly/0/day',
  ])
  expect((await read('O12')).body.isDefault).toBe(true)
})

test('hours of others are set as far as the reach goes; who may not see a member finds nobody there', async () => {
  const expected: Record<Letter, number> = {
    A: 200,
    M: 200,
    P: 200,
    // Q has a group role in the group of O1.
    Q: 200,
    O1: 200,
    F: 403,
    O12: 403,
    L1: 403,
    O0: 404,
    O2: 404,
    L0: 404,
    N: 404,
  }
  for (const [by, status] of Object.entries(expected) as [Letter, number][]) {
    expect([by, (await read(by, 'O1')).status]).toEqual([by, status])
    expect([by, (await set(by, 'O1', { weekly: [monday('10:00', '11:00')] })).status]).toEqual([by, status])
  }
  const hidden = await read('O2', 'O1')
  const absent = await staffed.as.O2.get(`/members/${crypto.randomUUID()}/open-hours`)
  expect({ ...hidden.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' })
})

test('whoever saves second is shown what the first one saved', async () => {
  const { body } = await set('L1', 'L1', { weekly: [monday('09:00', '10:00')] })
  const stale = { 'if-match': `"${body.version}"` }
  expect((await set('Q', 'L1', { weekly: [monday('09:00', '11:00')] }, stale)).body.version).toBe(2)
  expect(await set('L1', 'L1', { weekly: [] }, stale)).toMatchObject({
    status: 409,
    body: { code: 'version_mismatch', current: { weekly: [monday('09:00', '11:00')], version: 2 } },
  })
  expect((await set('N', 'N', {}, { 'if-match': '"1"' })).body.code).toBe('version_mismatch')
})

test('hours of one meeting type are for types that one can read; those that are out of sight stay as they are', async () => {
  const { intake, talk, review } = staffed.types
  const of = (meetingTypeId: string) => ({ meetingTypeId, weekly: [monday('09:00', '10:00')] })
  expect((await set('O1', 'O1', { typeHours: [of(intake), of(talk)] })).status).toBe(200)
  expect((await set('O1', 'O1', { typeHours: [of(review)] })).body.errors).toMatchObject([
    { pointer: '/typeHours/0/meetingTypeId' },
  ])
  // Q arranges for O1 in G1, and knows nothing of the talks that O1 gives.
  expect((await read('Q', 'O1')).body.typeHours).toEqual([of(intake)])
  expect((await set('Q', 'O1', { typeHours: [] })).body.typeHours).toEqual([])
  expect((await read('O1')).body.typeHours).toEqual([of(talk)])
})

test('the member concerned is told in plain words by mail, and nobody is told what they did themselves', async () => {
  await set('O0', 'O0', { weekly: [monday('09:00', '10:00')] })
  await set('P', 'O0', { weekly: [monday('09:00', '12:30'), monday('13:00', '17:00')], weekLimit: 9 })
  const [letter, ...more] = await lettersTo('O0', 1)
  expect(more).toEqual([])
  expect(letter?.subject).toBe('Your availability was changed')
  // O0 is in no group, and may not read who P is.
  expect(letter?.text).toContain('A colleague changed when clients can book you.')
  expect(letter?.text).toContain('Monday: 09:00–12:30, 13:00–17:00')
  expect(letter?.text).toContain('How many meetings you take has changed.')
  expect(letter?.text).not.toContain('single dates')
})
