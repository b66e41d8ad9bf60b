import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Oracle } from '../../test/world/oracle.ts'
import { castOf, seeded, worldPlan } from '../../test/world/random.ts'
import { audienceOf, readEverything, waysToClients } from '../../test/world/reading.ts'
import { openWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const sorted = (ids: Iterable<string>) => [...ids].toSorted()

describe('in any organisation, however its groups, roles and shares lie', () => {
  test('list, search, pages and raw select show each member exactly the clients of the predicate', async () => {
    await fc.assert(
      fc.asyncProperty(worldPlan, async plan => {
        const cast = castOf(plan)
        await world.insertAsIs(cast)
        const oracle = new Oracle(cast.rows)
        for (const member of cast.rows.member.filter(oracle.isActive)) {
          await world.asMember(cast.organizationId, member.id, async (db, actor) => {
            for (const [way, read] of Object.entries(waysToClients))
              expect(sorted(await read(db, actor)), `${member.role} by ${way}`).toEqual(
                sorted(oracle.clients(member)),
              )
          })
        }
      }),
      seeded(50),
    )
  })

  test('a raw select on any table, as anyone, answers exactly the rows they may read', async () => {
    await fc.assert(
      fc.asyncProperty(worldPlan, async plan => {
        const cast = castOf(plan)
        await world.insertAsIs(cast)
        const oracle = new Oracle(cast.rows)
        for (const member of cast.rows.member.filter(oracle.isActive)) {
          const read = await world.asMember(cast.organizationId, member.id, readEverything)
          for (const [table, keys] of Object.entries(oracle.readable(member)))
            expect(sorted(read[table] ?? []), `${table} as ${member.role}`).toEqual(sorted(keys))
          expect(Object.keys(read), 'every table is judged').toEqual(
            expect.arrayContaining(Object.keys(oracle.readable(member))),
          )
        }
      }),
      seeded(50),
    )
  })

  test('“who can see this?” names exactly those who do, whoever asks', async () => {
    await fc.assert(
      fc.asyncProperty(worldPlan, async plan => {
        const cast = castOf(plan)
        await world.insertAsIs(cast)
        const oracle = new Oracle(cast.rows)
        const active = cast.rows.member.filter(oracle.isActive)
        for (const asking of active)
          await world.asMember(cast.organizationId, asking.id, async db => {
            for (const client of cast.rows.client) {
              const audience = (await audienceOf(db, client.id)).map(each => each.memberId)
              const seeing = active
                .filter(member => oracle.seesClient(member, client))
                .map(member => member.id)
              expect(sorted(audience)).toEqual(oracle.seesClient(asking, client) ? sorted(seeing) : [])
            }
          })
      }),
      seeded(30),
    )
  })
})
