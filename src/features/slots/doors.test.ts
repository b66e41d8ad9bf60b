import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { request } from '../../../test/bookable.ts'
import { Person } from '../../../test/person.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'

let staffed: Scheduled
let visitor: Person
/** Of G1: O1, O12, L1 and Q are in it. */
let link: string
beforeAll(async () => {
  staffed = await startScheduled({ work: false })
  visitor = new Person(staffed.server.url)
  link = staffed.fixture.cast.rows.groupLink[0]?.link ?? ''
  const { members } = staffed.fixture
  await staffed.query(`update app.meeting_type set link = lower(name) || '-of-north', notice_minutes = 0`)
  await staffed.query(`update app.member set link = 'otto' where id = $1`, [members.O1])
  // O12 and L1 of G1 are never there, so that O1 and Q are its hosts.
  for (const letter of ['O12', 'L1'] as const) await close(letter)
})
afterAll(() => staffed.server.close())

const close = (letter: Letter) => set(letter, { weekly: [] })
const set = (letter: Letter, hours: object) =>
  staffed.as[letter].put(`/members/${staffed.fixture.members[letter]}/open-hours`, {
    timeZone: 'UTC',
    weekly: [1, 2, 3, 4, 5].map(day => ({ day, start: '09:00', end: '10:00' })),
    ...hours,
  })
const slots = async (path: string, day: number, given: Record<string, string> = {}) => {
  const date = at(day, '00:00').slice(0, 10)
  const query = { meetingTypeId: staffed.types.intake, from: date, to: date, timeZone: 'UTC', ...given }
  return visitor.get(`/public/${path}/slots?${new URLSearchParams(query).toString()}`)
}
/** "09:00", "09:30" … */
const times = async (path: string, day: number, given: Record<string, string> = {}): Promise<string[]> =>
  (await slots(path, day, given)).body.slots.map((time: string) => time.slice(11, 16))
const mornings = ['09:00', '09:30']
const block = async (given: object) => {
  const { body } = await staffed.as.A.post('/blocks', { timeZone: 'UTC', ...given })
  return () => staffed.as.A.delete(`/blocks/${body.id}`)
}

test('the link of a group says what can be booked there, in whose name, and names nobody', async () => {
  const { status, body } = await visitor.get(`/public/groups/${link}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    isBookable: true,
    redirectTo: null,
    name: 'Utrecht',
    policy: 'balanced',
    organization: { name: 'North Bank', timeZone: 'UTC' },
    meetingTypes: [{ id: staffed.types.intake, name: 'Intake', durationMinutes: 30, maxGuests: 2 }],
  })
  expect(body).not.toHaveProperty('people')
  expect(JSON.stringify(body)).not.toContain('Otto')
})

test('it shows the starts at which any of its hosts is free, and no others', async () => {
  await set('O1', {})
  await set('Q', { weekly: [{ day: 2, start: '09:30', end: '11:00' }] })
  expect(await times(`groups/${link}`, 1)).toEqual(mornings)
  expect(await times(`groups/${link}`, 2)).toEqual(['09:00', '09:30', '10:00', '10:30'])
  expect(await times(`groups/${link.toUpperCase()}`, 1)).toEqual(mornings)
  // A type of the other group is not to be had here.
  expect(await times(`groups/${link}`, 1, { meetingTypeId: staffed.types.review })).toEqual([])
  expect((await slots(`groups/${link}`, 1, { durationMinutes: '45' })).body.errors).toMatchObject([
    { pointer: '/durationMinutes' },
  ])
  expect(
    (await slots(`groups/${link}`, 1, { memberId: staffed.fixture.members.O1 })).body.errors,
  ).toMatchObject([{ pointer: '/memberId' }])
})

test('where there is none, it says on which day the next ones are', async () => {
  const { body } = await slots(`groups/${link}`, 6)
  expect(body).toEqual({ slots: [], nextAvailable: at(8, '00:00').slice(0, 10) })
  const { body: far } = await slots(`groups/${link}`, 60)
  expect(far).toEqual({ slots: [], nextAvailable: null })
  expect((await slots(`groups/${link}`, 1, { to: '2090-01-01' })).body.errors).toMatchObject([
    { pointer: '/to' },
  ])
})

test('whoever asks about long ago is told of the next free day, without all the days since being looked at', async () => {
  const asked = (date: string) => slots(`groups/${link}`, 0, { from: date, to: date })
  const recent = await asked(at(-30, '00:00').slice(0, 10))
  expect(recent.body.nextAvailable).not.toBeNull()
  for (let month = 1; month <= 12; month++) {
    const { status, body } = await asked(`0000-${String(month).padStart(2, '0')}-01`)
    expect(status).toBe(200)
    expect(body).toEqual(recent.body)
  }
})

test('who leaves the group is no longer offered through its link, at once', async () => {
  await staffed.query(`update app.membership set expires_at = now() where member_id = $1`, [
    staffed.fixture.members.Q,
  ])
  expect(await times(`groups/${link}`, 2)).toEqual(mornings)
})

test('the link of a member offers that member for everything they host, and of a meeting type all who host it', async () => {
  const { body: otto } = await visitor.get('/public/members/otto')
  expect(otto).toMatchObject({ name: 'Otto Lindqvist', policy: null })
  expect(otto.meetingTypes.map((type: { name: string }) => type.name)).toEqual(['Intake', 'Talk'])
  expect(await times('members/otto', 1)).toEqual(mornings)
  await set('F', { weekly: [{ day: 1, start: '15:00', end: '16:00' }] })
  const talk = { meetingTypeId: staffed.types.talk }
  expect(await times('members/otto', 1, talk)).toEqual(mornings)
  expect(await times('meeting-types/talk-of-north', 1, talk)).toEqual([...mornings, '15:00', '15:30'])
  expect((await visitor.get('/public/meeting-types/talk-of-north')).body).toMatchObject({
    name: 'Talk',
    policy: 'balanced',
    meetingTypes: [{ id: staffed.types.talk }],
  })
})

test('a block of the organisation or of a member keeps every link from being booked', async () => {
  const hour = { startsAt: at(1, '09:00'), endsAt: at(1, '09:30') }
  for (const given of [
    { level: 'organization' },
    { level: 'member', memberId: staffed.fixture.members.O1 },
  ]) {
    const remove = await block({ ...given, ...hour })
    expect(await times(`groups/${link}`, 1)).toEqual(['09:30'])
    expect(await times('members/otto', 1, { meetingTypeId: staffed.types.talk })).toEqual(['09:30'])
    await remove()
  }
})

test('a block of a group counts through its link, and for types that are hosted by that group alone', async () => {
  const { G1 } = staffed.fixture.groups
  const hours = { startsAt: at(1, '00:00'), endsAt: at(2, '00:00'), rrule: 'FREQ=WEEKLY' }
  const remove = await block({ level: 'group', groupId: G1, ...hours })
  expect(await times(`groups/${link}`, 1)).toEqual([])
  expect(await times(`groups/${link}`, 8)).toEqual([])
  expect(await times(`groups/${link}`, 2)).toEqual(mornings)
  expect(await times('members/otto', 1)).toEqual([])
  expect(await times('members/otto', 1, { meetingTypeId: staffed.types.talk })).toEqual(mornings)
  await remove()
})

test('a date of its own replaces the weekly hours, and hours over midnight go on into the next day', async () => {
  const date = (day: number) => at(day, '00:00').slice(0, 10)
  await set('O1', {
    weekly: [{ day: 1, start: '23:00', end: '00:30' }],
    overrides: [
      { date: date(8), intervals: [] },
      { date: date(10), intervals: [{ start: '12:00', end: '13:00' }] },
    ],
  })
  expect(await times(`groups/${link}`, 1)).toEqual(['23:00', '23:30'])
  expect(await times(`groups/${link}`, 2)).toEqual(['00:00'])
  expect(await times(`groups/${link}`, 8)).toEqual([])
  expect(await times(`groups/${link}`, 10)).toEqual(['12:00', '12:30'])
})

test('hours are those of the member’s own clock, on both sides of a change of it', async () => {
  await staffed.query(`update app.meeting_type set window_days = 730`)
  const year = new Date().getUTCFullYear() + 1
  // Lisbon puts its clock forward on the last Sunday of March.
  const lastSunday = 31 - new Date(Date.UTC(year, 2, 31)).getUTCDay()
  const day = (offset: number) => new Date(Date.UTC(year, 2, lastSunday + offset)).toISOString().slice(0, 10)
  await set('O1', { timeZone: 'Europe/Lisbon' })
  for (const [offset, first] of [
    [-2, '09:00'],
    [1, '08:00'],
  ] as const) {
    const dates = { from: day(offset), to: day(offset) }
    expect((await times(`groups/${link}`, 1, dates))[0]).toBe(first)
  }
  await staffed.query(`update app.meeting_type set window_days = 28`)
  await set('O1', {})
})

test('a host whose calendar was not read for an hour, or failed, is not offered', async () => {
  const { O1 } = staffed.fixture.members
  await staffed.insert(cast => {
    const id = cast.calendar(O1)
    cast.busy(id, O1, new Date(at(1, '09:00')), new Date(at(1, '09:10')))
  })
  expect(await times(`groups/${link}`, 1)).toEqual(['09:30'])
  await staffed.query(`update app.calendar set synced_at = now() - interval '61 minutes'`)
  expect((await slots(`groups/${link}`, 1)).body).toEqual({ slots: [], nextAvailable: null })
  await staffed.query(`update app.calendar set synced_at = now(), failures = 2`)
  expect(await times(`groups/${link}`, 1)).toEqual([])
  await staffed.query('delete from app.calendar')
})

test('meetings keep the larger buffer between them, limits count them, and one that waits for its address counts until then', async () => {
  const { O1 } = staffed.fixture.members
  await set('O1', { weekly: [{ day: 1, start: '09:00', end: '12:00' }] })
  const heldUntil = new Date(Date.now() + 600_000)
  const id = await staffed.meet('O1', at(1, '10:00'), { beforeMinutes: 10, afterMinutes: 20, heldUntil })
  expect(await times(`groups/${link}`, 1)).toEqual(['09:00', '11:00', '11:30'])
  await staffed.query('update app.meeting_type set buffer_after_minutes = 40')
  expect(await times(`groups/${link}`, 1)).toEqual(['11:00', '11:30'])
  await staffed.query('update app.meeting_type set buffer_after_minutes = 0, day_limit = 1')
  expect(await times(`groups/${link}`, 1)).toEqual([])
  await staffed.query('update app."group" set day_limit = 2')
  expect(await times(`groups/${link}`, 1)).toEqual(['09:00', '11:00', '11:30'])
  await set('O1', { dayLimit: 1, weekly: [{ day: 1, start: '09:00', end: '12:00' }] })
  expect(await times(`groups/${link}`, 1)).toEqual([])
  await staffed.query(`update app.meeting set held_until = now() - interval '1 second' where id = $1`, [id])
  expect(await times(`groups/${link}`, 1)).toHaveLength(6)
  await staffed.query('delete from app.meeting where host_id = $1', [O1])
  await staffed.query('update app.meeting_type set day_limit = null')
  await staffed.query('update app."group" set day_limit = null')
  await set('O1', {})
})

test('where the customer chooses, people are named, and the times of each can be seen', async () => {
  await staffed.query(`update app."group" set policy = 'customer_chooses'`)
  const { body } = await visitor.get(`/public/groups/${link}`)
  expect(body.people.map((person: { name: string }) => person.name)).toEqual([
    'Luca Moretti',
    'Olivia Santos',
    'Otto Lindqvist',
  ])
  const { O1, O12, F } = staffed.fixture.members
  expect(await times(`groups/${link}`, 1, { memberId: O1 })).toEqual(mornings)
  expect(await times(`groups/${link}`, 1, { memberId: O12 })).toEqual([])
  expect((await slots(`groups/${link}`, 1, { memberId: F })).status).toBe(400)
  await staffed.query(`update app."group" set policy = 'balanced'`)
})

test('an old link says what the new one is, and goes on working', async () => {
  const { G1 } = staffed.fixture.groups
  expect((await staffed.as.A.patch(`/groups/${G1}`, { link: 'utrecht-two' })).status).toBe(200)
  expect((await visitor.get(`/public/groups/${link}`)).body).toMatchObject({
    isBookable: true,
    redirectTo: 'utrecht-two',
  })
  expect(await times(`groups/${link}`, 1)).toEqual(mornings)
  expect((await visitor.get('/public/groups/utrecht-two')).body.redirectTo).toBe(null)
})

test('a group that takes no bookings takes none by the links of types that are its alone, and of its members', async () => {
  const { G1 } = staffed.fixture.groups
  const typeLink = 'meeting-types/intake-of-north'
  const ottos = async () =>
    (await visitor.get('/public/members/otto')).body.meetingTypes.map((type: { name: string }) => type.name)
  const setBookable = (bookable: boolean) => staffed.as.A.patch(`/groups/${G1}`, { bookable })
  expect(await times(typeLink, 1)).toEqual(mornings)
  expect(await ottos()).toEqual(['Intake', 'Talk'])
  await setBookable(false)
  expect((await visitor.get(`/public/${typeLink}`)).body.isBookable).toBe(false)
  expect(await times(typeLink, 1)).toEqual([])
  const booking = request(staffed.types.intake, at(1, '09:00'))
  expect((await visitor.post(`/public/${typeLink}/meetings`, booking)).status).toBe(410)
  expect(await ottos()).toEqual(['Talk'])
  expect(await times('members/otto', 1)).toEqual([])
  // Once somebody hosts it besides, it is not that group's alone.
  const named = { memberIds: [staffed.fixture.members.O1], groupIds: [G1] }
  await staffed.as.A.put(`/meeting-types/${staffed.types.intake}/hosts`, named)
  expect(await times(typeLink, 1)).toEqual(mornings)
  await staffed.as.A.put(`/meeting-types/${staffed.types.intake}/hosts`, { memberIds: [], groupIds: [G1] })
  await setBookable(true)
  expect(await times(typeLink, 1)).toEqual(mornings)
})

test('of a group that cannot be booked nothing is said but whose it is, and a deleted one answers like one that never was', async () => {
  const { G1 } = staffed.fixture.groups
  await staffed.query('update app."group" set bookable = false where id = $1', [G1])
  const { body: closed } = await visitor.get(`/public/groups/${link}`)
  expect(closed).toEqual({ isBookable: false, organization: expect.objectContaining({ name: 'North Bank' }) })
  expect((await slots(`groups/${link}`, 1)).body).toEqual({ slots: [], nextAvailable: null })
  await staffed.query('update app."group" set deleted_at = now() where id = $1', [G1])
  const bare = ({ body }: { body: object }) => ({ ...body, requestId: '' })
  for (const suffix of ['', '/slots']) {
    const absent = await visitor.get(`/public/groups/never-was${suffix}`)
    expect(absent.status).toBe(404)
    expect(bare(await visitor.get(`/public/groups/${link}${suffix}`))).toEqual(bare(absent))
    expect((await visitor.get(`/public/groups/%00${suffix}`)).status).toBe(404)
  }
})

test('a member who was suspended, and a type that is switched off, cannot be booked by their links', async () => {
  const { O1 } = staffed.fixture.members
  await staffed.query('update app.member set suspended_at = now() where id = $1', [O1])
  expect((await visitor.get('/public/members/otto')).body).toMatchObject({ isBookable: false })
  await staffed.query('update app.meeting_type set disabled_at = now() where id = $1', [staffed.types.talk])
  expect((await visitor.get('/public/meeting-types/talk-of-north')).body).toMatchObject({ isBookable: false })
  await staffed.query('update app.meeting_type set deleted_at = now() where id = $1', [staffed.types.talk])
  expect((await visitor.get('/public/meeting-types/talk-of-north')).status).toBe(404)
})
