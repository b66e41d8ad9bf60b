import { sql } from 'kysely'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Oracle } from '../../test/world/oracle.ts'
import { castOf, seeded, worldPlan } from '../../test/world/random.ts'
import { openWorld, type World } from '../../test/world.ts'
import type { Db } from '../kit/db.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** How the search is made hangs on how much it reads before it changes its mind, and on how much is asked for. */
const manners = [
  { patience: 1, limit: 2 },
  { patience: 2, limit: 100 },
  { patience: 3, limit: 3 },
  { patience: 2000, limit: 1 },
]

async function searched(
  db: Db,
  needle: string,
  filter: object,
  { patience, limit }: (typeof manners)[number],
) {
  const found: string[] = []
  for (let after: { createdAt: Date; id: string } | undefined; ;) {
    const { rows } = await sql<{ createdAt: Date; id: string }>`select id, created_at from app.search_clients(
      ${needle}, ${JSON.stringify(filter)}::jsonb, ${after?.createdAt ?? null}, ${after?.id ?? null}, ${limit}, ${patience})`.execute(
      db,
    )
    found.push(...rows.map(row => row.id))
    expect(found.length, 'pages come to an end').toBeLessThan(100)
    after = rows.at(-1)
    if (!after || rows.length < limit) return found
  }
}

/** One or two letters or digits begin a word; more are anywhere in it. */
const holds = (name: string, needle: string) =>
  ` ${name.toLowerCase()} `.includes(/[a-z0-9]{3}/.test(needle) ? needle : ` ${needle}`)

test('a search, however it is made, finds exactly the clients in sight that hold the words, newest first', async () => {
  let isAnalysed = false
  await fc.assert(
    fc.asyncProperty(worldPlan, fc.nat({ max: 1000 }), async (plan, spread) => {
      const cast = castOf(plan)
      for (const [index, client] of cast.rows.client.entries())
        client.createdAt = new Date(
          Math.floor(Date.now() / 1000 - ((index * index * 7919 * spread) % 5_000_000)) * 1000,
        )
      await world.insertAsIs(cast)
      // Without knowing how many there are, the search always thinks the index cheap: half of the runs know.
      isAnalysed = !isAnalysed
      if (isAnalysed) await world.owner.query('analyze app.client')
      const oracle = new Oracle(cast.rows)
      const name = cast.rows.client[0]?.firstName.toLowerCase() ?? ''
      for (const member of cast.rows.member.filter(oracle.isActive)) {
        const seen = cast.rows.client.filter(client => oracle.seesClient(member, client))
        await world.asMember(cast.organizationId, member.id, async db => {
          for (const needle of [
            '',
            'client',
            name.slice(-4),
            name.slice(-3),
            name.slice(-4, -3),
            'no such words',
          ])
            for (const filter of [
              {},
              { groupId: 'organization' },
              { groupId: cast.rows.group[0]?.id ?? 'organization' },
            ])
              for (const manner of manners) {
                // One at a time takes as many searches as there are clients: once for each needle is enough.
                if (manner.limit === 1 && filter.groupId !== undefined) continue
                const asked = filter.groupId === 'organization' ? null : filter.groupId
                const expected = seen
                  .filter(
                    client =>
                      (filter.groupId === undefined || (client.groupId ?? null) === asked) &&
                      holds(client.firstName, needle),
                  )
                  .toSorted((a, b) => Number(b.createdAt) - Number(a.createdAt) || (a.id < b.id ? 1 : -1))
                const what = `“${needle}” as ${member.role} ${JSON.stringify({ filter, manner })}`
                expect(await searched(db, needle, filter, manner), what).toEqual(
                  expected.map(client => client.id),
                )
              }
        })
      }
    }),
    seeded(15),
  )
})
