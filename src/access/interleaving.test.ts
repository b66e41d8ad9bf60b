import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyone, type Fixture, type Person } from '../../db/fixture.ts'
import { inLanes } from '../../test/lanes.ts'
import { Oracle } from '../../test/world/oracle.ts'
import { waysToClients } from '../../test/world/reading.ts'
import { insertFixture, openWorld, type World } from '../../test/world.ts'
import type { Db } from '../kit/db.ts'
import { transact } from '../kit/db.ts'

const connections = 8
let world: World
let organizations: Fixture[]
beforeAll(async () => {
  world = await openWorld({ connections })
  organizations = [await insertFixture(world), await insertFixture(world)]
})
afterAll(() => world.close())

/** Ways in which a request can go wrong while its identity is set. */
const failures: Record<string, (db: Db) => Promise<unknown>> = {
  'the handler throws': async () => {
    throw new Error('thrown on purpose')
  },
  'a statement fails': db => sql`select 1 / 0`.execute(db),
  'a constraint refuses': db =>
    sql`insert into app.event (organization_id, id, name, actor_kind, actor_id)
    values (app.organization_id(), gen_random_uuid(), '', 'member', app.member_id())`.execute(db),
  'the connection is ended': db => sql`select pg_terminate_backend(pg_backend_pid())`.execute(db),
}
const kinds = Object.values(failures)

async function readAs({ cast, members }: Fixture, person: Person, failure?: (db: Db) => Promise<unknown>) {
  const seen: string[][] = []
  await world
    .asMember(cast.organizationId, members[person], async (db, actor) => {
      seen.push(await waysToClients['a raw select'](db))
      await failure?.(db)
      seen.push(await waysToClients['the list, page by page'](db, actor))
    })
    .catch((error: unknown) => {
      if (!failure) throw error
    })
  return seen
}

test('on eight connections, between requests that fail in every way, no page ever holds another’s rows', async () => {
  const oracles = organizations.map(({ cast }) => new Oracle(cast.rows))
  const request = async (number: number) => {
    const which = number % 2
    const fixture = organizations[which] as Fixture
    const person = everyone[(number * 7) % everyone.length] as Person
    const expected = [
      ...(oracles[which] as Oracle).clients((oracles[which] as Oracle).member(fixture.members[person])),
    ]
    const failure = number % 3 === 0 ? kinds[(number / 3) % kinds.length] : undefined
    const pages = await readAs(fixture, person, failure)
    expect(pages).toHaveLength(failure ? 1 : 2)
    for (const page of pages) expect(page.toSorted(), person).toEqual(expected.toSorted())
  }
  await inLanes(640, 3 * connections, request)
})

test('after each kind of failure nothing of who asked is left on a connection', async () => {
  const [fixture] = organizations
  if (!fixture) return
  for (const failure of kinds)
    await Promise.all(Array.from({ length: connections }, () => readAs(fixture, 'A', failure)))
  const { rows: settings } = await world.owner.query<{ name: string }>(
    `select distinct found[1] as name from regexp_matches(pg_get_functiondef('app.enter'::regproc), $$set_config\\('(app\\.[a-z_]+)'$$, 'g') found`,
  )
  expect(settings.length, 'settings that entering writes').toBeGreaterThan(10)
  const names = settings.map(({ name }) => name)
  const leftovers = await Promise.all(
    Array.from({ length: connections }, () =>
      transact(world.app.database, world.app.jobs, async db => {
        const { rows: left } = await sql<{ value: string }>`
          select name || '=' || current_setting(name, true) as value from unnest(${names}::text[]) as name
           where coalesce(current_setting(name, true), '') <> ''`.execute(db)
        const { rows: seen } = await sql<{ id: string }>`select id from app.client`.execute(db)
        return [...left.map(row => row.value), ...seen.map(row => row.id)]
      }),
    ),
  )
  expect(leftovers.flat()).toEqual([])
})
