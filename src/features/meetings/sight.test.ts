import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Member } from '../../access/actor.ts'
import type { Db } from '../../kit/db.ts'
import { Oracle } from '../../../test/world/oracle.ts'
import { castOf, seeded, worldPlan } from '../../../test/world/random.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { findMeeting, getMeeting } from './queries/detail.ts'
import { countMeetings, listMeetings, listRange } from './queries/list.ts'
import type { MeetingQuery } from './schema/meetings.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const day = (daysAhead: number) => new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10)

async function idsListed(db: Db, actor: Member, query: Partial<MeetingQuery>): Promise<Set<string>> {
  const found = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await listMeetings(db, actor, { limit: 2, ...query, cursor })
    for (const { id } of page.items) found.add(id)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return found
}

test('the list, one by one, the search, the count and the week hold the same meetings, for anyone in any organisation', async () => {
  await fc.assert(
    fc.asyncProperty(worldPlan, async plan => {
      const cast = castOf(plan)
      await world.insertAsIs(cast)
      const oracle = new Oracle(cast.rows)
      for (const member of cast.rows.member.filter(oracle.isActive))
        await world.asMember(cast.organizationId, member.id, async (db, actor) => {
          const readable = oracle.readable(member)
          const expected = readable.meeting ?? new Set()
          expect(await idsListed(db, actor, {})).toEqual(expected)
          expect(await idsListed(db, actor, { order: 'desc' })).toEqual(expected)
          expect(await idsListed(db, actor, { search: 'meet' })).toEqual(expected)
          const [upcoming, past] = [
            await idsListed(db, actor, { view: 'upcoming' }),
            await idsListed(db, actor, { view: 'past' }),
          ]
          expect(upcoming.union(past)).toEqual(expected)
          expect(upcoming.intersection(past).size).toBe(0)
          expect((await idsListed(db, actor, { view: 'at_risk' })).isSubsetOf(upcoming)).toBe(true)
          expect((await countMeetings(db, actor, {})).count).toBe(expected.size)
          const { items } = await listRange(db, actor, { from: day(-2), to: day(2), timeZone: 'UTC' })
          expect(new Set(items.map(({ id }) => id))).toEqual(expected)
          for (const { id, clientId } of cast.rows.meeting) {
            const found = await findMeeting(db, actor, { id })
            expect(found !== undefined).toBe(expected.has(id))
            if (!found) continue
            const { client } = await getMeeting(db, actor, id)
            expect(client.id).toBe(readable.client?.has(clientId) ? clientId : null)
          }
        })
    }),
    seeded(15),
  )
})
