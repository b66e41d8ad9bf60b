import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClientName, everyone, type Fixture, type Person } from '../../db/fixture.ts'
import { audienceOf, waysToClients } from '../../test/world/reading.ts'
import { insertFixture, openWorld, type World } from '../../test/world.ts'

const seenBy: Record<ClientName, string> = {
  c1: 'A F M O0 O1 O12 Q',
  c2: 'A F M O0 O2 O12 P L0',
  c3: 'A F M O0',
  c4: 'A F M O0 O1 O12 Q',
  c5: 'A F M O0 O1 O12 Q N',
  c6: 'A F M O0 O2 O12 P',
  c7: 'A F M O0 O1 O2 O12 L1 Q',
  c8: 'A F M O0',
  c9: 'A F M O0',
  c10: 'A F M O0 O1 O2 O12 P',
}
const totals: Record<Person, number> = {
  A: 10,
  F: 10,
  M: 10,
  O0: 10,
  O1: 5,
  O2: 4,
  O12: 7,
  P: 3,
  Q: 4,
  L0: 1,
  L1: 1,
  N: 1,
}
const names = Object.keys(seenBy) as ClientName[]
const seenByMember = (person: Person, seen = seenBy) =>
  names.filter(name => seen[name].split(' ').includes(person))

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** The fixture's clients that a member finds in one way, by their names. */
async function found({ cast, members, clients }: Fixture, person: Person, way: keyof typeof waysToClients) {
  const seen = await world.asMember(cast.organizationId, members[person], waysToClients[way])
  expect(new Set(seen).size, 'no client is listed twice').toBe(seen.length)
  return names
    .filter(name => seen.includes(clients[name]))
    .concat(seen.filter(id => !Object.values(clients).includes(id)) as ClientName[])
}

async function holds(made: Fixture, seen = seenBy): Promise<void> {
  for (const person of everyone)
    for (const way of Object.keys(waysToClients) as (keyof typeof waysToClients)[])
      expect(await found(made, person, way), `${person} by ${way}`).toEqual(seenByMember(person, seen))
  const { cast, members, clients } = made
  await world.asMember(cast.organizationId, members.A, async db => {
    for (const name of names) {
      const audience = (await audienceOf(db, clients[name])).map(each => each.memberId)
      expect(
        everyone.filter(person => audience.includes(members[person])),
        `who sees ${name}`,
      ).toEqual(everyone.filter(person => seen[name].split(' ').includes(person)))
      expect(audience.length, `${name} is seen by nobody else`).toBe(new Set(audience).size)
    }
  })
}

describe('the organisation of the specification', () => {
  test('each client is seen by exactly the members the table names, in every way there is to look', async () => {
    await holds(await insertFixture(world))
  })

  test('each member sees as many clients as the table says', async () => {
    const made = await insertFixture(world)
    for (const person of everyone)
      expect(await found(made, person, 'a raw select'), person).toHaveLength(totals[person])
  })

  test('where ungrouped Operations reach the Organization group only, one member sees three clients and nothing else changes', async () => {
    const made = await insertFixture(world, { ungroupedOperations: 'organization_only' })
    const without = (name: ClientName) =>
      seenBy[name]
        .split(' ')
        .filter(person => person !== 'O0')
        .join(' ')
    const narrowed = Object.fromEntries(
      names.map(name => [name, ['c3', 'c8', 'c9'].includes(name) ? seenBy[name] : without(name)]),
    ) as Record<ClientName, string>
    expect(seenByMember('O0', narrowed)).toEqual(['c3', 'c8', 'c9'])
    await holds(made, narrowed)
  })

  test('deleting a group changes nothing of who sees whom', async () => {
    const made = await insertFixture(world)
    await world.owner.query('update app."group" set deleted_at = now() where id = $1', [made.groups.G1])
    await holds(made)
  })

  test('a second organisation beside it sees its own clients and none of these', async () => {
    const [here, there] = [await insertFixture(world), await insertFixture(world)]
    for (const person of everyone) {
      const seen = await world.asMember(
        there.cast.organizationId,
        there.members[person],
        waysToClients['a raw select'],
      )
      expect(seen.filter(id => Object.values(here.clients).includes(id))).toEqual([])
    }
    await expect(
      world.asMember(there.cast.organizationId, here.members.A, waysToClients['a raw select']),
    ).rejects.toThrow('nobody enters')
  })
})
