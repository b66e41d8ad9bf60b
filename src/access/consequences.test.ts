import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Member } from './actor.ts'
import { withConsequences, withUngrouping } from './consequences.ts'
import type { Db } from '../kit/db.ts'
import type { Fixture, Person } from '../../db/fixture.ts'
import { insertFixture, openWorld, type World } from '../../test/world.ts'

let world: World
let fixture: Fixture

beforeAll(async () => {
  world = await openWorld()
  fixture = await insertFixture(world)
})
afterAll(() => world.close())

const as = <T>(person: Person, work: (db: Db, actor: Member) => Promise<T>) =>
  world.asMember(fixture.cast.organizationId, fixture.members[person], work)

const leave = (db: Db, memberId: string, groupId: string) =>
  db.deleteFrom('membership').where('memberId', '=', memberId).where('groupId', '=', groupId).execute()
const all = () => Object.values(fixture.members)

test('a change that is rehearsed says who loses sight of how many clients, and nothing has changed', async () => {
  const { members, groups } = fixture
  await as('A', async (db, actor) => {
    const scope = { memberIds: all(), dryRun: true }
    const first = await withConsequences(db, actor, scope, () => leave(db, members.O12, groups.G2))
    // Of c2, c6 and c10 in G2; c4 is their own and c1, c5, c7 are in G1.
    expect(first.consequences).toEqual({
      gains: [],
      losses: [{ memberId: members.O12, name: 'Olivia Santos', clients: 3, meetings: 0 }],
      othersGain: 0,
      othersLose: 0,
      unbookable: [],
      ungrouped: [],
    })
    expect(await withConsequences(db, actor, scope, () => leave(db, members.O12, groups.G2))).toEqual(first)
  })
})

test('members whom the actor may not read are counted and not named', async () => {
  await as('Q', async (db, actor) => {
    const { consequences } = await withConsequences(
      db,
      actor,
      { memberIds: all(), dryRun: true },
      async () => {
        await world.owner.query('update app.organization set ungrouped_operations = $1', [
          'organization_only',
        ])
      },
    )
    expect(consequences).toMatchObject({ losses: [], othersLose: 1 })
    await world.owner.query('update app.organization set ungrouped_operations = $1', ['all'])
  })
})

test('someone who would be left without a group is shown what each choice adds or takes', async () => {
  const { members, groups } = fixture
  const scope = { memberIds: [members.O1], dryRun: true, ungroupedIds: [members.O1], onUngroup: undefined }
  await as('A', async (db, actor) => {
    const change = async (onUngroup: unknown) => {
      const role = onUngroup === 'make_limited' ? 'operations_limited' : 'operations'
      const sight = onUngroup === 'see_all' ? 'organization' : 'groups'
      await leave(db, members.O1, groups.G1)
      await db.updateTable('member').set({ role, sight }).where('id', '=', members.O1).execute()
    }
    const { consequences } = await withUngrouping(db, actor, scope, change)
    expect(consequences.ungrouped).toEqual([
      {
        memberId: members.O1,
        name: 'Otto Lindqvist',
        choices: [
          { onUngroup: 'own_only', gained: 0, lost: 3 },
          { onUngroup: 'see_all', gained: 5, lost: 0 },
          { onUngroup: 'make_limited', gained: 0, lost: 3 },
        ],
      },
    ])
    expect(consequences.losses).toEqual([
      { memberId: members.O1, name: 'Otto Lindqvist', clients: 3, meetings: 0 },
    ])
  })
})
