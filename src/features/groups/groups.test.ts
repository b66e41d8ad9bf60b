import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Member } from '../../access/actor.ts'
import type { Db } from '../../kit/db.ts'
import { problemOfDatabase } from '../../kit/errors.ts'
import { type Fixture, type Person, everyone } from '../../../db/fixture.ts'
import { insertFixture, openWorld, type World } from '../../../test/world.ts'
import { deleteGroup, restoreGroup } from './actions/deletion.ts'
import { changeGroup, createGroup, freeLink } from './actions/groups.ts'
import { addMembers } from './actions/members.ts'
import { listHistory, listRetiredLinks } from './queries/history.ts'
import { getGroup, listGroups } from './queries/list.ts'
import { getGroupAudience } from './queries/members.ts'
import { GroupQuery, HistoryQuery, NewGroup, type GroupItem } from './schema.ts'

let world: World
let fixture: Fixture
let links = 0

beforeAll(async () => {
  world = await openWorld()
})
beforeEach(async () => {
  fixture = await insertFixture(world)
})
afterAll(() => world.close())

const as = <T>(person: Person, work: (db: Db, actor: Member) => Promise<T>) =>
  world.asMember(fixture.cast.organizationId, fixture.members[person], work)
const get = (person: Person, id: string) => as(person, (db, actor) => getGroup(db, actor, id))
const inGroup = <T>(
  by: Person,
  id: string,
  change: (db: Db, actor: Member, group: GroupItem) => Promise<T>,
) =>
  as(by, async (db, actor) => {
    const group = await getGroup(db, actor, id)
    if (!group) throw new Error(`${by} does not know this group`)
    return change(db, actor, group)
  })
type Change = Parameters<typeof changeGroup>[3]
const change = (by: Person, id: string, given: Change, ifMatch?: number) =>
  inGroup(by, id, (db, actor, group) => changeGroup(db, actor, group, given, ifMatch))
const newLink = () => `a-group-of-its-own-${++links}`
const create = async (given: object = {}) =>
  (
    await as('A', (db, actor) =>
      createGroup(db, actor, NewGroup.parse({ name: 'Leiden', link: newLink(), ...given })),
    )
  ).done
const remove = (id: string, given = {}) =>
  inGroup('A', id, (db, actor, group) => deleteGroup(db, actor, group, { confirmApiKeyIds: [], ...given }))
const restore = (id: string) => inGroup('A', id, (db, actor, group) => restoreGroup(db, actor, group, {}))
const sights = async () =>
  Promise.all(
    everyone.map(person =>
      as(person, async db =>
        (await db.selectFrom('client').select('id').orderBy('id').execute()).map(row => row.id),
      ),
    ),
  )

test('a group is created with its members and their group roles; whoever creates it is not one of them', async () => {
  const { members } = fixture
  const id = await create({
    memberships: [{ memberId: members.O0 }, { memberId: members.L0, groupRole: 'manager' }],
  })
  expect(await get('A', id)).toMatchObject({
    name: 'Leiden',
    members: 2,
    clients: 0,
    version: 1,
    deletedAt: null,
  })
  expect(await get('L0', id)).toMatchObject({
    may: { update: true, setMembers: true, setRoles: true, delete: false, restore: false },
  })
  expect(await get('O1', id)).toBeUndefined()
})

test('nobody is put in a new group whom the Admin could not choose, and each fault has its place', async () => {
  const refused = create({
    memberships: [{ memberId: fixture.members.O0 }, { memberId: fixture.groups.G1 }],
    parentId: fixture.groups.G1,
  })
  await expect(refused).rejects.toMatchObject({ errors: [{ pointer: '/memberships/1/memberId' }] })
  await expect(create({ parentId: fixture.members.A })).rejects.toMatchObject({
    errors: [{ pointer: '/parentId' }],
  })
})

test('a link that another group has, or once had, is taken', async () => {
  const link = newLink()
  const id = await create({ link })
  const taken = { code: 'link_taken', errors: [{ pointer: '/link' }] }
  await expect(create({ link })).rejects.toMatchObject(taken)
  await change('A', id, { link: newLink() })
  await expect(create({ link })).rejects.toMatchObject(taken)
  await expect(change('A', fixture.groups.G1, { link })).rejects.toMatchObject(taken)
})

test('a changed link keeps the old one until an Admin frees it, and the group may take it back', async () => {
  const [first, second] = [newLink(), newLink()]
  const id = await create({ link: first })
  await change('A', id, { link: second })
  const retired = () => as('A', async db => (await listRetiredLinks(db, id)).items.map(({ link }) => link))
  expect(await retired()).toEqual([first])
  await change('A', id, { link: first })
  expect(await retired()).toEqual([second])
  expect(await get('A', id)).toMatchObject({ link: first, version: 3 })
  await as('A', (db, actor) => freeLink(db, actor, id, second))
  expect(await retired()).toEqual([])
  await create({ link: second })
})

test('who writes second gets the group as it is now, and changes nothing', async () => {
  const { G1 } = fixture.groups
  await change('A', G1, { name: 'Utrecht Centrum' }, 1)
  await expect(change('M', G1, { name: 'Utrecht Oost' }, 1)).rejects.toMatchObject({
    code: 'version_mismatch',
    more: { current: { name: 'Utrecht Centrum', version: 2 } },
  })
  await change('M', G1, { name: 'Utrecht Centrum' }, 2)
  expect(await get('A', G1)).toMatchObject({ name: 'Utrecht Centrum', version: 2 })
})

test('two who write at once under one version: one is told', async () => {
  const { G1 } = fixture.groups
  const results = await Promise.allSettled([
    change('A', G1, { name: 'One' }, 1),
    change('M', G1, { name: 'Other' }, 1),
  ])
  const refused = results.filter(result => result.status === 'rejected')
  expect(refused.map(({ reason }) => reason.code)).toEqual(['version_mismatch'])
})

test('only an Admin sets the parent, and the dry run says who sees more by it', async () => {
  const { groups, members } = fixture
  await expect(change('M', groups.G2, { parentId: groups.G1 })).rejects.toMatchObject({ code: 'forbidden' })
  await change('A', groups.G2, { parentId: groups.G1 })
  const below = { membersSeeBelow: true }
  const dry = await inGroup('A', groups.G1, (db, actor, group) =>
    changeGroup(db, actor, group, { ...below, dryRun: true }, undefined),
  )
  // Otto is in G1, and of c2, c6 and c10 in G2 the last is his own.
  expect(dry.consequences.gains).toContainEqual({
    memberId: members.O1,
    name: 'Otto Lindqvist',
    clients: 2,
    meetings: 0,
  })
  expect(await change('A', groups.G1, below)).toEqual(dry)
})

test('groups are nested without a cycle, and not under a deleted one', async () => {
  const { groups } = fixture
  await change('A', groups.G2, { parentId: groups.G1 })
  await expect(change('A', groups.G1, { parentId: groups.G2 })).rejects.toSatisfy(
    (error: unknown) => problemOfDatabase(error)?.errors[0]?.pointer === '/parentId',
  )
  const id = await create()
  await remove(id)
  await expect(change('A', groups.G1, { parentId: id })).rejects.toMatchObject({
    errors: [{ pointer: '/parentId' }],
  })
})

test('deleting a group and restoring it changes what nobody sees', async () => {
  const before = await sights()
  const dry = await remove(fixture.groups.G1, { dryRun: true })
  expect(await get('A', fixture.groups.G1)).toMatchObject({ deletedAt: null })
  const { group: _, ...said } = await remove(fixture.groups.G1)
  expect(dry).toMatchObject({ ...said, dryRun: true })
  expect(said).toMatchObject({
    clients: 4,
    consequences: { gains: [], losses: [], othersGain: 0, othersLose: 0, ungrouped: [] },
    leftWithoutGroup: [{ name: 'Luca Moretti' }, { name: 'Otto Lindqvist' }, { name: 'Quinn Adeyemi' }],
  })
  expect(await sights()).toEqual(before)
  await restore(fixture.groups.G1)
  expect(await sights()).toEqual(before)
  expect(await get('A', fixture.groups.G1)).toMatchObject({ deletedAt: null, members: 4 })
})

test('a deleted group stays readable for those who knew it, and cannot be changed', async () => {
  const { G1 } = fixture.groups
  await remove(G1)
  expect((await get('O1', G1))?.deletedAt).not.toBeNull()
  expect(await get('O2', G1)).toBeUndefined()
  await expect(change('A', G1, { name: 'Other' })).rejects.toMatchObject({ code: 'conflict' })
  await expect(remove(G1)).rejects.toMatchObject({ code: 'conflict' })
  const names = (deleted: string) =>
    as('A', async (db, actor) =>
      (await listGroups(db, actor, GroupQuery.parse({ deleted }))).items.map(item => item.name),
    )
  expect(await names('false')).toEqual(['Rotterdam'])
  expect(await names('true')).toEqual(['Utrecht'])
})

test('a group is restored for thirty days, and not after', async () => {
  const { G1 } = fixture.groups
  await remove(G1)
  const since = (days: number) =>
    world.owner.query(`update app."group" set deleted_at = now() - make_interval(days => $1) where id = $2`, [
      days,
      G1,
    ])
  await since(31)
  expect(await get('A', G1)).toMatchObject({ may: { restore: false } })
  await expect(restore(G1)).rejects.toMatchObject({ code: 'gone' })
  await since(29)
  await restore(G1)
  await expect(restore(G1)).rejects.toMatchObject({ code: 'conflict' })
})

test('keys that are not the group’s are not confirmed', async () => {
  await expect(remove(fixture.groups.G1, { confirmApiKeyIds: [fixture.groups.G2] })).rejects.toMatchObject({
    code: 'api_keys_not_confirmed',
    more: { apiKeys: [] },
  })
})

test('a list counts only what its reader sees', async () => {
  const counts = async (person: Person) =>
    as(person, async (db, actor) => {
      const { items, count } = await listGroups(db, actor, GroupQuery.parse({}))
      expect(count).toBe(items.length)
      return items.map(({ name, members, clients }) => [name, members, clients])
    })
  expect(await counts('A')).toEqual([
    ['Rotterdam', 3, 3],
    ['Utrecht', 4, 4],
  ])
  expect(await counts('P')).toEqual([
    ['Rotterdam', 3, 3],
    ['Utrecht', 4, 0],
  ])
  expect(await counts('L1')).toEqual([['Utrecht', 4, 1]])
  expect(await counts('L0')).toEqual([])
})

test('who sees a group’s clients is named with the reason, and who may not be named is counted', async () => {
  const audience = (person: Person) =>
    inGroup(person, fixture.groups.G1, (db, actor, group) => getGroupAudience(db, actor, group.id))
  const { items, others } = await audience('A')
  expect(Object.fromEntries(items.map(({ name, because }) => [name.split(' ')[0], because]))).toEqual({
    Adam: ['role'],
    Fatima: ['role'],
    Mei: ['role'],
    Oona: ['ungrouped'],
    Otto: ['group'],
    Olivia: ['group'],
    Quinn: ['group_role'],
  })
  expect(others).toBe(0)
  const told = await audience('L1')
  expect(told.items.map(({ name }) => name.split(' ')[0])).toEqual(['Olivia', 'Otto', 'Quinn'])
  expect(told.others).toBe(4)
})

test('a group’s history says what happened and who did it, newest first, and nothing of its clients', async () => {
  const { G1 } = fixture.groups
  await change('A', G1, { name: 'Utrecht Centrum' })
  await inGroup('M', G1, (db, actor, group) =>
    addMembers(db, actor, group, { memberIds: [fixture.members.N], groupRole: 'operator' }),
  )
  const { items } = await inGroup('F', G1, (db, actor, group) =>
    listHistory(db, actor, group.id, HistoryQuery.parse({})),
  )
  expect(items).toMatchObject([
    {
      name: 'membership.added',
      actor: { name: 'Mei Tanaka' },
      member: { name: 'Nils Bakker' },
      data: { groupRole: 'operator' },
    },
    {
      name: 'group.changed',
      actor: { name: 'Adam Okafor' },
      member: null,
      data: { name: { before: 'Utrecht', after: 'Utrecht Centrum' } },
    },
  ])
})
