import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Canaries } from '../../test/world/canary.ts'
import { type Caller, type Doors, openDoors, type Staff, staff } from '../../test/world/doors.ts'
import { fill, idsFor, queriesFor, rehearsals } from '../../test/world/questions.ts'
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
    for (const [method, path, body] of rehearsals(here, there))
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
