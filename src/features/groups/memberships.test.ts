import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Member } from '../../access/actor.ts'
import type { OnUngroup } from '../../access/shapes.ts'
import type { Db } from '../../kit/db.ts'
import type { Fixture, Person } from '../../../db/fixture.ts'
import { insertFixture, openWorld, type World } from '../../../test/world.ts'
import { changeRole } from '../members/actions/standing.ts'
import { getMember } from '../members/queries/list.ts'
import { deleteGroup } from './actions/deletion.ts'
import { addMembers, changeGroupRoles, removeMembers } from './actions/members.ts'
import { getGroup } from './queries/list.ts'
import { listGroupMembers } from './queries/members.ts'
import { GroupMemberQuery, type GroupItem, MembersRemoval } from './schema.ts'

let world: World
let fixture: Fixture
let other: Fixture

beforeAll(async () => {
  world = await openWorld()
  other = await insertFixture(world)
})
beforeEach(async () => {
  fixture = await insertFixture(world)
})
afterAll(() => world.close())

type Groups = 'G1' | 'G2'
const as = <T>(person: Person, work: (db: Db, actor: Member) => Promise<T>) =>
  world.asMember(fixture.cast.organizationId, fixture.members[person], work)
const inGroup = <T>(
  by: Person,
  name: Groups,
  change: (db: Db, actor: Member, group: GroupItem) => Promise<T>,
) =>
  as(by, async (db, actor) => {
    const group = await getGroup(db, actor, fixture.groups[name])
    if (!group) throw new Error(`${by} does not know ${name}`)
    return change(db, actor, group)
  })
const ids = (people: Person[]) => people.map(person => fixture.members[person])
const add = (by: Person, name: Groups, people: Person[], groupRole: 'operator' | 'manager' | null = null) =>
  inGroup(by, name, (db, actor, group) => addMembers(db, actor, group, { memberIds: ids(people), groupRole }))
const remove = (
  by: Person,
  name: Groups,
  people: Person[],
  given: { onUngroup?: OnUngroup; dryRun?: boolean } = {},
) =>
  inGroup(by, name, (db, actor, group) =>
    removeMembers(db, actor, group, MembersRemoval.parse({ memberIds: ids(people), ...given })),
  )
const give = (by: Person, name: Groups, people: Person[], groupRole: 'operator' | 'manager' | null) =>
  inGroup(by, name, (db, actor, group) =>
    changeGroupRoles(db, actor, group, { memberIds: ids(people), groupRole }),
  )
const seen = (person: Person) =>
  as(person, async db => (await db.selectFrom('client').select('id').execute()).length)
const makeManager = (person: Person) =>
  world.owner.query(`update app.membership set group_role = 'manager' where member_id = $1`, [
    fixture.members[person],
  ])

test('taking somebody out of their last group is refused until it is said what becomes of them', async () => {
  const refused = remove('A', 'G1', ['O1', 'O12', 'L1'])
  await expect(refused).rejects.toMatchObject({
    code: 'member_would_become_ungrouped',
    more: {
      consequences: {
        // Nobody but Otto: Olivia has another group, and Luca is Operations (limited).
        ungrouped: [
          {
            memberId: fixture.members.O1,
            name: 'Otto Lindqvist',
            choices: [
              { onUngroup: 'own_only', gained: 0, lost: 3 },
              { onUngroup: 'see_all', gained: 5, lost: 0 },
              { onUngroup: 'make_limited', gained: 0, lost: 3 },
            ],
          },
        ],
      },
    },
  })
  expect(await seen('O1')).toBe(5)
})

test.each([
  ['own_only', 2],
  ['see_all', 10],
  ['make_limited', 2],
] as const)('with %s, the dry run and the removal answer the same', async (onUngroup, clients) => {
  const dry = await remove('A', 'G1', ['O1'], { onUngroup, dryRun: true })
  expect(await seen('O1')).toBe(5)
  expect(await remove('A', 'G1', ['O1'], { onUngroup })).toEqual({ ...dry, dryRun: false })
  expect(await seen('O1')).toBe(clients)
  const [change] = [...dry.consequences.gains, ...dry.consequences.losses]
  expect(change?.clients).toBe(Math.abs(clients - 5))
})

test('or they are moved to another group, where the actor may put them', async () => {
  const { groups } = fixture
  await expect(remove('A', 'G1', ['O1'], { onUngroup: { moveTo: groups.G1 } })).rejects.toMatchObject({
    errors: [{ pointer: '/onUngroup/moveTo' }],
  })
  await remove('A', 'G1', ['O1'], { onUngroup: { moveTo: groups.G2 } })
  // c1 is his own; c2, c6 and c10 are of G2.
  expect(await seen('O1')).toBe(4)
})

test('undoing a first membership gives nothing back by itself', async () => {
  await add('A', 'G1', ['O0'])
  expect(await seen('O0')).toBe(5)
  await expect(remove('A', 'G1', ['O0'])).rejects.toMatchObject({ code: 'member_would_become_ungrouped' })
  await remove('A', 'G1', ['O0'], { onUngroup: 'own_only' })
  expect(await seen('O0')).toBe(1)
})

test('a group manager chooses own sight or a group of theirs; what shows more is for Admins', async () => {
  await makeManager('L1')
  const { groups } = fixture
  for (const onUngroup of ['see_all', 'make_limited'] as const)
    await expect(remove('L1', 'G1', ['O1'], { onUngroup })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(remove('L1', 'G1', ['O1'], { onUngroup: { moveTo: groups.G2 } })).rejects.toMatchObject({
    errors: [{ pointer: '/onUngroup/moveTo' }],
  })
  const refused = await remove('L1', 'G1', ['O1']).catch(error => error)
  expect(refused.more.consequences.ungrouped[0].choices).toEqual([
    { onUngroup: 'own_only', gained: 0, lost: 3 },
  ])
  expect(await remove('L1', 'G1', ['O1', 'O12'], { onUngroup: 'own_only' })).toMatchObject({
    removed: expect.arrayContaining(ids(['O1', 'O12'])),
    consequences: { losses: [{ name: 'Olivia Santos' }, { name: 'Otto Lindqvist' }], othersLose: 0 },
  })
  expect(await seen('O12')).toBe(4)
})

test('ids of members whom the actor may not read are refused alike, whether hidden, foreign or made up', async () => {
  await makeManager('L1')
  const strangers = [fixture.members.O2, other.members.O1, '00000000-0000-7000-8000-000000000000']
  for (const stranger of strangers) {
    const refused = inGroup('L1', 'G1', (db, actor, group) =>
      addMembers(db, actor, group, { memberIds: [fixture.members.O1, stranger], groupRole: null }),
    )
    await expect(refused).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ pointer: '/memberIds/1', detail: 'Choose one from the list.' }],
    })
  }
})

test('adding says who was in already, and that a first group narrows what they see', async () => {
  const added = await add('A', 'G2', ['O0', 'O2'])
  expect(added).toMatchObject({
    added: ids(['O0']),
    alreadyIn: ids(['O2']),
    consequences: { losses: [{ name: 'Oona Virtanen', clients: 6 }], gains: [] },
  })
  expect(await add('A', 'G2', ['O0'])).toMatchObject({ added: [], alreadyIn: ids(['O0']) })
})

test('two who add the same member at once both succeed, and it happened once', async () => {
  await Promise.all([add('A', 'G2', ['N']), add('M', 'G2', ['N'])])
  const { rows } = await world.owner.query(
    `select from app.event where name = 'membership.added' and member_id = $1`,
    [fixture.members.N],
  )
  expect(rows).toHaveLength(1)
})

test('a group role is given to several at once, takes effect at once, and leaves their other groups as they are', async () => {
  const given = await give('M', 'G1', ['L1', 'O1'], 'operator')
  expect(given).toMatchObject({ changed: expect.arrayContaining(ids(['L1', 'O1'])) })
  expect(given.consequences.gains).toEqual([
    { memberId: fixture.members.L1, name: 'Luca Moretti', clients: 3, meetings: 0 },
  ])
  expect(await seen('L1')).toBe(4)
  await give('M', 'G1', ['O12'], 'manager')
  const page = await inGroup('A', 'G2', (db, actor, group) =>
    listGroupMembers(db, actor, group.id, GroupMemberQuery.parse({})),
  )
  expect(page.items.map(({ name, groupRole }) => [name, groupRole])).toEqual([
    ['Olivia Santos', null],
    ['Omar Benali', null],
    ['Priya Raman', null],
  ])
  await give('M', 'G1', ['L1'], null)
  expect(await seen('L1')).toBe(1)
})

test('nobody gives themselves a group role that reaches further than they do', async () => {
  await expect(add('M', 'G1', ['M'], 'manager')).rejects.toMatchObject({ code: 'forbidden' })
  await add('M', 'G1', ['M'])
  await expect(give('M', 'G1', ['M'], 'manager')).rejects.toMatchObject({ code: 'forbidden' })
  await give('M', 'G1', ['M'], 'operator')
})

test('memberships of a deleted group are frozen, and only an Admin ends one, with the same choice to make', async () => {
  await inGroup('A', 'G1', (db, actor, group) => deleteGroup(db, actor, group, { confirmApiKeyIds: [] }))
  expect(await seen('O1')).toBe(5)
  await expect(add('A', 'G1', ['O2'])).rejects.toMatchObject({ code: 'conflict' })
  await expect(give('A', 'G1', ['O1'], 'operator')).rejects.toMatchObject({ code: 'conflict' })
  await expect(remove('M', 'G1', ['L1'])).rejects.toMatchObject({ code: 'forbidden' })
  await expect(remove('A', 'G1', ['O1'])).rejects.toMatchObject({ code: 'member_would_become_ungrouped' })
  await remove('A', 'G1', ['O1'], { onUngroup: 'own_only' })
  expect(await seen('O1')).toBe(2)
})

test('who added whom, and since when, is told to those who may read both', async () => {
  await add('M', 'G1', ['N'])
  const added = async (viewer: Person) => {
    const { items } = await inGroup(viewer, 'G1', (db, actor, group) =>
      listGroupMembers(db, actor, group.id, GroupMemberQuery.parse({ search: 'NILS' })),
    )
    return items.map(({ name, addedBy }) => [name, addedBy?.name])
  }
  expect(await added('A')).toEqual([['Nils Bakker', 'Mei Tanaka']])
  expect(await added('O1')).toEqual([['Nils Bakker', undefined]])
})

test('of two who take the groups of a member at once, the second must say what becomes of them', async () => {
  let second: Promise<unknown> = Promise.resolve()
  await inGroup('A', 'G1', async (db, actor, group) => {
    await removeMembers(db, actor, group, MembersRemoval.parse({ memberIds: ids(['O12']) }))
    second = remove('M', 'G2', ['O12'])
    await world.untilHeldUp(second)
  })
  await expect(second).rejects.toMatchObject({ code: 'member_would_become_ungrouped' })
})

test('who becomes Operations while they are in a group does not lose it at the same moment without a choice', async () => {
  let second: Promise<unknown> = Promise.resolve()
  await as('A', async (db, actor) => {
    const member = await getMember(db, actor, fixture.members.L1)
    if (!member) throw new Error('A does not know L1')
    await changeRole(db, actor, member, { role: 'operations' })
    second = remove('M', 'G1', ['L1'])
    await world.untilHeldUp(second)
  })
  await expect(second).rejects.toMatchObject({ code: 'member_would_become_ungrouped' })
})
