import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { castOf, seeded, worldPlan } from '../../test/world/random.ts'
import { openWorld, type World } from '../../test/world.ts'
import type { Db } from '../kit/db.ts'
import type { Member } from './actor.ts'
import { clientsFor } from './visibility.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** Some in every client, some in about half of them, some in few, one in none. */
const words = ['', 'client', 'ann', 'an', 'n@', 'zoé', '67890', '%', 'nobody']

type Asked = { words: string; upTo: number }

const inOrder = async (db: Db, actor: Member, asked: Asked) =>
  sql<{ id: string }>`select id from app.client where ${clientsFor(actor)}
      and position(app.search_words(${asked.words}) in search) > 0
    order by created_at desc, id desc limit ${asked.upTo}`.execute(db)

const searched = async (db: Db, asked: Asked, patience: number) =>
  sql<{
    id: string
  }>`select id from app.search_clients(${asked.words}, '{}', null, null, ${asked.upTo}, ${patience})`.execute(
    db,
  )

test('search finds the newest clients that hold the words, whether it reads on or asks the index', async () => {
  const asked = fc.record({ words: fc.constantFrom(...words), upTo: fc.integer({ min: 1, max: 4 }) })
  await fc.assert(
    fc.asyncProperty(worldPlan, fc.array(asked, { minLength: 4, maxLength: 4 }), async (plan, questions) => {
      const cast = castOf(plan)
      for (const [index, client] of cast.rows.client.entries()) {
        client.firstName = ['Client Ann', 'Client Zoë'][index % 2] as string
        if (index % 5 === 0) client.phone = '+31234567890'
      }
      await world.insertAsIs(cast)
      // How many rows there are decides between the two; afterwards both come about.
      await world.owner.query('analyze app.client')
      for (const member of cast.rows.member.filter(
        ({ joinedAt, suspendedAt, removedAt }) => joinedAt && !suspendedAt && !removedAt,
      ))
        await world.asMember(cast.organizationId, member.id, async (db, actor) => {
          for (const question of questions)
            for (const patience of [1, 3, 2000])
              expect(
                (await searched(db, question, patience)).rows,
                JSON.stringify({ ...question, patience }),
              ).toEqual((await inOrder(db, actor, question)).rows)
        })
    }),
    seeded(40),
  )
})
