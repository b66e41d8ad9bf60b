import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { Person } from '../../../test/person.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'

let staff: Staffed
let typeId: string
beforeAll(async () => {
  staff = await startStaffed({ work: false })
})
afterAll(() => staff.server.close())

const as = (letter: Letter) => staff.as[letter]
/** A colleague in Utrecht, new for each test, and how they sign in. */
let colleague: { id: string; person: Person }
beforeEach(async () => {
  const { cast, groups } = staff.fixture
  const [id, accountId] = [randomUUID(), randomUUID()]
  const { hash, cookie } = staff.server.app.program.auth.newSession()
  await staff.query(`insert into auth.login (id, name, email, email_verified) values ($1, 'Kai', $2, true)`, [
    accountId,
    `${id}@example.org`,
  ])
  await staff.query(
    `insert into auth.session (id, token, user_id, expires_at) values ($1, $2, $3, now() + interval '1 day')`,
    [randomUUID(), hash, accountId],
  )
  await staff.query(
    `insert into app.member (organization_id, id, account_id, name, email, role, joined_at)
     values ($1, $2, $3, 'Kai Jensen', $4, 'operations', now())`,
    [cast.organizationId, id, accountId, `${id}@example.org`],
  )
  await as('A').post(`/groups/${groups.G1}/members`, { memberIds: [id], groupRole: 'operator' })
  const person = new Person(staff.server.url)
  person.cookie = cookie.split(';')[0]
  colleague = { id, person }
  const type = { name: 'Intake', durationMinutes: 30, memberIds: [id], groupIds: [groups.G2] }
  typeId = (await as('A').post('/meeting-types', type)).body.id
})

/** A meeting of the colleague's, so many hours from now, attributed to these groups. */
async function meet(hours: number, groupIds: string[] = [], status = 'scheduled'): Promise<string> {
  const { cast, clients } = staff.fixture
  const id = randomUUID()
  await staff.query(
    `insert into app.meeting (organization_id, id, host_id, meeting_type_id, client_id, starts_at, ends_at, attributed_group_ids,
       status, title, name, time_zone, place_kind, token_hash, token_encrypted)
     values ($1, $2, $3, $4, $5, now() + make_interval(hours => $6), now() + make_interval(hours => $6, mins => 30), $7, $8,
       'Intake', 'Amina', 'UTC', 'phone', $9, 'x')`,
    [cast.organizationId, id, colleague.id, typeId, clients.c1, hours, groupIds, status, randomUUID()],
  )
  return id
}
const remove = (query = '') => as('A').delete(`/members/${colleague.id}${query}`)

test('a member with upcoming meetings is not removed until each has another host or is cancelled', async () => {
  const soon = await meet(2)
  const later = await meet(50)
  await meet(-50, [], 'completed')
  await meet(80, [], 'cancelled_by_client')
  const refused = await remove()
  expect(refused).toMatchObject({ status: 409, body: { code: 'host_has_meetings' } })
  expect(refused.body.meetings.map((meeting: { id: string }) => meeting.id)).toEqual([soon, later])
  expect(refused.body.meetings[0]).toMatchObject({ title: 'Intake' })
  await staff.query(`update app.meeting set host_id = $1 where id = $2`, [staff.fixture.members.O12, soon])
  await staff.query(`update app.meeting set status = 'cancelled_by_host' where id = $1`, [later])
  expect(await remove()).toMatchObject({ status: 200, body: { dryRun: false, meetings: [] } })
})

test('of who was removed nothing stays but the id, under which their work is counted', async () => {
  const { members, clients, cast } = staff.fixture
  const past = await meet(-50, [], 'completed')
  await staff.query(`update app.client set invited_by = $1 where id = $2`, [colleague.id, clients.c3])
  await as('A').patch(`/members/${colleague.id}`, { link: 'kai' })
  await staff.query(
    `insert into app.open_hours (organization_id, member_id, time_zone, weekly) values ($1, $2, 'UTC', '[]')`,
    [cast.organizationId, colleague.id],
  )
  expect((await colleague.person.get('/me')).status).toBe(200)
  expect((await remove()).status).toBe(200)

  expect((await as('A').get(`/members/${colleague.id}`)).status).toBe(404)
  expect((await colleague.person.get('/me')).status).toBe(401)
  const [member] = await staff.query(`select * from app.member where id = $1`, [colleague.id])
  expect(member).toMatchObject({ name: 'Former member', account_id: null, link: null, status: 'removed' })
  expect(member.email).toMatch(/\.invalid$/)
  for (const table of ['membership', 'meeting_type_member', 'open_hours'])
    expect(await staff.query(`select from app.${table} where member_id = $1`, [colleague.id])).toEqual([])
  const kept = await staff.query(
    `select host_id as id from app.meeting where id = $1 union all select invited_by from app.client where id = $2`,
    [past, clients.c3],
  )
  expect(kept).toEqual([{ id: colleague.id }, { id: colleague.id }])
  const events = await staff.query(
    `select name, actor_id from app.event where member_id = $1 and name like 'member%.removed'`,
    [colleague.id],
  )
  expect(events).toEqual(
    expect.arrayContaining([
      { name: 'member.removed', actor_id: members.A },
      { name: 'membership.removed', actor_id: members.A },
    ]),
  )
})

test('a rehearsed removal says what they no longer see, what nobody can host, and which meetings stand in the way', async () => {
  const { groups } = staff.fixture
  const alone = { name: 'Only Kai', durationMinutes: 30, memberIds: [colleague.id] }
  const { id } = (await as('A').post('/meeting-types', alone)).body
  const meetingId = await meet(3, [groups.G1])
  const { status, body } = await remove('?dryRun=true')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    dryRun: true,
    meetings: [{ id: meetingId }],
    consequences: {
      losses: [{ memberId: colleague.id, clients: 4 }],
      unbookable: [{ meetingTypeId: id, name: 'Only Kai' }],
    },
  })
  expect(body.consequences.losses[0].meetings).toBeGreaterThan(0)
  expect((await colleague.person.get('/me')).status).toBe(200)
})

test('only an Admin removes members, and never the last Admin', async () => {
  const { members } = staff.fixture
  expect((await as('M').delete(`/members/${colleague.id}`)).status).toBe(403)
  expect(await as('A').delete(`/members/${members.A}`)).toMatchObject({
    status: 409,
    body: { code: 'last_admin' },
  })
  expect((await as('A').get('/me')).status).toBe(200)
})

test('whoever is suspended keeps their meetings, and the answer says how many are at risk', async () => {
  await meet(5)
  await meet(30)
  const path = `/members/${colleague.id}/suspension`
  const rehearsed = await as('M').put(path, { dryRun: true })
  expect(rehearsed.body).toMatchObject({ dryRun: true, meetingsAtRisk: 2 })
  expect((await as('M').put(path, {})).body).toMatchObject({ status: 'suspended', meetingsAtRisk: 2 })
})

test('leaving a group names the meetings of that group, and asks for another host when told to', async () => {
  const { G1, G2 } = staff.fixture.groups
  await meet(5, [G1])
  await meet(30, [G1, G2])
  await meet(40, [G2])
  const removal = { memberIds: [colleague.id], meetings: 'reassign', onUngroup: 'own_only' }
  const rehearsed = await as('A').post(`/groups/${G1}/members/removal`, { ...removal, dryRun: true })
  expect(rehearsed.body.meetings).toEqual([{ memberId: colleague.id, name: 'Kai Jensen', meetings: 2 }])
  await as('A').post(`/groups/${G1}/members/removal`, removal)
  const events = await staff.query(
    `select data from app.event where name = 'membership.removed' and member_id = $1`,
    [colleague.id],
  )
  expect(events).toEqual([{ data: { meetings: 'reassign' } }])
})

test('a booking page has a link of its own, which its member or who manages them may set', async () => {
  const { body } = await as('O1').patch('/me', { link: 'otto' })
  expect(body.member.link).toBe('otto')
  const taken = await as('A').patch(`/members/${colleague.id}`, { link: 'otto' })
  expect(taken).toMatchObject({ status: 409, body: { code: 'link_taken' } })
  expect((await colleague.person.patch('/me', { link: 'otto' })).status).toBe(409)
  expect((await as('A').patch(`/members/${colleague.id}`, { link: 'kai-2' })).body.link).toBe('kai-2')
  expect((await as('A').patch(`/members/${colleague.id}`, { link: null })).body.link).toBeNull()
})
