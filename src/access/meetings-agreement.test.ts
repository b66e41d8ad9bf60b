import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Rows } from '../../db/rows.ts'
import { insertRows } from '../../db/rows.ts'
import { type Caller, type Doors, type Member, openDoors, type Staff, staff } from '../../test/world/doors.ts'
import type { Oracle } from '../../test/world/oracle.ts'
import { castOf, seeded, worldPlan } from '../../test/world/random.ts'

let doors: Doors
let here: Staff
let there: Staff
beforeAll(async () => {
  doors = await openDoors()
  here = await staff(doors)
  there = await staff(doors)
})
afterAll(() => doors.close())

type Known = Caller & { member: Member; oracle: Oracle }
type Row = { id: string }
const isKnown = (caller: Caller): caller is Known =>
  caller.member !== undefined && caller.oracle !== undefined && caller.oracle.isActive(caller.member)
const sorted = (ids: Iterable<string>) => [...ids].toSorted()
const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id)
const dayMs = 86_400_000
const dayIn = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)
/** All meetings of these worlds lie in it. */
const period = `from=${dayIn(-5)}&to=${dayIn(20)}&timeZone=UTC`

// oxlint-disable-next-line typescript/no-explicit-any -- shapes are the business of the test
async function read(caller: Caller, path: string): Promise<any> {
  const { status, text } = await doors.ask(caller, 'GET', path)
  expect(status, `${caller.name}, ${path}: ${text}`).toBe(200)
  return path.includes('.csv') ? text : JSON.parse(text)
}
async function walk(caller: Caller, path: string): Promise<string[]> {
  const found: string[] = []
  for (let cursor = ''; ;) {
    const page = await read(caller, `${path}&limit=2${cursor}`)
    found.push(...idsOf(page.items))
    if (page.next === null) return found
    cursor = `&cursor=${encodeURIComponent(page.next)}`
  }
}
async function answering(caller: Caller, noun: string, ids: readonly string[]): Promise<string[]> {
  const statuses = await Promise.all(
    ids.map(async id => (await doors.ask(caller, 'GET', `/${noun}/${id}`)).status),
  )
  return ids.filter((_, index) => statuses[index] === 200)
}

/** The meetings a caller is shown, in every way the API has. */
const waysToMeetings = async (caller: Caller, all: readonly string[]): Promise<Record<string, string[]>> => ({
  'the list': await walk(caller, '/meetings?order=asc'),
  'the list, the latest first': (await walk(caller, '/meetings?order=desc')).toReversed(),
  'what comes and what is past': [
    ...(await walk(caller, '/meetings?view=past')).toReversed(),
    ...(await walk(caller, '/meetings?view=upcoming')),
  ],
  'an empty search': await walk(caller, '/meetings?search='),
  'a search for what all share': await walk(caller, '/meetings?search=meeting'),
  'the week': idsOf((await read(caller, `/meetings/range?${period}`)).items),
  'single reads': await answering(caller, 'meetings', all),
})

/** What the report on meetings counts in a reach, as a table and as a file; 403 where one may not ask for it. */
async function booked(caller: Caller, reach: string): Promise<number> {
  const { status, text } = await doors.ask(
    caller,
    'GET',
    `/reports/meetings?reach=${reach}&${period}&by=group`,
  )
  const file = await doors.ask(caller, 'GET', `/reports/meetings.csv?reach=${reach}&${period}&by=group`)
  expect(file.status).toBe(status)
  if (status !== 200) return status
  const { total } = JSON.parse(text) as { total: { booked: number } }
  expect(/^total,,(\d+),/m.exec(file.text)?.[1]).toBe(String(total.booked))
  return total.booked
}

async function agreeOnMeetings(callers: Caller[], rows: Rows): Promise<void> {
  const readers = new Map(rows.meeting.map(({ id }) => [id, [] as string[]]))
  const inOrder = rows.meeting
    .toSorted((a, b) => Number(a.startsAt) - Number(b.startsAt) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id)
  for (const caller of callers.filter(isKnown)) {
    const { member, oracle, name } = caller
    const seen = rows.meeting.filter(meeting => oracle.seesMeeting(member, meeting))
    const ids = new Set(idsOf(seen))
    const ways = await waysToMeetings(caller, inOrder)
    const expected = inOrder.filter(id => ids.has(id))
    for (const [way, found] of Object.entries(ways)) expect(found, `${name} by ${way}`).toEqual(expected)
    for (const id of ways['single reads'] ?? []) readers.get(id)?.push(member.id)
    for (const filter of ['', 'search=meeting', period])
      expect(await read(caller, `/meetings/count?${filter}`)).toEqual({ count: ids.size, capped: false })

    const readsAll = !member.role.startsWith('operations')
    const groups = oracle.groupRoles(member, { live: true })
    expect(await booked(caller, 'all'), name).toBe(readsAll ? ids.size : 403)
    expect(await booked(caller, 'own'), name).toBe(seen.filter(({ hostId }) => hostId === member.id).length)
    const options = (await read(caller, '/reports/options')).meetings
    expect(sorted(idsOf(options.groups)), name).toEqual(sorted(readsAll ? idsOf(rows.group) : [...groups]))
    for (const { id } of rows.group) {
      const counted = new Set([id, ...below(rows, id)])
      const within = seen.filter(meeting => meeting.attributedGroupIds?.some(each => counted.has(each)))
      expect(await booked(caller, `group:${id}`), name).toBe(readsAll || groups.has(id) ? within.length : 0)
    }
  }
  for (const meeting of rows.meeting)
    expect(sorted(readers.get(meeting.id) ?? [])).toEqual(
      sorted(
        callers
          .filter(isKnown)
          .filter(({ oracle, member }) => oracle.seesMeeting(member, meeting))
          .map(({ member }) => member.id),
      ),
    )
}
const below = (rows: Rows, id: string): string[] =>
  rows.group.filter(({ parentId }) => parentId === id).flatMap(each => [each.id, ...below(rows, each.id)])

async function agreeOnTypes(callers: Caller[], rows: Rows): Promise<void> {
  for (const caller of callers.filter(isKnown)) {
    const { member, oracle, name } = caller
    const readable = oracle.readable(member)
    const types = rows.meetingType.filter(type => !type.deletedAt && readable.meetingType?.has(type.id))
    const ids = sorted(idsOf(types))
    expect(sorted(await walk(caller, '/meeting-types?')), `${name} by the list`).toEqual(ids)
    expect(sorted(await walk(caller, '/meeting-types?search=type')), `${name} by search`).toEqual(ids)
    expect((await read(caller, '/meeting-types?limit=1')).count, name).toBe(ids.length)
    expect(sorted(await answering(caller, 'meeting-types', idsOf(rows.meetingType))), name).toEqual(ids)

    const { hosts, meetingTypes } = await read(caller, '/meetings/options')
    const offered = new Set(hosts.flatMap((host: { meetingTypeIds: string[] }) => host.meetingTypeIds))
    expect(sorted(idsOf(meetingTypes)), `${name} plans`).toEqual(sorted(offered as Set<string>))
    for (const id of offered) expect(ids, name).toContain(id)
    for (const { id } of hosts) expect(oracle.tended(member), name).toContain(id)

    for (const { id: groupId } of rows.group) {
      const named = rows.meetingTypeGroup.filter(row => row.groupId === groupId)
      const isInGroup = ({ id }: Row) => named.some(row => row.meetingTypeId === id)
      const inGroup = readable.group?.has(groupId) ? sorted(idsOf(types.filter(isInGroup))) : []
      const path = `/groups/${groupId}/meeting-types`
      if (readable.group?.has(groupId))
        expect(sorted(await walk(caller, `${path}?`)), `${name}, the group’s`).toEqual(inGroup)
      else expect((await doors.ask(caller, 'GET', path)).status).toBe(404)
      expect(sorted(await walk(caller, `/meeting-types?groupId=${groupId}`)), name).toEqual(inGroup)
    }
  }
}

describe('list, calendar, single reads, search, count and report agree on meetings, and every way on what can be booked', () => {
  test('for everyone of the fixture', async () => {
    await agreeOnMeetings(here.callers, here.cast.rows)
    await agreeOnTypes(here.callers, here.cast.rows)
  })

  test('in any organisation', async () => {
    await fc.assert(
      fc.asyncProperty(worldPlan, async plan => {
        const cast = castOf(plan)
        await doors.owner.query('set session_replication_role = replica')
        await insertRows(doors.owner, cast.rows)
        await doors.owner.query('set session_replication_role = origin')
        const callers = await doors.admit(cast, member => member.role)
        await agreeOnMeetings(callers, cast.rows)
        await agreeOnTypes(callers, cast.rows)
      }),
      seeded(6),
    )
  })
})

describe('a filter is no way around the wall of meetings', () => {
  /** What a filter finds: in pages, as a number, and in a calendar. */
  async function found(caller: Caller, filter: string): Promise<string[]> {
    const ids = await walk(caller, `/meetings?${filter}`)
    const { items } = await read(caller, `/meetings/range?${period}&${filter}`)
    expect(idsOf(items), `${caller.name}, ${filter}`).toEqual(ids)
    expect((await read(caller, `/meetings/count?${filter}`)).count, `${caller.name}, ${filter}`).toBe(
      ids.length,
    )
    return ids
  }

  test('by group, host, type or client it finds what is seen anyway, and by what one may not know nothing', async () => {
    const { rows } = here.cast
    for (const caller of here.callers.filter(isKnown)) {
      const { member, oracle, name } = caller
      const readable = oracle.readable(member)
      const seen = rows.meeting.filter(meeting => oracle.seesMeeting(member, meeting))
      const expected = (isMeant: (meeting: Rows['meeting'][number]) => unknown) =>
        sorted(idsOf(seen.filter(isMeant)))
      for (const id of [here.groups.G1, here.groups.G2, here.deletedGroup])
        expect(sorted(await found(caller, `groupId=${id}`)), name).toEqual(
          expected(({ attributedGroupIds }) => readable.group?.has(id) && attributedGroupIds?.includes(id)),
        )
      for (const id of [here.members.A, here.members.O1, here.members.O2])
        expect(sorted(await found(caller, `hostId=${id}`)), name).toEqual(
          expected(({ hostId }) => hostId === id),
        )
      for (const id of [here.meetingTypes.T1, here.meetingTypes.T2, here.meetingTypes.T3])
        expect(sorted(await found(caller, `meetingTypeId=${id}`)), name).toEqual(
          expected(({ meetingTypeId }) => meetingTypeId === id),
        )
      for (const id of [here.clients.c1, here.clients.c2, here.clients.c3])
        expect(sorted(await found(caller, `clientId=${id}`)), name).toEqual(
          expected(({ clientId }) => clientId === id && readable.client?.has(id)),
        )
    }
  })

  test('by what is foreign or unknown, the page is empty, and the report as well', async () => {
    for (const caller of here.callers.filter(isKnown))
      for (const [filter, foreign] of Object.entries({
        groupId: there.groups.G1,
        hostId: there.members.O1,
        meetingTypeId: there.meetingTypes.T1,
        clientId: there.clients.c1,
      }))
        for (const id of [foreign, randomUUID()]) {
          expect(await found(caller, `${filter}=${id}`), caller.name).toEqual([])
          expect(await booked(caller, `group:${id}`), caller.name).toBe(0)
        }
  })
})
