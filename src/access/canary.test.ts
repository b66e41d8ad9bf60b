import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Canaries } from '../../test/world/canary.ts'
import { type Caller, type Doors, openDoors, type Staff, staff, visitor } from '../../test/world/doors.ts'
import { ClientReader } from '../../test/world/streams.ts'
import type { Route } from '../http/route.ts'
import { routes } from '../routes.ts'

/** Every text of every row is a word that is nowhere else; whoever hears a word must be allowed to read its row. */
const canaries = new Canaries()
let doors: Doors
let here: Staff
let there: Staff
beforeAll(async () => {
  doors = await openDoors()
  here = await staff(doors, {}, made => canaries.mark(made))
  there = await staff(doors, { ungroupedOperations: 'organization_only' }, made => canaries.mark(made))
})
afterAll(() => doors.close())

const activeOf = (made: Staff) =>
  made.callers.filter(({ member, oracle }) => member && oracle?.isActive(member))

/** Its setting changes what Operations see, and nobody else: of others there, one Admin reads. */
const readersOf = (made: Staff) =>
  activeOf(made).filter(({ member }, index) => made === here || index === 0 || member?.role === 'operations')

async function listen(
  made: Staff,
  caller: Caller,
  method: Route['method'],
  path: string,
  body?: object,
): Promise<void> {
  const { text } = await doors.ask(caller, method, path, body && { body })
  const request = `${path} ${JSON.stringify(body ?? {})}`
  expect(
    canaries.strayIn(text, request, caller, made.cast.organizationId),
    `${caller.name}: ${method} ${request}\n${text}`,
  ).toEqual([])
}

/** Ids to ask about, of both organisations: by the first noun of the path. */
function idsFor(noun: string, made: Staff): string[] {
  const { rows } = made.cast
  const clients = [made.clients.c1, made.clients.c2, made.clients.c5, made.clients.c7, made.clients.c8]
  if (noun === 'clients') return clients
  if (noun === 'invites')
    return rows.invite.filter(({ clientId }) => clients.includes(clientId)).map(({ id }) => id)
  if (noun === 'members') return rows.member.filter((_, index) => index % 3 !== 1).map(({ id }) => id)
  if (noun === 'groups') return rows.group.map(({ id }) => id)
  if (noun === 'meetings') return rows.meeting.map(({ id }) => id)
  if (noun === 'meeting-types') return rows.meetingType.map(({ id }) => id)
  return []
}
const fill = (path: string, id: string) => path.replace(/:id/, id).replace(/:[a-zA-Z]+/, 'intro')

/** Questions in a query string: searches for what all words share, and every filter by what is not one's own. */
function queriesFor(path: string, made: Staff, stranger: Staff): string[] {
  const groups = [...made.cast.rows.group, ...stranger.cast.rows.group].map(({ id }) => `groupId=${id}`)
  const senders = Object.values(made.members).map(id => `invitedBy=${id}`)
  const flows = [...made.cast.rows.flow, ...stranger.cast.rows.flow].map(({ id }) => `flowId=${id}`)
  if (path === '/clients' || path.startsWith('/clients/export'))
    return ['', 'search=canary', 'cc=me', 'groupId=organization', ...groups, ...senders.slice(0, 5), ...flows]
  if (path === '/members') return ['', 'search=canary', 'groupId=none', 'status=invited', ...groups]
  if (path === '/groups') return ['', 'search=canary', 'deleted=true']
  if (path === '/invites/preview') return flows
  if (path === '/invites/duplicates')
    return [made, stranger].flatMap(each =>
      each.cast.rows.client.slice(0, 4).map(row => `email=${row.email}`),
    )
  return queriesOfScheduling(path, made, groups)
}

function queriesOfScheduling(path: string, made: Staff, groups: string[]): string[] {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const during = `from=${day(-3)}&to=${day(10)}`
  // Of every kind: an Admin, hosts in either group, one in none, a group operator.
  const { A, O1, O2, L0, Q } = made.members
  const some = [A, O1, O2, L0, Q]
  const each = (key: string, ids: readonly string[]) => ids.map(id => `${key}=${id}`)
  const types = Object.values(made.meetingTypes)
  if (path === '/meetings' || path === '/meetings/range' || path === '/meetings/count')
    return ['', 'search=canary', 'view=at_risk', 'view=past', ...groups, ...each('hostId', some)].map(
      query => (path === '/meetings/range' ? `${during}&${query.replace(/view=\w+/, '')}` : query),
    )
  if (path === '/meeting-types') return ['', 'search=canary', 'disabled=true', ...groups]
  if (path === '/blocks') return ['', during, ...groups, ...each('memberId', some)]
  if (path === '/calendars') return ['', ...each('memberId', some)]
  if (path === '/meetings/times' || path === '/availability/explanation')
    return some.flatMap(id =>
      types.map(type =>
        path === '/meetings/times'
          ? `hostId=${id}&meetingTypeId=${type}&${during}`
          : `memberId=${id}&meetingTypeId=${type}&startsAt=${day(2)}`,
      ),
    )
  if (path.startsWith('/reports/meetings') || path.startsWith('/reports/invites'))
    return ['own', 'all', ...groups.map(group => group.replace('groupId=', 'group:'))].flatMap(
      (reach, index) =>
        (index < 2 ? ['host', 'group', path.includes('invites') ? 'flow' : 'type'] : ['host']).map(
          by => `reach=${reach}&by=${by}&${during}`,
        ),
    )
  return ['']
}

/** What would change something, asked with `dryRun`, which answers with names. */
function rehearsals(made: Staff): [Route['method'], string, object][] {
  const { members, groups } = made
  const addresses = [...here.cast.rows.member, ...there.cast.rows.member].map(({ email }) => email).join('\n')
  const dryRun = true
  return [
    ['PATCH', '/organization', { ungroupedOperations: 'organization_only', dryRun }],
    ['PATCH', '/organization', { ungroupedOperations: 'all', dryRun }],
    ['POST', '/members/invitations', { addresses, role: 'operations', groupIds: [groups.G1], dryRun }],
    ['PUT', `/members/${members.O1}/role`, { role: 'operations_limited', dryRun }],
    ['PUT', `/members/${members.N}/sight`, { sight: 'organization', dryRun }],
    ['PUT', `/members/${members.O1}/suspension`, { dryRun }],
    ['POST', `/groups/${groups.G1}/deletion`, { dryRun }],
    ['POST', `/groups/${made.deletedGroup}/restoration`, { dryRun }],
    ['POST', `/groups/${groups.G1}/members`, { memberIds: [members.O1, members.Q], dryRun }],
    ['POST', `/groups/${groups.G1}/members`, { memberIds: [members.O2, there.members.A], dryRun }],
    [
      'POST',
      `/groups/${groups.G1}/members/removal`,
      { memberIds: [members.O1, members.O12, members.L1], dryRun },
    ],
    [
      'PUT',
      `/groups/${groups.G1}/members/roles`,
      { memberIds: [members.O1, members.L1], groupRole: 'manager', dryRun },
    ],
    ['PATCH', `/groups/${groups.G1}`, { parentId: groups.G2, membersSeeBelow: true, dryRun }],
  ]
}

const reading = routes.filter(
  route => route.method === 'GET' && (route.access === 'member' || route.path.endsWith('export.csv')),
)

describe('a word that one may not read is in no answer', () => {
  test.each(reading.map(route => [`GET ${route.path}`, route] as const))('%s', async (_line, { path }) => {
    for (const made of [here, there]) {
      const stranger = made === here ? there : here
      const noun = path.split('/')[1] ?? ''
      const paths = path.includes(':')
        ? [...idsFor(noun, made), ...idsFor(noun, stranger).slice(0, 2)].map(id => fill(path, id))
        : queriesFor(path, made, stranger).map(query => `${path}?${query}`)
      await Promise.all(
        readersOf(made).map(async caller => {
          for (const each of paths) await listen(made, caller, 'GET', each)
        }),
      )
    }
  })

  test('nor in what a dry run says', async () => {
    for (const [method, path, body] of rehearsals(here))
      for (const caller of activeOf(here)) await listen(here, caller, method, path, body)
  })

  test('nor in a stream, while every client of both organisations changes', async () => {
    const readers = await Promise.all(
      activeOf(here).map(async caller => ({
        caller,
        stream: await ClientReader.open(doors.server.url, caller.cookie ?? ''),
      })),
    )
    for (const made of [there, here]) await doors.touchClients(made.cast.organizationId)
    await Promise.all(
      readers.map(({ caller: { member, oracle }, stream }) =>
        stream.reads(member && oracle ? oracle.clients(member).size : 0),
      ),
    )
    await doors.touchAccess(here.cast.organizationId)
    for (const { caller, stream } of readers) {
      await stream.readsAccess()
      expect(
        canaries.strayIn(stream.texts.join('\n'), '', caller, here.cast.organizationId),
        caller.name,
      ).toEqual([])
      stream.close()
    }
  })

  test('although words of every kind are told to those who may read them', () => {
    const kinds = [
      'organization',
      'member',
      'group',
      'flow',
      'client',
      'invite',
      'delivery',
      'journeyStep',
      'event',
      'meetingType',
      'block',
      'calendar',
      'meeting',
      'meetingGuest',
      'answerForAdmins',
    ]
    expect([...canaries.heard]).toEqual(expect.arrayContaining(kinds))
  })

  test('nor in what a client is told on their journey, but for their own name and who they are with', async () => {
    for (const [clientId, token] of here.links) {
      for (const [method, path, body] of [
        ['GET', `/public/journeys/${token}`, undefined],
        ['POST', `/public/journeys/${token}/entry`, {}],
        ['POST', `/public/journeys/${token}/steps/intro`, {}],
      ] as const) {
        const { text } = await doors.ask(visitor, method, path, body && { body })
        const told = canaries
          .originsIn(text)
          .filter(origin => origin.organizationId === here.cast.organizationId)
        expect(canaries.originsIn(text)).toEqual(told)
        for (const { table, key } of told) {
          if (table === 'client') expect(key).toBe(clientId)
          else expect(['organization', 'journeyStep']).toContain(table)
        }
      }
    }
  })

  test('nor in what a client is told of the meeting they booked, but for what they gave and who they meet', async () => {
    for (const [meetingId, token] of here.bookings) {
      const { status, text } = await doors.ask(visitor, 'GET', `/public/bookings/${token}`)
      expect(status, text).toBe(200)
      const meeting = here.cast.rows.meeting.find(({ id }) => id === meetingId)
      for (const { organizationId, table, key } of canaries.originsIn(text)) {
        expect(organizationId).toBe(here.cast.organizationId)
        if (table === 'member') expect(key).toBe(meeting?.hostId)
        else if (table === 'meeting' || table === 'answerForAdmins') expect(key).toBe(meetingId)
        else expect(['organization', 'meetingGuest', 'group']).toContain(table)
      }
    }
  })

  test('nor in what the links of a group, a member and a meeting type show, but for what is theirs', async () => {
    const told = async (path: string) => {
      const { status, text } = await doors.ask(visitor, 'GET', path)
      expect(status, text).toBe(200)
      return new Set(canaries.originsIn(text).map(({ table, key }) => `${table} ${key}`))
    }
    const { cast, groups, members, meetingTypes } = here
    const organization = `organization ${cast.organizationId}`
    const type = (name: keyof typeof meetingTypes) => `meetingType ${meetingTypes[name]}`
    expect(await told(`/public/groups/${here.doors.groups}`)).toEqual(
      new Set([organization, `group ${groups.G1}`, type('T1')]),
    )
    expect(await told(`/public/members/${here.doors.members}`)).toEqual(
      new Set([organization, `member ${members.O1}`, type('T1'), type('T2')]),
    )
    expect(await told(`/public/meeting-types/${here.doors['meeting-types']}`)).toEqual(
      new Set([organization, type('T1')]),
    )
    const from = new Date().toISOString()
    const to = new Date(Date.now() + 20 * 86_400_000).toISOString()
    for (const [kind, link] of Object.entries(here.doors))
      expect(
        await told(
          `/public/${kind}/${link}/slots?meetingTypeId=${meetingTypes.T1}&from=${from}&to=${to}&timeZone=UTC`,
        ),
      ).toEqual(new Set())
  })

  test('nor in what a stranger is told', async () => {
    for (const route of routes) {
      const paths = route.path.includes(':')
        ? idsFor(route.path.split('/')[1] ?? '', here).map(id => fill(route.path, id))
        : [route.path]
      for (const path of paths) {
        const { text } = await doors.ask(
          visitor,
          route.method,
          path,
          route.method === 'GET' ? {} : { body: {} },
        )
        expect(canaries.originsIn(text)).toEqual([])
      }
    }
  })
})

test('a group manager who asks for an address is answered the same whether it is a member’s or nobody’s', async () => {
  const manager = here.callers.find(({ name }) => name === 'a group manager of G1') as Caller
  const answers = [
    'somebody.unknown@x.example',
    here.cast.rows.member.find(({ id }) => id === here.members.O2)?.email ?? '',
  ].map(async email => {
    const body = { addresses: email, role: 'operations', groupIds: [here.groups.G1], dryRun: true }
    const { status, text } = await doors.ask(manager, 'POST', '/members/invitations', { body })
    expect(status).toBe(201)
    return text.replaceAll(email, 'the address')
  })
  const [unknown, known] = await Promise.all(answers)
  expect(known).toBe(unknown)
})
