import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertRows } from '../../db/rows.ts'
import { type Caller, type Doors, openDoors, type Staff, staff } from '../../test/world/doors.ts'
import { castOf, seeded, worldPlan } from '../../test/world/random.ts'
import { ClientReader } from '../../test/world/streams.ts'

let doors: Doors
let here: Staff
let there: Staff
beforeAll(async () => {
  doors = await openDoors()
  here = await staff(doors)
  there = await staff(doors)
})
afterAll(() => doors.close())

const sorted = (ids: Iterable<string>) => [...ids].toSorted()
const activeOf = (callers: Caller[]) =>
  callers.filter(({ member, oracle }) => member && oracle?.isActive(member))
const seenBy = ({ member, oracle }: Caller) => (member && oracle ? oracle.clients(member) : new Set<string>())

// oxlint-disable-next-line typescript/no-explicit-any -- shapes are the business of the test
async function read(caller: Caller, path: string): Promise<any> {
  const { status, text } = await doors.ask(caller, 'GET', path)
  expect(status, `${caller.name}, ${path}: ${text}`).toBe(200)
  return path.includes('.csv') ? text : JSON.parse(text)
}
async function walk(caller: Caller, filter: string): Promise<string[]> {
  const found: string[] = []
  for (let cursor = ''; ;) {
    const page = await read(caller, `/clients?limit=3${filter}${cursor}`)
    found.push(...page.items.map((item: { id: string }) => item.id))
    if (page.next === null) return found
    cursor = `&cursor=${encodeURIComponent(page.next)}`
  }
}
const exported = async (caller: Caller, filter = '') =>
  ((await read(caller, `/clients/export.csv?${filter}`)) as string).match(/^[0-9a-f-]{36}(?=,)/gm) ?? []

/** The clients a caller is shown, in every way the API has. */
async function waysOf(caller: Caller, all: readonly string[]): Promise<Record<string, string[]>> {
  const answering = async (more: string) => {
    const asked = all.map(async id => (await doors.ask(caller, 'GET', `/clients/${id}${more}`)).status)
    const statuses = await Promise.all(asked)
    return all.filter((_, index) => statuses[index] === 200)
  }
  return {
    'the list': await walk(caller, ''),
    'an empty search': await walk(caller, '&search='),
    'a search for what all share': await walk(caller, '&search=client'),
    'the export': await exported(caller),
    'single reads': await answering(''),
    timelines: await answering('/timeline'),
  }
}

async function agree(callers: Caller[], all: readonly string[], admin: Caller): Promise<void> {
  for (const caller of activeOf(callers)) {
    const seen = sorted(seenBy(caller))
    for (const [way, found] of Object.entries(await waysOf(caller, all)))
      expect(sorted(found), `${caller.name} by ${way}`).toEqual(seen)
    expect(await read(caller, '/clients/count')).toEqual({ count: seen.length, capped: false })
    expect(await read(caller, '/clients/count?search=client')).toEqual({ count: seen.length, capped: false })
  }
  for (const id of all) {
    const { items, others } = await read(admin, `/clients/${id}/audience`)
    const audience = activeOf(callers)
      .filter(caller => seenBy(caller).has(id))
      .map(({ member }) => member?.id ?? '')
    expect(sorted(items.map((item: { memberId: string }) => item.memberId))).toEqual(sorted(audience))
    expect(others).toBe(0)
  }
}

describe('list, single reads, export, search, count, stream and “who can see this?” agree', () => {
  test('for everyone of the fixture', async () => {
    const admin = here.callers.find(({ member }) => member?.id === here.members.A) as Caller
    await agree(
      here.callers,
      here.cast.rows.client.map(row => row.id),
      admin,
    )
  })

  test('in any organisation', async () => {
    await fc.assert(
      fc.asyncProperty(worldPlan, async plan => {
        const cast = castOf(plan)
        await doors.owner.query('set session_replication_role = replica')
        await insertRows(doors.owner, cast.rows)
        await doors.owner.query('set session_replication_role = origin')
        const callers = await doors.admit(cast, member => member.role)
        await agree(
          callers,
          cast.rows.client.map(row => row.id),
          callers[0] as Caller,
        )
      }),
      seeded(8),
    )
  })

  test('and a change of every client reaches each open stream for exactly those it shows', async () => {
    const readers = await Promise.all(
      activeOf(here.callers).map(async caller => ({
        caller,
        stream: await ClientReader.open(doors.server.url, caller.cookie ?? ''),
      })),
    )
    await doors.touchClients(here.cast.organizationId)
    await Promise.all(readers.map(({ caller, stream }) => stream.reads(seenBy(caller).size)))
    await doors.touchAccess(here.cast.organizationId)
    for (const { caller, stream } of readers) {
      await stream.readsAccess()
      expect(sorted(stream.clients), caller.name).toEqual(sorted(seenBy(caller)))
      stream.close()
    }
  })
})

describe('a filter is no way around the wall', () => {
  const groupsFor = ({ member, oracle }: Caller, id: string): boolean => {
    if (!member || !oracle) return false
    if (
      ['admin', 'full_member', 'manager'].includes(member.role) ||
      seenBy({ member, oracle } as Caller).size === here.cast.rows.client.length
    )
      return true
    return oracle.groups(member).union(oracle.groupRoles(member)).has(id)
  }
  const empty = async (caller: Caller, filter: string) => {
    expect((await read(caller, `/clients?${filter}`)).items, `${caller.name}, ${filter}`).toEqual([])
    expect(
      (await read(caller, `/clients?${filter}&search=client`)).items,
      `${caller.name}, ${filter}, searching`,
    ).toEqual([])
    expect((await read(caller, `/clients/count?${filter}`)).count).toBe(0)
    expect((await read(caller, `/clients/count?${filter}&search=client`)).count).toBe(0)
    expect(await exported(caller, filter)).toEqual([])
  }

  test('by a group that one may not filter by, deleted, foreign or unknown, the page is empty', async () => {
    for (const caller of activeOf(here.callers)) {
      for (const id of [here.groups.G1, here.groups.G2, here.deletedGroup]) {
        if (!groupsFor(caller, id)) await empty(caller, `groupId=${id}`)
        else
          expect(sorted(await walk(caller, `&groupId=${id}`)), caller.name).toEqual(
            sorted(
              here.cast.rows.client
                .filter(row => row.groupId === id && seenBy(caller).has(row.id))
                .map(row => row.id),
            ),
          )
      }
      for (const id of [there.groups.G1, there.deletedGroup, randomUUID()])
        await empty(caller, `groupId=${id}`)
    }
  })

  test('by a sender or a flow that one may not read, the page is empty', async () => {
    for (const caller of activeOf(here.callers)) {
      const readable = caller.oracle?.readable(caller.member as never)
      for (const person of ['A', 'O1', 'O2', 'L1'] as const) {
        const id = here.members[person]
        if (!readable?.member?.has(id)) await empty(caller, `invitedBy=${id}`)
        else
          expect(sorted(await walk(caller, `&invitedBy=${id}`)), caller.name).toEqual(
            sorted(
              here.cast.rows.client
                .filter(row => row.invitedBy === id && seenBy(caller).has(row.id))
                .map(row => row.id),
            ),
          )
      }
      for (const id of [there.members.A, randomUUID()]) await empty(caller, `invitedBy=${id}`)
      for (const { id } of there.cast.rows.flow) await empty(caller, `flowId=${id}`)
    }
  })
})

test('an invite goes to the groups one may send to, and any other answers alike', async () => {
  const refusals = new Set<string>()
  const everywhere = [null, here.groups.G1, here.groups.G2, here.deletedGroup, there.groups.G1, randomUUID()]
  for (const caller of activeOf(here.callers)) {
    const { groups, organizationGroup, refusal } = await read(caller, '/invites/options')
    const { member, oracle } = caller
    const sendsEverywhere = ['admin', 'full_member', 'manager'].includes(member?.role ?? '')
    const live =
      member && oracle
        ? oracle.groups(member, { live: true }).union(oracle.groupRoles(member, { live: true }))
        : new Set()
    const known = member && oracle ? oracle.groups(member).union(oracle.groupRoles(member)) : new Set()
    const allowed = everywhere.filter(id =>
      id === null
        ? sendsEverywhere || known.size === 0
        : sendsEverywhere
          ? [here.groups.G1, here.groups.G2].includes(id)
          : live.has(id),
    )
    expect(sorted(groups.map((group: { id: string }) => group.id)), caller.name).toEqual(
      sorted(allowed.filter(id => id !== null)),
    )
    expect(organizationGroup, caller.name).toBe(allowed.includes(null))
    expect(refusal === null, caller.name).toBe(allowed.length > 0)
    for (const groupId of everywhere) {
      const body = { method: 'link', firstName: 'Nobody', groupId, flowId: randomUUID() }
      const { status, text } = await doors.ask(caller, 'POST', '/invites', { body })
      const { code, errors } = JSON.parse(text)
      // The flow comes after the group; who does not read every flow is not told whether there is one.
      if (allowed.includes(groupId))
        expect([status, errors[0]?.pointer ?? code], caller.name).toBeOneOf([
          [400, '/flowId'],
          [409, 'flow_not_offered'],
        ])
      else {
        expect(status).toBe(400)
        expect(errors, `${caller.name} to ${groupId}`).toMatchObject([{ pointer: '/groupId' }])
        if (allowed.length > 0) refusals.add(JSON.stringify(errors))
      }
    }
  }
  expect(refusals.size).toBe(1)
})
