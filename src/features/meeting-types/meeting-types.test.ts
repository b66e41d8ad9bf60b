import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'

let staff: Staffed
beforeAll(async () => {
  staff = await startStaffed({ work: false })
  const { members, groups } = staff.fixture
  await staff.query(`update app.membership set group_role = 'manager' where member_id = any ($1)`, [
    [members.O2, members.Q],
  ])
  await staff.query(`insert into app.membership (organization_id, group_id, member_id) values ($1, $2, $3)`, [
    staff.fixture.cast.organizationId,
    groups.G1,
    members.O2,
  ])
})
afterAll(() => staff.server.close())

const as = (letter: Letter) => staff.as[letter]
const first = { name: 'First conversation', durationMinutes: 30 }
const make = async (letter: Letter, given: object = {}) => {
  const { status, body } = await as(letter).post('/meeting-types', { ...first, ...given })
  expect(status, JSON.stringify(body)).toBe(201)
  return body
}
const names = async (letter: Letter, query = '') =>
  (await as(letter).get(`/meeting-types?limit=200${query}`)).body.items.map(
    (item: { name: string }) => item.name,
  )

test('a meeting type keeps everything that was said of it', async () => {
  const given = {
    name: 'Home visit',
    description: 'We come by.\nKeep your papers ready.',
    link: 'home-visit',
    durationMinutes: 60,
    otherDurations: [30, 90],
    stepMinutes: 15,
    bufferBeforeMinutes: 10,
    bufferAfterMinutes: 20,
    noticeMinutes: 1440,
    windowDays: 60,
    place: { kind: 'address', text: 'Kerkstraat 12, Utrecht' },
    questions: [
      { key: 'papers', kind: 'checkbox', label: 'I have my papers' },
      {
        key: 'about',
        kind: 'choice',
        label: 'About',
        choices: ['A loan', 'Savings'],
        visibleTo: ['manager'],
      },
    ],
    reminders: [1440, 60],
    recording: 'manual',
    consent: 'We record this.',
    maxGuests: 3,
    dayLimit: 4,
    weekLimit: 12,
    confirmsEmail: true,
    active: false,
  }
  const made = await make('A', given)
  const { questions, ...rest } = given
  expect(made).toMatchObject({
    ...rest,
    version: 1,
    hosts: 0,
    groups: [],
    may: { update: true, setHosts: true },
  })
  expect(made.questions).toMatchObject(questions)
  expect((await as('A').get(`/meeting-types/${made.id}`)).body).toEqual(made)
})

test('what cannot be is refused where it stands', async () => {
  const pointers = async (given: object) => {
    const { status, body } = await as('A').post('/meeting-types', { ...first, ...given })
    expect(status).toBe(400)
    return body.errors.map((fault: { pointer: string }) => fault.pointer)
  }
  expect(await pointers({ durationMinutes: 4 })).toEqual(['/durationMinutes'])
  expect(await pointers({ place: { kind: 'url', text: 'our room' } })).toEqual(['/place/text'])
  expect(await pointers({ place: { kind: 'address' } })).toEqual(['/place/text'])
  const question = { key: 'a', kind: 'text', label: 'A' }
  expect(await pointers({ questions: [question, question] })).toEqual(['/questions'])
  expect(await pointers({ questions: [{ ...question, kind: 'choice' }] })).toEqual(['/questions/0/choices'])
  expect(await pointers({ memberIds: [randomUUID()], groupIds: [randomUUID()] })).toEqual([
    '/memberIds/0',
    '/groupIds/0',
  ])
})

test('a link belongs to one page', async () => {
  const { id } = await make('A', { link: 'taken' })
  const again = await as('A').post('/meeting-types', { ...first, link: 'taken' })
  expect(again).toMatchObject({ status: 409, body: { code: 'link_taken', errors: [{ pointer: '/link' }] } })
  await as('A').delete(`/meeting-types/${id}`)
  await make('A', { link: 'taken' })
})

test('of two who change a type at once, the second is shown what the first did', async () => {
  const { id } = await make('A')
  const read = { headers: { 'if-match': '"1"' } }
  const changed = await as('M').patch(`/meeting-types/${id}`, { durationMinutes: 45 }, read)
  expect(changed).toMatchObject({ status: 200, body: { durationMinutes: 45, version: 2 } })
  const late = await as('A').patch(`/meeting-types/${id}`, { name: 'Second conversation' }, read)
  expect(late).toMatchObject({
    status: 409,
    body: { code: 'version_mismatch', current: { durationMinutes: 45, version: 2 } },
  })
  const [event] = await staff.query(
    `select data from app.event where name = 'meeting_type.changed' and data ->> 'meetingTypeId' = $1`,
    [id],
  )
  expect(event.data.changes).toEqual({ durationMinutes: { before: 30, after: 45 } })
})

test('a type that was deleted is nowhere, and its upcoming meetings stay', async () => {
  const { cast, members, clients } = staff.fixture
  const { id } = await make('A', { name: 'Soon gone', memberIds: [members.O1] })
  await staff.query(
    `insert into app.meeting (organization_id, id, host_id, meeting_type_id, client_id, starts_at, ends_at, title, name, time_zone,
       place_kind, token_hash, token_encrypted)
     values ($1, $2, $3, $4, $5, now() + interval '1 day', now() + interval '25 hours', 'Soon gone', 'Amina', 'UTC', 'phone', 'x', 'x')`,
    [cast.organizationId, randomUUID(), members.O1, id, clients.c1],
  )
  const rehearsed = await as('A').delete(`/meeting-types/${id}?dryRun=true`)
  expect(rehearsed).toMatchObject({ status: 200, body: { upcomingMeetings: 1, dryRun: true } })
  expect(await names('O1')).toContain('Soon gone')
  expect(await as('A').delete(`/meeting-types/${id}`)).toMatchObject({
    status: 200,
    body: { upcomingMeetings: 1 },
  })
  for (const letter of ['A', 'O1'] as const) expect(await names(letter)).not.toContain('Soon gone')
  expect((await as('A').get(`/meeting-types/${id}`)).status).toBe(404)
  const [{ count }] = await staff.query(
    `select count(*)::int from app.meeting where meeting_type_id = $1 and status = 'scheduled'`,
    [id],
  )
  expect(count).toBe(1)
})

test('a member reads the types of their groups and those they host, and no others', async () => {
  const { members, groups } = staff.fixture
  await make('A', { name: 'Of Utrecht', groupIds: [groups.G1] })
  await make('A', { name: 'Of Otto', memberIds: [members.O1], groupIds: [groups.G2] })
  await make('A', { name: 'Of nobody' })
  expect(await names('O1')).toEqual(expect.arrayContaining(['Of Otto', 'Of Utrecht']))
  expect(await names('O1')).not.toContain('Of nobody')
  expect(await names('P')).toContain('Of nobody')
  expect(await names('L1')).not.toContain('Of Otto')
  const ofOtto = (await as('O1').get('/meeting-types?search=of%20otto')).body.items[0]
  expect(ofOtto).toMatchObject({ groups: [], otherGroups: 1, hostedByMe: true, may: { update: false } })
  expect(await names('O1', `&groupId=${groups.G2}`)).toEqual([])
  expect(await names('L1', '&host=me')).toContain('Of Utrecht')
  expect(await names('N', '&host=me')).toEqual([])
})

test('a group manager makes types for a group of theirs, and changes those of that group alone', async () => {
  const { members, groups } = staff.fixture
  const mine = await make('O2', { name: 'Of Rotterdam', groupIds: [groups.G2] })
  expect(mine).toMatchObject({ hosts: 3, may: { update: true, setHosts: false } })
  const path = `/meeting-types/${mine.id}`
  expect((await as('O2').patch(path, { durationMinutes: 20 })).status).toBe(200)
  const refused = async (given: object) =>
    (await as('O2').post('/meeting-types', { ...first, ...given })).body.code
  expect(await refused({})).toBe('forbidden')
  expect(await refused({ groupIds: [groups.G1] })).toBe('forbidden')
  expect(await refused({ groupIds: [groups.G2], memberIds: [members.O2] })).toBe('forbidden')
  expect((await as('O1').post('/meeting-types', first)).status).toBe(403)

  const shared = await make('A', { name: 'Of both', groupIds: [groups.G1, groups.G2] })
  expect((await as('O2').patch(`/meeting-types/${shared.id}`, { durationMinutes: 20 })).status).toBe(403)
  const hidden = await make('A', { name: 'Hidden' })
  expect((await as('O2').patch(`/meeting-types/${hidden.id}`, { durationMinutes: 20 })).status).toBe(404)

  const put = (body: object) => as('O2').put(`${path}/hosts`, body)
  expect((await put({ memberIds: [], groupIds: [] })).status).toBe(403)
  expect(await put({ memberIds: [], groupIds: [groups.G2] })).toMatchObject({
    status: 200,
    body: { hosts: 3 },
  })
  expect((await as('O2').delete(path)).status).toBe(200)
  expect((await as('O2').get(path)).status).toBe(404)
})
