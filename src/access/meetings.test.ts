import fc from 'fast-check'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cast } from '../../db/cast.ts'
import { Oracle } from '../../test/world/oracle.ts'
import { castOf, seeded, worldPlan } from '../../test/world/random.ts'
import { readEverything } from '../../test/world/reading.ts'
import { enterAs, openWorld, type World } from '../../test/world.ts'
import type { Db } from '../kit/db.ts'
import { blocksFor, meetingsFor, meetingTypesFor, membersFor, reportsFor } from './visibility.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

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
const idsOf = async (db: Db, query: RawBuilder<{ id: string }>) =>
  sorted((await query.execute(db)).rows.map(row => row.id))
const rollBack = new Error('rolled back on purpose')
const unlessRolledBack = (error: unknown) => {
  if (error !== rollBack) throw error
}

describe('in any organisation, however its groups, roles and meetings lie', () => {
  test('the pieces of queries choose exactly the meetings, types, blocks and people of the table of permissions', async () => {
    await inAnyWorld(40, async (cast, oracle) => {
      for (const member of cast.rows.member.filter(oracle.isActive))
        await world.asMember(cast.organizationId, member.id, async (db, actor) => {
          const { meeting, meetingType, block } = oracle.readable(member)
          const deleted = new Set(cast.rows.meetingType.filter(type => type.deletedAt).map(type => type.id))
          const found = {
            meetings: await idsOf(db, sql`select id from app.meeting where ${meetingsFor(actor)}`),
            reports: await idsOf(db, sql`select id from app.meeting where ${reportsFor(actor)}`),
            types: await idsOf(db, sql`select id from app.meeting_type where ${meetingTypesFor(actor)}`),
            blocks: await idsOf(db, sql`select id from app.block where ${blocksFor(actor)}`),
          }
          expect(found, member.role).toEqual({
            meetings: sorted(meeting ?? []),
            reports: sorted(meeting ?? []),
            types: sorted([...(meetingType ?? [])].filter(id => !deleted.has(id))),
            blocks: sorted(block ?? []),
          })
        })
    })
  })

  test('exactly those meetings can be changed that the table gives, by the predicate and by a raw update', async () => {
    await inAnyWorld(40, async (cast, oracle) => {
      for (const member of cast.rows.member.filter(oracle.isActive))
        await world
          .asMember(cast.organizationId, member.id, async (db, actor) => {
            const changeable = sorted(oracle.changeableMeetings(member))
            const predicate = meetingsFor(actor, 'meetings.change')
            expect(await idsOf(db, sql`select id from app.meeting where ${predicate}`), member.role).toEqual(
              changeable,
            )
            const update = sql<{ id: string }>`update app.meeting set sequence = sequence + 1 returning id`
            expect(await idsOf(db, update), `${member.role} by update`).toEqual(changeable)
            throw rollBack
          })
          .catch(unlessRolledBack)
    })
  })

  test('hours and meetings of others are arranged by exactly those who tend them', async () => {
    await inAnyWorld(40, async (cast, oracle) => {
      for (const member of cast.rows.member.filter(oracle.isActive))
        await world
          .asMember(cast.organizationId, member.id, async (db, actor) => {
            const tended = sorted(oracle.tended(member))
            for (const permission of ['availability.write', 'meetings.plan'] as const)
              expect(
                await idsOf(db, sql`select id from app.member where ${membersFor(actor, permission)}`),
                `${member.role}, ${permission}`,
              ).toEqual(tended)
            for (const table of ['open_hours', 'busy', 'calendar'])
              expect(
                await idsOf(db, sql`delete from ${sql.table(table)} returning member_id as id`),
                `${member.role} in ${table}`,
              ).toEqual(tended)
            throw rollBack
          })
          .catch(unlessRolledBack)
    })
  })

  test('a client with the link of a meeting reaches that meeting, themselves, and nothing else', async () => {
    await inAnyWorld(20, async ({ rows }) => {
      for (const { id, clientId, tokenHash: hash } of rows.meeting) {
        const read = await enterAs(world.app, { kind: 'booking_link', hash }, readEverything)
        const found = Object.entries(read).filter(([, keys]) => keys.length > 0)
        expect(Object.fromEntries(found)).toEqual({
          organization: rows.organization.map(row => row.id),
          client: [clientId],
          meeting: [id],
          meetingGuest: rows.meetingGuest.filter(guest => guest.meetingId === id).map(guest => guest.id),
        })
      }
    })
  })
})
