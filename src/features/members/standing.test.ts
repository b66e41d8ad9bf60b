import { afterAll, beforeEach, beforeAll, expect, test } from 'vitest'
import type { Member } from '../../access/actor.ts'
import type { Db } from '../../kit/db.ts'
import { Problem, problemOfDatabase } from '../../kit/errors.ts'
import type { Fixture, Person } from '../../../db/fixture.ts'
import { insertFixture, openWorld, type World } from '../../../test/world.ts'
import { changeRole, changeSight, suspend } from './actions/standing.ts'
import { getMemberAccess } from './queries/access.ts'
import { getMember, listMembers } from './queries/list.ts'
import { MemberQuery, type MemberItem } from './schema.ts'

let world: World
let fixture: Fixture

beforeAll(async () => {
  world = await openWorld()
})
beforeEach(async () => {
  fixture = await insertFixture(world)
})
afterAll(() => world.close())

const as = <T>(person: Person, work: (db: Db, actor: Member) => Promise<T>) =>
  world.asMember(fixture.cast.organizationId, fixture.members[person], work)
const to = <T>(
  person: Person,
  by: Person,
  change: (db: Db, actor: Member, member: MemberItem) => Promise<T>,
) =>
  as(by, async (db, actor) => {
    const member = await getMember(db, actor, fixture.members[person])
    if (!member) throw new Error(`${by} does not see ${person}`)
    return change(db, actor, member)
  })
const setRole = (person: Person, given: Parameters<typeof changeRole>[3]) =>
  to(person, 'A', (db, actor, member) => changeRole(db, actor, member, given))
const seen = (person: Person) =>
  as(person, async db => (await db.selectFrom('client').select('id').execute()).length)
const stored = async (person: Person) => {
  const { rows } = await world.owner.query('select role, sight from app.member where id = $1', [
    fixture.members[person],
  ])
  return rows[0]
}

test('becoming Operations without a group is refused where it would show more, and says what there is to choose', async () => {
  const refused = setRole('L0', { role: 'operations' })
  await expect(refused).rejects.toMatchObject({ code: 'member_would_become_ungrouped' })
  await expect(refused).rejects.toMatchObject({
    more: {
      consequences: {
        gains: [],
        ungrouped: [
          {
            memberId: fixture.members.L0,
            choices: [
              { onUngroup: 'own_only', gained: 0, lost: 0 },
              { onUngroup: 'see_all', gained: 9, lost: 0 },
              { onUngroup: 'make_limited', gained: 0, lost: 0 },
            ],
          },
        ],
      },
    },
  })
  expect(await stored('L0')).toEqual({ role: 'operations_limited', sight: 'organization' })
})

test.each([
  ['own_only', { role: 'operations', sight: 'groups' }, 1],
  ['see_all', { role: 'operations', sight: 'organization' }, 10],
  ['make_limited', { role: 'operations_limited', sight: 'groups' }, 1],
] as const)('with %s it is done', async (onUngroup, expected, clients) => {
  const dry = await setRole('L0', { role: 'operations', onUngroup, dryRun: true })
  expect(await seen('L0')).toBe(1)
  expect(await setRole('L0', { role: 'operations', onUngroup })).toEqual(dry)
  expect(await stored('L0')).toEqual(expected)
  expect(await seen('L0')).toBe(clients)
})

test('or they are moved to a group, whose clients they then see', async () => {
  const { consequences } = await setRole('L0', {
    role: 'operations',
    onUngroup: { moveTo: fixture.groups.G1 },
  })
  expect(consequences.gains).toEqual([
    { memberId: fixture.members.L0, name: 'Lena Novak', clients: 4, meetings: 0 },
  ])
  expect(await seen('L0')).toBe(5)
  await expect(
    setRole('L0', { role: 'operations', onUngroup: { moveTo: fixture.members.L0 } }),
  ).rejects.toMatchObject({ errors: [{ pointer: '/onUngroup/moveTo' }] })
})

test('an Admin made Operations sees no more than before, so nothing has to be chosen', async () => {
  await setRole('F', { role: 'operations' })
  expect(await stored('F')).toEqual({ role: 'operations', sight: 'organization' })
})

test('a member who was left with their own clients stays so through every role', async () => {
  for (const role of ['operations_limited', 'operator', 'operations'] as const) {
    await setRole('N', { role })
    expect(await seen('N')).toBe(1)
  }
})

test('sight of the organisation is for members without a group, and turning it off says what they lose', async () => {
  await expect(
    to('O1', 'A', (db, actor, member) => changeSight(db, actor, member, { sight: 'organization' })),
  ).rejects.toSatisfy((error: unknown) => problemOfDatabase(error)?.code === 'conflict')
  const { consequences } = await to('O0', 'A', (db, actor, member) =>
    changeSight(db, actor, member, { sight: 'groups' }),
  )
  expect(consequences.losses).toEqual([
    { memberId: fixture.members.O0, name: 'Oona Virtanen', clients: 9, meetings: 0 },
  ])
})

test('the last active Admin stays, demoted or suspended by whomever', async () => {
  const lastAdmin = (error: unknown) => problemOfDatabase(error)?.code === 'last_admin'
  await expect(setRole('A', { role: 'manager' })).rejects.toSatisfy(lastAdmin)
  await expect(setRole('A', { role: 'manager', dryRun: true })).rejects.toSatisfy(lastAdmin)
  await expect(to('A', 'A', (db, actor, member) => suspend(db, actor, member, {}))).rejects.toSatisfy(
    lastAdmin,
  )
})

test('two Admins who demote one another at once leave one Admin', async () => {
  await setRole('F', { role: 'admin' })
  const demoting = [
    to('A', 'F', (db, actor, member) => changeRole(db, actor, member, { role: 'manager' })),
    to('F', 'A', (db, actor, member) => changeRole(db, actor, member, { role: 'manager' })),
  ]
  await Promise.allSettled(demoting)
  const roles = [await stored('A'), await stored('F')].map(({ role }) => role)
  expect(new Set(roles)).toEqual(new Set(['admin', 'manager']))
})

test('a suspended member sees nothing, and the dry run says so', async () => {
  const suspended = (dryRun: boolean) =>
    to('O1', 'M', (db, actor, member) => suspend(db, actor, member, { dryRun }))
  const dry = await suspended(true)
  expect(dry.consequences.losses).toMatchObject([{ memberId: fixture.members.O1, clients: 5, meetings: 0 }])
  expect(await suspended(false)).toEqual(dry)
  await expect(seen('O1')).rejects.toThrow(/nobody enters/)
})

test('a row says what may be done with it: lower roles by a Manager, lower rank by the manager of a group', async () => {
  await world.owner.query(`update app.membership set group_role = 'manager' where member_id = $1`, [
    fixture.members.L1,
  ])
  const may = async (by: Person, person: Person) =>
    (await as(by, (db, actor) => getMember(db, actor, fixture.members[person])))?.may
  expect(await may('M', 'P')).toEqual({
    update: true,
    setRole: false,
    setSight: false,
    suspend: true,
    remove: false,
    invite: false,
  })
  expect(await may('M', 'F')).toMatchObject({ update: false, suspend: false })
  expect(await may('A', 'A')).toMatchObject({ update: true, setRole: true, setSight: true, suspend: true })
  expect(await may('L1', 'O1')).toMatchObject({ update: true, suspend: false, setRole: false })
  expect(await may('L1', 'L1')).toMatchObject({ update: false })
  expect(await may('O12', 'O1')).toMatchObject({ update: false })
})

test('the list holds the members one may read, by name, whatever case and accents they are searched with', async () => {
  const names = async (person: Person, query: object = {}) => {
    const { items, count, next } = await as(person, (db, actor) =>
      listMembers(db, actor, MemberQuery.parse(query)),
    )
    if (next === null && !('cursor' in query)) expect(count).toBe(items.length)
    return items.map(item => item.name.split(' ')[0])
  }
  await world.owner.query(`update app.member set name = 'Õtto Lindqvist' where id = $1`, [fixture.members.O1])
  expect(await names('A')).toEqual([
    'Adam',
    'Fatima',
    'Lena',
    'Luca',
    'Mei',
    'Nils',
    'Olivia',
    'Omar',
    'Oona',
    'Õtto',
    'Priya',
    'Quinn',
  ])
  expect(await names('A', { search: 'OTTO l' })).toEqual(['Õtto'])
  for (const mark of ['%', '_', '\\', '％', '＿', '＼'])
    expect(await names('A', { search: mark }), mark).toEqual([])
  expect(await names('A', { groupId: fixture.groups.G2 })).toEqual(['Olivia', 'Omar', 'Priya'])
  expect(await names('A', { groupId: 'none', role: 'operations' })).toEqual(['Nils', 'Oona'])
  expect(await names('O1')).toEqual(['Luca', 'Olivia', 'Õtto', 'Quinn'])
  expect(await names('O1', { groupId: fixture.groups.G2 })).toEqual([])
  expect(await names('L0')).toEqual(['Lena'])
})

test('a list goes on where the page before ended', async () => {
  const walked: string[] = []
  for (let cursor: string | undefined; ;) {
    const page = await as('A', (db, actor) => listMembers(db, actor, MemberQuery.parse({ limit: 5, cursor })))
    expect(page.count).toBe(12)
    walked.push(...page.items.map(item => item.id))
    if (page.next === null) break
    cursor = page.next
  }
  expect(walked).toHaveLength(12)
  expect(new Set(walked)).toEqual(new Set(Object.values(fixture.members)))
  await expect(
    as('A', (db, actor) => listMembers(db, actor, MemberQuery.parse({ cursor: 'nonsense' }))),
  ).rejects.toSatisfy((error: unknown) => error instanceof Problem && error.errors[0]?.pointer === '/cursor')
})

test('a member’s access says how far each permission reaches and why, within what the viewer may know', async () => {
  const access = (viewer: Person, person: Person) =>
    as(viewer, (db, actor) => getMemberAccess(db, actor, fixture.members[person]))
  const of = (found: Awaited<ReturnType<typeof access>>, permission: string) =>
    found.permissions.find(each => each.permission === permission)
  const { G1 } = fixture.groups
  const quinn = await access('A', 'Q')
  expect(of(quinn, 'clients.read')).toEqual({
    permission: 'clients.read',
    reach: 'group',
    because: [{ kind: 'own' }, { kind: 'group_role', groupId: G1 }],
  })
  expect(of(quinn, 'organization.update')).toMatchObject({ reach: 'none', because: [] })
  expect(quinn.clients).toEqual({ count: 4, capped: false })
  expect((await access('A', 'O12')).clients.count).toBe(7)
  // Otto sees four of the seven in his group, and the one he invited himself.
  expect((await access('O1', 'O12')).clients.count).toBe(5)
})
