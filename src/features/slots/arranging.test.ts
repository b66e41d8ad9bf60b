import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyone, type Person as Letter } from '../../../db/fixture.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'

/** What members see of times: why one is offered, what is taken, and a week of a colleague. */
let staffed: Scheduled
beforeAll(async () => {
  staffed = await startScheduled({ work: false })
  await staffed.query(`update app.meeting_type set notice_minutes = 0`)
})
afterAll(() => staffed.server.close())

const params = (given: Record<string, string>) => new URLSearchParams(given).toString()
type Asked = {
  by?: Letter
  of?: Letter
  startsAt?: string
  group?: 'G1' | 'G2'
  type?: keyof Scheduled['types']
}
const explain = ({ by = 'A', of = 'O1', startsAt = at(1, '10:00'), group, type = 'intake' }: Asked = {}) => {
  const { members, groups } = staffed.fixture
  const asked = { memberId: members[of], meetingTypeId: staffed.types[type], startsAt }
  return staffed.as[by].get(
    `/availability/explanation?${params({ ...asked, ...(group && { groupId: groups[group] }) })}`,
  )
}
const layersOf = async (asked: Asked = {}): Promise<string[]> =>
  (await explain(asked)).body.layers.map(({ layer }: { layer: string }) => layer)
const block = async (given: object, minutes: [string, string] = ['10:00', '10:30']) => {
  const span = { startsAt: at(1, minutes[0]), endsAt: at(1, minutes[1]), timeZone: 'UTC' }
  const { body } = await staffed.as.A.post('/blocks', { ...span, ...given })
  return body.id as string
}

test('a time that is offered has nothing against it', async () => {
  expect((await explain()).body).toEqual({ offered: true, layers: [] })
  expect(await layersOf({ by: 'O1', type: 'talk' })).toEqual([])
})

test('why a time is not offered names every layer, and when each stands in the way', async () => {
  const { O1 } = staffed.fixture.members
  const { types } = staffed
  const query = (text: string, values?: unknown[]) => staffed.query(text, values)
  expect(await layersOf({ startsAt: at(1, '08:50') })).toEqual(['open_hours', 'grid'])
  expect((await explain({ startsAt: at(1, '08:50') })).body.layers[0]).toEqual({
    layer: 'open_hours',
    startsAt: at(1, '08:50'),
    endsAt: at(1, '09:00'),
  })
  await staffed.as.O1.put(`/members/${O1}/open-hours`, {
    timeZone: 'UTC',
    weekly: [{ day: 1, start: '09:00', end: '17:00' }],
    typeHours: [{ meetingTypeId: types.intake, weekly: [{ day: 1, start: '12:00', end: '13:00' }] }],
    dayLimit: 1,
    weekLimit: 1,
  })
  await block({ level: 'organization' })
  await block({ level: 'group', groupId: staffed.fixture.groups.G1 })
  await block({ level: 'member', memberId: O1 })
  await staffed.insert(cast => {
    const id = cast.calendar(O1, { failures: 2 })
    cast.busy(id, O1, new Date(at(1, '10:15')), new Date(at(1, '10:45')))
  })
  await staffed.meet('O1', at(1, '10:00'))
  await staffed.meet('O1', at(1, '10:35'), { beforeMinutes: 15 })
  const { body } = await explain()
  expect(body.offered).toBe(false)
  expect(body.layers.map(({ layer }: { layer: string }) => layer)).toEqual([
    'calendar_failed',
    'type_hours',
    'organization_block',
    'group_block',
    'member_block',
    'busy',
    'meeting',
    'buffer',
    'limit_day',
    'limit_week',
  ])
  expect(body.layers).toContainEqual({ layer: 'busy', startsAt: at(1, '10:15'), endsAt: at(1, '10:45') })
  expect(body.layers).toContainEqual({ layer: 'limit_day', startsAt: at(1, '00:00'), endsAt: at(2, '00:00') })
  // Talks are hosted by name: a block of the group says nothing of them.
  expect(await layersOf({ type: 'talk' })).not.toContain('group_block')

  await query('delete from app.block')
  expect(await layersOf({ of: 'O2', startsAt: at(50, '10:00') })).toContain('not_a_host')
  expect(await layersOf({ of: 'Q', startsAt: at(50, '10:00') })).toContain('window')
  const [now] = await query(`select date_trunc('minute', now()) - interval '1 hour' as early`)
  expect(await layersOf({ of: 'Q', startsAt: now.early.toISOString() })).toContain('notice')
  await query(`update app.meeting_type set disabled_at = now() where id = $1`, [types.review])
  expect(await layersOf({ of: 'O2', type: 'review' })).toEqual(['meeting_type_disabled'])
  await query('update app."group" set bookable = false')
  expect(await layersOf({ of: 'Q', group: 'G1' })).toContain('group_not_bookable')
  // By whichever link: the type is that group's alone.
  expect(await layersOf({ of: 'Q' })).toContain('group_not_bookable')
  await query('update app."group" set bookable = true')
  await query('update app.member set suspended_at = now() where id = $1', [staffed.fixture.members.L1])
  expect(await layersOf({ of: 'L1' })).toContain('suspended')
  await query('update app.member set suspended_at = null')
})

test('times are explained to who arranges the member’s availability, and types and groups are those one may know', async () => {
  const expected: Record<Letter, number> = {
    A: 200,
    M: 200,
    P: 200,
    Q: 200,
    O1: 200,
    F: 403,
    O12: 403,
    L1: 403,
    O0: 400,
    O2: 400,
    L0: 400,
    N: 400,
  }
  for (const by of everyone) expect([by, (await explain({ by })).status]).toEqual([by, expected[by]])
  const pointers = async (asked: Asked) =>
    (await explain(asked)).body.errors?.map((each: { pointer: string }) => each.pointer)
  expect(await pointers({ by: 'O2' })).toEqual(['/memberId'])
  // Q has a group role in G1: what O1 hosts by name, and the other group, are not theirs to know.
  expect(await pointers({ by: 'Q', type: 'talk' })).toEqual(['/meetingTypeId'])
  expect(await pointers({ by: 'Q', group: 'G2' })).toEqual(['/groupId'])
})

test('times that no calendar has are refused in words', async () => {
  const { types, fixture, as } = staffed
  const { O1 } = fixture.members
  const end = { from: '9999-12-30', to: '9999-12-31', timeZone: 'UTC' }
  const refused: [path: string, query: Record<string, string>, pointer: string][] = [
    ['/meetings/times', { hostId: O1, meetingTypeId: types.intake, ...end }, '/to'],
    [`/members/${O1}/availability`, end, '/to'],
    ['/blocks', end, '/to'],
  ]
  for (const [path, query, pointer] of refused) {
    const { status, body } = await as.A.get(`${path}?${params(query)}`)
    expect([path, status, body.errors[0].pointer]).toEqual([path, 400, pointer])
  }
  for (const startsAt of ['9999-12-31T23:59:00Z', at(1, '10:00').replace(':00.000', ':30.000')]) {
    const { status, body } = await explain({ startsAt })
    expect([startsAt, status, body.errors?.[0].pointer]).toEqual([startsAt, 400, '/startsAt'])
  }
})

test('a planner sees what is taken and by what, and may take it: blocks and calendars stop clients, not colleagues', async () => {
  const { members } = staffed.fixture
  const { Q } = members
  await block({ level: 'member', memberId: Q }, ['10:00', '12:00'])
  await staffed.insert(cast => {
    const id = cast.calendar(Q, { failures: 3 })
    cast.busy(id, Q, new Date(at(1, '13:00')), new Date(at(1, '13:40')))
  })
  const id = await staffed.meet('Q', at(1, '15:00'))
  const date = at(1, '00:00').slice(0, 10)
  const asked = { meetingTypeId: staffed.types.intake, hostId: Q, from: date, to: date, timeZone: 'UTC' }
  const times = (by: Letter, more: Record<string, string> = {}) =>
    staffed.as[by].get(`/meetings/times?${params({ ...asked, ...more })}`)
  const { body } = await times('P')
  expect(body).toMatchObject({
    timeZone: 'UTC',
    durationMinutes: 30,
    stepMinutes: 30,
    unbookable: 'calendar_failed',
  })
  expect(body.taken).toEqual([
    { layer: 'member_block', startsAt: at(1, '10:00'), endsAt: at(1, '12:00') },
    { layer: 'busy', startsAt: at(1, '13:00'), endsAt: at(1, '13:40') },
    { layer: 'meeting', startsAt: at(1, '15:00'), endsAt: at(1, '15:30') },
  ])
  expect(body.starts).toContain(at(1, '09:30'))
  expect(body.starts).not.toContain(at(1, '10:00'))
  expect(body.starts).not.toContain(at(1, '15:00'))
  // The meeting that is to be moved does not stand in its own way.
  expect((await times('P', { exceptMeetingId: id })).body.starts).toContain(at(1, '15:00'))
  expect((await times('Q')).status).toBe(200)
  expect((await times('O1')).status).toBe(403)
  expect((await times('O2')).body.errors).toMatchObject([{ pointer: '/hostId' }])
})

test('a week of a member shows hours, blocks by level, busy times and meetings; of what one may not read the time alone', async () => {
  const { members, groups } = staffed.fixture
  const { O12 } = members
  await block({ level: 'organization', title: 'Holiday', rrule: 'FREQ=YEARLY' })
  await block({ level: 'group', groupId: groups.G2, title: 'Outing' })
  await block({ level: 'member', memberId: O12, title: 'Dentist' })
  await staffed.insert(cast => {
    const id = cast.calendar(O12, { syncedAt: new Date(Date.now() - 2 * 3_600_000) })
    cast.busy(id, O12, new Date(at(2, '13:00')), new Date(at(2, '14:00')))
  })
  const ofG1 = await staffed.meet('O12', at(2, '09:00'))
  await staffed.meet('O12', at(2, '11:00'), { groupId: groups.G2, attributedGroupIds: [groups.G2] })
  const [from, to] = [at(1, '00:00').slice(0, 10), at(2, '00:00').slice(0, 10)]
  const week = (by: Letter, of: Letter = 'O12') =>
    staffed.as[by].get(`/members/${members[of]}/availability?${params({ from, to, timeZone: 'UTC' })}`)
  const { body } = await week('A')
  expect(body).toMatchObject({
    memberId: O12,
    timeZone: 'UTC',
    isDefault: true,
    open: [
      { startsAt: at(1, '09:00'), endsAt: at(1, '17:00') },
      { startsAt: at(2, '09:00'), endsAt: at(2, '17:00') },
    ],
    busy: [{ startsAt: at(2, '13:00'), endsAt: at(2, '14:00') }],
    calendars: { state: 'stale' },
  })
  const titles = (blocks: { title: string }[]) => blocks.map(({ title }) => title).sort()
  expect(titles(body.blocks)).toEqual(['Dentist', 'Holiday', 'Outing'])
  expect(body.meetings.map((meeting: { title: string }) => meeting.title)).toEqual(['Intake', 'Intake'])

  // Q has a group role in G1 only.
  const { body: seen } = await week('Q')
  expect(titles(seen.blocks)).toEqual(['Dentist', 'Holiday'])
  expect(seen.meetings).toEqual([
    { id: ofG1, title: 'Intake', startsAt: at(2, '09:00'), endsAt: at(2, '09:30') },
    { id: null, title: null, startsAt: at(2, '11:00'), endsAt: at(2, '11:30') },
  ])
  expect((await week('O12')).status).toBe(200)
  expect((await week('O1')).status).toBe(403)
  expect((await week('O0')).status).toBe(404)
})
