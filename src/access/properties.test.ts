import fc from 'fast-check'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Cast } from '../../db/cast.ts'
import { Oracle } from '../../test/world/oracle.ts'
import { castOf, seeded, worldPlan } from '../../test/world/random.ts'
import { audienceOf, readEverything, waysToClients } from '../../test/world/reading.ts'
import { enterAs, openWorld, type World } from '../../test/world.ts'
import type { Db } from '../kit/db.ts'
import { asActor } from './enter.ts'
import { clientsFor } from './visibility.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** Makes a world of each plan and hands it over with who tells what is right in it. */
const inAnyWorld = (numRuns: number, judge: (cast: Cast, oracle: Oracle) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(worldPlan, async plan => {
      const cast = castOf(plan)
      await world.insertAsIs(cast)
      await judge(cast, new Oracle(cast.rows))
    }),
    seeded(numRuns),
  )

const sorted = (ids: Iterable<string>) => [...ids].toSorted()

describe('in any organisation, however its groups, roles and shares lie', () => {
  test('list, search, pages and raw select show each member exactly the clients of the predicate', async () => {
    await inAnyWorld(50, async (cast, oracle) => {
      for (const member of cast.rows.member.filter(oracle.isActive)) {
        await world.asMember(cast.organizationId, member.id, async (db, actor) => {
          for (const [way, read] of Object.entries(waysToClients))
            expect(sorted(await read(db, actor)), `${member.role} by ${way}`).toEqual(
              sorted(oracle.clients(member)),
            )
        })
      }
    })
  })

  test('a raw select on any table, as anyone, answers exactly the rows they may read', async () => {
    await inAnyWorld(50, async (cast, oracle) => {
      for (const member of cast.rows.member.filter(oracle.isActive)) {
        const read = await world.asMember(cast.organizationId, member.id, readEverything)
        for (const [table, keys] of Object.entries(oracle.readable(member)))
          expect(sorted(read[table] ?? []), `${table} as ${member.role}`).toEqual(sorted(keys))
        expect(Object.keys(read), 'every table is judged').toEqual(
          expect.arrayContaining(Object.keys(oracle.readable(member))),
        )
      }
    })
  })

  test('“who can see this?” names exactly those who do, whoever asks', async () => {
    await inAnyWorld(30, async (cast, oracle) => {
      const active = cast.rows.member.filter(oracle.isActive)
      for (const asking of active)
        await world.asMember(cast.organizationId, asking.id, async db => {
          for (const client of cast.rows.client) {
            const audience = (await audienceOf(db, client.id)).map(each => each.memberId)
            const seeing = active.filter(member => oracle.seesClient(member, client)).map(member => member.id)
            expect(sorted(audience)).toEqual(oracle.seesClient(asking, client) ? sorted(seeing) : [])
          }
        })
    })
  })

  test('exactly those clients can be changed that a role or a live group gives, by the predicate and by a raw update', async () => {
    await inAnyWorld(50, async (cast, oracle) => {
      for (const member of cast.rows.member.filter(oracle.isActive))
        await world.asMember(cast.organizationId, member.id, async (db, actor) => {
          const { rows: offered } = await sql<{ id: string }>`
            select id from app.client where ${clientsFor(actor, 'clients.update')}`.execute(db)
          expect(sorted(offered.map(row => row.id)), member.role).toEqual(sorted(oracle.changeable(member)))
          const { rows: changed } = await sql<{
            id: string
          }>`update app.client set status = status returning id`.execute(db)
          expect(sorted(changed.map(row => row.id)), `${member.role} by update`).toEqual(
            sorted(oracle.changeable(member)),
          )
        })
    })
  })

  test('nobody writes about people of their own rank or above, or about groups they do not manage, even by raw SQL', async () => {
    await inAnyWorld(40, async (cast, oracle) => {
      for (const member of cast.rows.member.filter(oracle.isActive))
        await world
          .asMember(cast.organizationId, member.id, async db => {
            const { members, groups } = oracle.managed(member)
            const changed = async (update: RawBuilder<{ id: string }>) =>
              sorted(new Set((await update.execute(db)).rows.map(row => row.id)))
            const table = { member: sorted(members), group: sorted(groups) }
            expect(
              await changed(sql`update app.member set language = language returning id`),
              member.role,
            ).toEqual(table.member)
            expect(
              await changed(sql`update app."group" set version = version returning id`),
              member.role,
            ).toEqual(table.group)
            const held = sorted(
              new Set(cast.rows.membership.map(each => each.groupId).filter(id => groups.has(id))),
            )
            expect(
              await changed(sql`update app.membership set group_role = group_role returning group_id as id`),
            ).toEqual(held)
            expect(
              await changed(sql`delete from app.membership returning group_id as id`),
              member.role,
            ).toEqual(held)
            throw rollBack
          })
          .catch(unlessRolledBack)
    })
  })

  test('nobody gives themselves a role, or makes a member of their own rank', async () => {
    await inAnyWorld(15, async (cast, oracle) => {
      for (const member of cast.rows.member.filter(oracle.isActive).filter(({ role }) => role !== 'admin')) {
        const attempt = (statement: RawBuilder<unknown>) =>
          world.asMember(cast.organizationId, member.id, async db => {
            await statement.execute(db)
            throw rollBack
          })
        await expect(
          attempt(sql`update app.member set role = 'admin' where id = ${member.id}`),
          member.role,
        ).rejects.toThrow('row-level security')
        await expect(
          attempt(sql`insert into app.member (organization_id, id, name, email, role)
          values (${cast.organizationId}, gen_random_uuid(), 'New', 'new@x.example', ${member.role === 'operator' ? 'operator' : 'admin'})`),
        ).rejects.toThrow('row-level security')
      }
    })
  })

  test('who is not an active member cannot enter, and nobody sees a row without entering', async () => {
    await inAnyWorld(15, async (cast, oracle) => {
      for (const { id: memberId } of cast.rows.member.filter(member => !oracle.isActive(member)))
        expect(
          await asActor(
            world.app,
            { kind: 'job', organizationId: cast.organizationId, memberId },
            readIfEntered,
          ),
        ).toBe(0)
      for (const credential of [
        { kind: 'visitor' },
        { kind: 'session', hash: 'unknown' },
        { kind: 'invite_link', hash: '' },
      ] as const)
        expect(await asActor(world.app, credential, readIfEntered)).toBe(0)
    })
  })

  test('a client with a link reaches one journey and nothing that tells of the organisation’s people or other clients', async () => {
    await inAnyWorld(15, async ({ rows }) => {
      for (const { id, clientId, flowId, tokenHash: hash } of rows.invite) {
        const read = await enterAs(world.app, { kind: 'invite_link', hash }, readEverything)
        const own = <T extends { inviteId: string }>(list: T[]) => list.filter(row => row.inviteId === id)
        const journeys = own(rows.journey).map(row => row.id)
        const steps = rows.journeyStep.filter(row => journeys.includes(row.journeyId))
        const found = Object.entries(read).filter(([, rows]) => rows.length > 0)
        expect(Object.fromEntries(found)).toEqual({
          organization: rows.organization.map(row => row.id),
          client: [clientId],
          invite: [id],
          ...(journeys.length > 0 && {
            delivery: own(rows.delivery).map(row => row.id),
            journey: journeys,
            journeyStep: steps.map(row => `${row.journeyId} ${row.key}`),
          }),
          flow: [flowId],
          flowVersion: [flowId],
        })
      }
    })
  })

  test('a job of the program itself sees its organisation and no other', async () => {
    await inAnyWorld(15, async cast => {
      const { organizationId, rows } = cast
      const read = await enterAs(world.app, { kind: 'system', organizationId }, readEverything)
      expect(read.organization).toEqual([organizationId])
      for (const table of ['client', 'member', 'group', 'flow', 'invite', 'event'] as const)
        expect(sorted(read[table] ?? []), table).toEqual(sorted(rows[table].map(row => row.id)))
    })
  })
})

const rollBack = new Error('rolled back on purpose')
const unlessRolledBack = (error: unknown) => {
  if (error !== rollBack) throw error
}

/** How many rows of any table are read, whoever it turned out to be. */
async function readIfEntered(db: Db, actor: unknown): Promise<number> {
  if (actor !== null) expect(actor).toEqual({ kind: 'visitor' })
  return Object.values(await readEverything(db)).flat().length
}

/** One who is in more groups than are walked one by one. */
test('a member of very many groups sees exactly the clients of those', async () => {
  const cast = new Cast()
  const operations = cast.member({ role: 'operations' })
  const other = cast.group()
  for (let index = 0; index < 120; index++) {
    const group = cast.group()
    cast.membership(operations, group)
    cast.client({
      groupId: index % 3 === 0 ? other : group,
      ...(index % 6 === 0 && { invitedBy: operations }),
    })
  }
  cast.client({ cc: [operations] })
  cast.client()
  await world.insert(cast)
  const oracle = new Oracle(cast.rows)
  await world.asMember(cast.organizationId, operations, async (db, actor) => {
    for (const [way, read] of Object.entries(waysToClients))
      expect(sorted(await read(db, actor)), way).toEqual(sorted(oracle.clients(oracle.member(operations))))
  })
})
