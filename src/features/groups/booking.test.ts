import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'

let staff: Staffed
beforeAll(async () => {
  staff = await startStaffed({ work: false })
  const { members } = staff.fixture
  await staff.query(`update app.membership set group_role = 'manager' where member_id = $1`, [members.Q])
})
afterAll(() => staff.server.close())

const as = (letter: Letter) => staff.as[letter]
const membership = (by: Letter, of: Letter, change: object) =>
  as(by).patch(`/groups/${staff.fixture.groups.G1}/members/${staff.fixture.members[of]}`, change)
const seen = async (letter: Letter) => (await as(letter).get('/clients?limit=200')).body.items.length
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString()

test('a group says whether it can be booked, who gets its meetings and how many a host takes', async () => {
  const path = `/groups/${staff.fixture.groups.G1}`
  const change = { bookable: false, policy: 'priority', dayLimit: 4, weekLimit: null }
  expect((await as('Q').patch(path, change)).body).toMatchObject(change)
  expect((await as('A').get(path)).body).toMatchObject(change)
  expect((await as('A').patch(path, { dayLimit: 0 })).status).toBe(400)
  expect((await as('O1').patch(path, { bookable: true })).status).toBe(403)
})

test('a manager of the group sets who comes first, and when a membership ends', async () => {
  const expiresAt = inAnHour()
  const changed = await membership('Q', 'O1', { priority: 7, expiresAt })
  expect(changed).toMatchObject({
    status: 200,
    body: { memberId: staff.fixture.members.O1, priority: 7, expiresAt },
  })
  const { items } = (await as('A').get(`/groups/${staff.fixture.groups.G1}/members?search=otto`)).body
  expect(items).toMatchObject([{ priority: 7, expiresAt }])
  const { items: history } = (await as('A').get(`/groups/${staff.fixture.groups.G1}/history`)).body
  expect(history[0]).toMatchObject({
    name: 'membership.changed',
    data: { priority: { before: 0, after: 7 }, expiresAt: { before: null, after: expiresAt } },
  })
  expect((await membership('Q', 'O1', { expiresAt: null })).body.expiresAt).toBeNull()
})

test('an end lies in the future, and is set for who is in the group', async () => {
  const past = await membership('A', 'O1', { expiresAt: new Date(0).toISOString() })
  expect(past).toMatchObject({ status: 400, body: { errors: [{ pointer: '/expiresAt' }] } })
  expect((await membership('A', 'O1', { priority: 101 })).status).toBe(400)
  expect((await membership('A', 'O2', { priority: 1 })).status).toBe(404)
  expect((await membership('O12', 'O1', { priority: 1 })).status).toBe(403)
  const nowhere = await as('O2').patch(
    `/groups/${staff.fixture.groups.G1}/members/${staff.fixture.members.O1}`,
    { priority: 1 },
  )
  expect(nowhere.status).toBe(404)
  expect((await as('A').patch(`/groups/${randomUUID()}/members/${randomUUID()}`, {})).status).toBe(404)
})

test('when a last membership has ended, its member sees their own clients and no more, whatever is done with it', async () => {
  const { members, groups } = staff.fixture
  const [before] = [await seen('O1')]
  await membership('A', 'O1', { expiresAt: inAnHour() })
  expect(await seen('O1')).toBe(before)
  await staff.query(
    `update app.membership set expires_at = now() - interval '1 second' where member_id = $1 and group_id = $2`,
    [members.O1, groups.G1],
  )
  expect(await seen('O1')).toBe(2)
  expect((await membership('A', 'O1', { expiresAt: null })).status).toBe(404)
  expect(await seen('O1')).toBe(2)
  await as('A').post(`/groups/${groups.G1}/members`, { memberIds: [members.O1] })
  expect(await seen('O1')).toBe(before)
})

test('nobody puts off the end of a membership from which they manage the group', async () => {
  const soon = inAnHour()
  expect((await membership('A', 'Q', { expiresAt: soon })).status).toBe(200)
  expect((await membership('Q', 'Q', { expiresAt: null })).status).toBe(403)
  expect((await membership('Q', 'Q', { priority: 3 })).body).toMatchObject({ priority: 3, expiresAt: soon })
})
