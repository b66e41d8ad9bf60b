import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { asActor, type Credential } from '../../access/enter.ts'
import { hashToken } from '../../kit/crypto.ts'
import { minuteOf, minutesPerDay } from '../../kit/minutes.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'
import { freeStarts } from './queries/slots.ts'
import { candidatesAt, type Door, loadSnapshot, lockAndLoad, type Wanted } from './queries/snapshot.ts'

let staffed: Scheduled
beforeAll(async () => {
  staffed = await startScheduled({ work: false })
})
afterAll(() => staffed.server.close())

const from = () => minuteOf(new Date(at(1, '00:00')))
const load = (credential: Credential, door: Door, given: Partial<Wanted> = {}) => {
  const wanted = { meetingTypeId: staffed.types.intake, from: from(), to: from() + minutesPerDay }
  return asActor(staffed.server.app.program, credential, db =>
    loadSnapshot(db, door, { ...wanted, ...given }),
  )
}
const member = (letter: Letter): Credential => {
  const { cast, members } = staffed.fixture
  return { kind: 'job', organizationId: cast.organizationId, memberId: members[letter] }
}
const system = (): Credential => ({ kind: 'system', organizationId: staffed.fixture.cast.organizationId })
const anyRoute: Door = { kind: 'tended', groupId: null, hostIds: null }
const namesOf = async (credential: Credential, door: Door, given: Partial<Wanted> = {}) =>
  (await load(credential, door, { ...given, to: from() + 1 }))?.loads.map(({ name }) => name).toSorted()

const ofIntake = ['Luca Moretti', 'Olivia Santos', 'Otto Lindqvist', 'Quinn Adeyemi']

test('the database hands out the times of hosts to those who tend them, whatever is asked', async () => {
  expect(await namesOf(member('A'), anyRoute)).toEqual(ofIntake)
  expect(await namesOf(system(), anyRoute)).toEqual(ofIntake)
  expect(await namesOf(member('Q'), anyRoute)).toEqual(ofIntake)
  expect(await namesOf(member('O1'), anyRoute)).toEqual(['Otto Lindqvist'])
  // A Full member reads every meeting, and arranges for nobody but themselves.
  const { talk } = staffed.types
  expect(await namesOf(member('F'), anyRoute, { meetingTypeId: talk })).toEqual(['Fatima Haddad'])
  const others = [staffed.fixture.members.O1, staffed.fixture.members.A]
  expect(await namesOf(member('O12'), { ...anyRoute, hostIds: others })).toEqual([])
  expect(await load(member('O2'), anyRoute)).toBeUndefined()
  expect(await load(member('Q'), anyRoute, { meetingTypeId: talk })).toBeUndefined()
})

test('a stranger gets nothing by ids, and by a link what that link leads to', async () => {
  const link = staffed.fixture.cast.rows.groupLink[0]?.link ?? ''
  expect(await load({ kind: 'visitor' }, anyRoute)).toBeUndefined()
  expect(await load({ kind: 'visitor' }, { kind: 'own_booking', anyone: true })).toBeUndefined()
  expect(await namesOf({ kind: 'visitor' }, { kind: 'group', link })).toEqual(ofIntake)
  expect(await load({ kind: 'visitor' }, { kind: 'group', link }, { meetingTypeId: staffed.types.review })).toBeUndefined() // prettier-ignore
  expect(await load({ kind: 'visitor' }, { kind: 'member', link })).toBeUndefined()
})

test('who moves their meeting sees the times of its host, or of everyone it could have had; it does not stand in its own way', async () => {
  const { members, groups, clients } = staffed.fixture
  let token = ''
  await staffed.insert(cast => {
    const given = { meetingTypeId: staffed.types.intake, clientId: clients.c1, groupId: groups.G1 }
    token = cast.meeting({ ...given, hostId: members.O1, startsAt: new Date(at(1, '10:00')) }).token
    cast.meeting({ ...given, hostId: members.O1, startsAt: new Date(at(1, '11:00')) })
  })
  const booker: Credential = { kind: 'booking_link', hash: hashToken(token) }
  expect(await namesOf(booker, { kind: 'own_booking', anyone: true })).toEqual(ofIntake)
  const snapshot = await load(booker, { kind: 'own_booking', anyone: false })
  expect(snapshot?.hosts.map(({ id }) => id)).toEqual([members.O1])
  const starts = snapshot && freeStarts(snapshot, { start: from(), end: from() + minutesPerDay })
  const times = starts?.map(({ startsAt }) => new Date(startsAt * 60_000).toISOString())
  expect(times).toContain(at(1, '10:00'))
  expect(times).not.toContain(at(1, '11:00'))
  expect(await load(booker, anyRoute)).toBeUndefined()
})

test('of hosts who are wanted, the first whom nobody else is giving a meeting is had, also one who hosts it no longer, or once nothing is booked there', async () => {
  const { O1, Q, F } = staffed.fixture.members
  const door = { kind: 'group', link: staffed.fixture.cast.rows.groupLink[0]?.link ?? '' } as const
  const wanted = { meetingTypeId: staffed.types.intake, from: from(), to: from() + 1 }
  const had = (hostIds: string[], meanwhile = async () => {}) =>
    asActor(staffed.server.app.program, { kind: 'visitor' }, async db => {
      const locked = await lockAndLoad(db, door, wanted, hostIds, false)
      await meanwhile()
      return locked && [locked.hostId, locked.alone?.hosts.map(({ id }) => id)]
    })
  const first = await had([O1, Q], async () => {
    expect(await had([O1])).toBeUndefined()
    expect(await had([O1, Q])).toEqual([Q, [Q]])
    expect(await had([O1, F, Q])).toEqual([F, undefined])
  })
  expect(first).toEqual([O1, [O1]])
  // Their lock is had nevertheless, and is to be given back before another is asked for.
  await staffed.query(`update app."group" set bookable = false where id = $1`, [staffed.fixture.groups.G1])
  expect(await had([O1, Q])).toEqual([O1, undefined])
  await staffed.query(`update app."group" set bookable = true where id = $1`, [staffed.fixture.groups.G1])
})

test('asked about one start alone, the database leaves nothing out that stands against it', async () => {
  const { groups } = staffed.fixture
  await staffed.query(`delete from app.meeting`)
  await staffed.query(`update app.meeting_type set buffer_before_minutes = 20, buffer_after_minutes = 35`)
  const lengths = [30, 300, 1440]
  const buffers = [0, 15, 90, 720]
  for (const [nth, host] of (['L1', 'O1', 'O12', 'Q'] as const).entries())
    for (let day = -6; day <= 8; day += 1 + (nth % 3)) {
      const startsAt = at(day, `${String(7 + (((day + 20) * 3 + nth) % 11)).padStart(2, '0')}:15`)
      const endsAt = new Date(Date.parse(startsAt) + (lengths[(day + nth + 7) % 3] ?? 30) * 60_000)
      const beforeMinutes = buffers[(day + 6) % 4] ?? 0
      const afterMinutes = buffers[(day + nth + 7) % 4] ?? 0
      await staffed.meet(host, startsAt, { endsAt, beforeMinutes, afterMinutes, overlapConfirmed: true })
    }
  const link = staffed.fixture.cast.rows.groupLink[0]?.link ?? ''
  const doors: Door[] = [
    { kind: 'group', link },
    { kind: 'tended', groupId: groups.G1, hostIds: null },
  ]
  for (const limit of ['null', '3'])
    for (const door of doors) {
      await staffed.query(`update app.meeting_type set week_limit = ${limit}`)
      const credential: Credential = 'link' in door ? { kind: 'visitor' } : system()
      const week = { from: from(), to: from() + 7 * minutesPerDay }
      const all = await load(credential, door, week)
      const offered = new Map(all && freeStarts(all, { start: week.from, end: week.to }).map(slot => [slot.startsAt, slot.hosts])) // prettier-ignore
      expect(offered.size).toBeGreaterThan(10)
      for (let start = week.from; start < week.to; start += 150) {
        const one = await load(credential, door, { from: start, to: start + 1 })
        const found = one && freeStarts(one, { start, end: start + 1 })[0]?.hosts
        expect(found).toEqual(offered.get(start))
      }
    }
  await staffed.query(
    `update app.meeting_type set buffer_before_minutes = 0, buffer_after_minutes = 0, week_limit = null`,
  )
})

test('a policy compares the meetings of its group, by the days of the organisation', async () => {
  const { members, groups } = staffed.fixture
  await staffed.query(`update app.organization set time_zone = 'Pacific/Auckland'`)
  await staffed.query(`delete from app.meeting`)
  const assignedAt = new Date('2020-05-05T10:00:00Z')
  // Noon UTC is the next day in Auckland.
  await staffed.meet('Q', at(1, '10:00'), { assignedAt })
  await staffed.meet('Q', at(1, '13:00'), { assignedAt })
  await staffed.meet('Q', at(1, '15:00'), { assignedAt, groupId: groups.G2 })
  await staffed.meet('Q', at(1, '17:00'), { assignedAt, status: 'cancelled_by_client' })
  await staffed.query('update app.membership set priority = 7 where member_id = $1', [members.Q])
  const start = minuteOf(new Date(at(1, '09:00')))
  const door: Door = { kind: 'tended', groupId: groups.G1, hostIds: null }
  const snapshot = await load(system(), door, { from: start, to: start + 1 })
  const candidates = snapshot && candidatesAt(snapshot, start)
  expect(candidates?.find(each => each.memberId === members.Q)).toMatchObject({
    onDay: 1,
    within7Days: 2,
    lastAssignedAt: minuteOf(assignedAt),
    priority: 7,
  })
  expect(candidates?.find(each => each.memberId === members.O1)).toMatchObject({
    onDay: 0,
    within7Days: 0,
    lastAssignedAt: null,
    priority: 0,
  })
})
