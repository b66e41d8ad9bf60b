import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Member } from '../../access/actor.ts'
import type { Db } from '../../kit/db.ts'
import { Secrets } from '../../kit/crypto.ts'
import { Problem } from '../../kit/errors.ts'
import type { Fixture, Person } from '../../../db/fixture.ts'
import { insertFixture, openWorld, type World } from '../../../test/world.ts'
import { inviteAgain, inviteMembers, revokeInvitation } from './actions/invitations.ts'
import { getMember, listMembers } from './queries/list.ts'
import { type MemberItem, MemberInvitations, MemberQuery } from './schema.ts'

let world: World
let fixture: Fixture
let other: Fixture
const secrets = new Secrets('a secret that is long enough for tests')

beforeAll(async () => {
  world = await openWorld()
  fixture = await insertFixture(world)
  other = await insertFixture(world)
})
afterAll(() => world.close())

const as = <T>(person: Person, work: (db: Db, actor: Member) => Promise<T>) =>
  world.asMember(fixture.cast.organizationId, fixture.members[person], work)
const invite = (person: Person, given: object) =>
  as(person, (db, actor) =>
    inviteMembers(db, actor, secrets, MemberInvitations.parse({ role: 'operations', ...given })),
  )
const list = (person: Person, query: object = {}) =>
  as(person, (db, actor) => listMembers(db, actor, MemberQuery.parse(query)))
const sample = (name: string) => readFileSync(new URL(`../../../test/data/${name}`, import.meta.url), 'utf8')
const membersNow = async () =>
  (await world.owner.query('select count(*)::int as count from app.member')).rows[0].count
const code = (expected: string) => (error: unknown) => error instanceof Problem && error.code === expected

test('a preview counts who is new, says what is wrong with a line, and writes nothing', async () => {
  const before = await membersNow()
  const preview = await invite('A', { addresses: sample('members-pasted.txt'), dryRun: true })
  expect(preview).toMatchObject({ existing: [], alreadyInGroup: [], duplicates: 1 })
  expect('invited' in preview && preview.invited).toHaveLength(83)
  expect(preview.invalid.map(({ line }) => line)).toEqual([81, 82, 83, 84, 87])
  expect(await membersNow()).toBe(before)
})

test('what the preview said is what inviting does, and inviting twice finds everyone there', async () => {
  const addresses = sample('members-excel.csv')
  const given = { addresses, groupIds: [fixture.groups.G1] }
  const preview = await invite('A', { ...given, dryRun: true })
  expect(await invite('A', given)).toEqual(preview)
  expect('invited' in preview && preview.invited).toHaveLength(120)
  const again = await invite('A', given)
  expect(again).toMatchObject({ invited: [], existing: [] })
  expect(again.alreadyInGroup).toHaveLength(120)
  const found = await list('A', { search: 'ELODIE garcia' })
  expect(found.items).toMatchObject([
    { name: 'Élodie García-López', status: 'invited', sight: 'groups', groups: [{ id: fixture.groups.G1 }] },
  ])
})

test('members who are there already are put in the group, and whoever loses sight by it is named', async () => {
  const { members, groups } = fixture
  const email = (await list('A', { search: 'oona' })).items[0]?.email
  const answered = await invite('A', {
    addresses: `${email}, new.one@x.example`,
    groupIds: [groups.G2],
    dryRun: true,
  })
  expect(answered).toMatchObject({
    invited: [{ email: 'new.one@x.example' }],
    existing: [{ email }],
    consequences: { losses: [{ memberId: members.O0, clients: 6 }], gains: [] },
  })
})

test('whoever may not read every member is not told which address was known', async () => {
  const { members, groups } = fixture
  await world.owner.query(`update app.membership set group_role = 'manager' where member_id = $1`, [
    members.L1,
  ])
  const known = (await list('A', { search: 'omar' })).items[0]?.email
  const answered = await invite('L1', { addresses: `${known}\nnobody.yet@x.example`, groupIds: [groups.G1] })
  expect(answered).toEqual({
    accepted: [
      { line: 1, email: known, name: '' },
      { line: 2, email: 'nobody.yet@x.example', name: '' },
    ],
    alreadyInGroup: [],
    invalid: [],
    duplicates: 0,
  })
  const { rows } = await world.owner.query(
    `select email from app.member join app.membership on member_id = id where group_id = $1 and created_by = $2`,
    [groups.G1, members.L1],
  )
  expect(new Set(rows.map(row => row.email))).toEqual(new Set(['nobody.yet@x.example', known]))
})

test('a group manager invites into their own group only, and only as Operations or Operations (limited)', async () => {
  const { G1, G2 } = fixture.groups
  const address = { addresses: 'somebody@x.example' }
  await expect(invite('L1', { ...address, groupIds: [] })).rejects.toSatisfy(code('invalid'))
  await expect(invite('L1', { ...address, groupIds: [G1, G2] })).rejects.toMatchObject({
    errors: [{ pointer: '/groupIds/1' }],
  })
  await expect(invite('L1', { ...address, groupIds: [G1], role: 'operator' })).rejects.toSatisfy(
    code('forbidden'),
  )
  await expect(
    invite('L1', {
      ...address,
      groupIds: [G1],
      role: 'operations_limited',
      groupRole: 'manager',
      dryRun: true,
    }),
  ).resolves.toMatchObject({ accepted: [{ email: 'somebody@x.example' }] })
})

test('nobody invites somebody to a role like their own or above, but Admins', async () => {
  const given = { addresses: 'somebody@x.example', dryRun: true }
  await expect(invite('M', { ...given, role: 'manager' })).rejects.toSatisfy(code('forbidden'))
  await expect(invite('M', { ...given, role: 'full_member' })).rejects.toSatisfy(code('forbidden'))
  await expect(invite('M', { ...given, role: 'operator' })).resolves.toHaveProperty('invited.length', 1)
  await expect(invite('A', { ...given, role: 'admin' })).resolves.toHaveProperty('invited.length', 1)
})

test('where only Admins manage groups, nobody else fills one by inviting', async () => {
  const settings = `update app.organization set groups_managed_by = $1 where id = $2`
  await world.owner.query(settings, ['admins', fixture.cast.organizationId])
  const given = { addresses: 'somebody@x.example', dryRun: true }
  const { G1 } = fixture.groups
  await expect(invite('M', { ...given, groupIds: [G1] })).rejects.toSatisfy(code('forbidden'))
  await expect(invite('L1', { ...given, groupIds: [G1] })).rejects.toSatisfy(code('forbidden'))
  await expect(invite('M', given)).resolves.toHaveProperty('invited.length', 1)
  await world.owner.query(settings, ['managers', fixture.cast.organizationId])
})

test('a manager does not paste their own address to become the manager of a group', async () => {
  const own = (await list('A', { search: 'mei' })).items[0]?.email
  const given = { addresses: own, groupIds: [fixture.groups.G2], dryRun: true }
  await expect(invite('M', { ...given, groupRole: 'manager' })).rejects.toSatisfy(code('forbidden'))
  await expect(invite('M', given)).resolves.toMatchObject({ existing: [{ email: own }] })
})

test('an invitation sent again has a new link and a new week; revoked, whoever was invited is gone', async () => {
  await invite('A', { addresses: 'late@x.example', groupIds: [fixture.groups.G1] })
  const [late] = (await list('A', { search: 'late@x' })).items
  if (!late) throw new Error('nobody was invited')
  const links = () =>
    world.owner.query(
      'select token_hash, revoked_at from app.member_invitation where member_id = $1 order by id',
      [late.id],
    )
  await as('A', (db, actor) => inviteAgain(db, actor, secrets, late))
  const [old, open] = (await links()).rows
  expect(old.token_hash).not.toBe(open.token_hash)
  expect([old.revoked_at === null, open.revoked_at === null]).toEqual([false, true])

  await as('L1', (db, actor) => revokeInvitation(db, actor, late))
  expect(await as('A', (db, actor) => getMember(db, actor, late.id))).toBeUndefined()
  expect((await list('A', { search: 'late' })).items).toEqual([])
  expect((await links()).rows.every(row => row.revoked_at !== null)).toBe(true)
  await expect(invite('A', { addresses: 'late@x.example' })).resolves.toHaveProperty('invited.length', 1)
})

test('an invitation that is accepted while it is revoked or sent again leaves a member, and no open link', async () => {
  for (const work of [
    revokeInvitation,
    (db: Db, actor: Member, member: MemberItem) => inviteAgain(db, actor, secrets, member),
  ]) {
    await invite('A', { addresses: 'quick@x.example', groupIds: [fixture.groups.G1] })
    const [quick] = (await list('A', { search: 'quick@x' })).items
    if (!quick) throw new Error('nobody was invited')
    await world.owner.query('begin')
    await world.owner.query('update app.member_invitation set accepted_at = now() where member_id = $1', [
      quick.id,
    ])
    await world.owner.query(
      `update app.member set joined_at = now(), account_id = (
      select account_id from app.member where id = $2), name = 'Quick' where id = $1`,
      [quick.id, other.members.O1],
    )
    const late = as('M', (db, actor) => work(db, actor, quick))
    await world.untilHeldUp(late)
    await world.owner.query('commit')
    await expect(late).rejects.toSatisfy(code('conflict'))
    expect(await as('A', (db, actor) => getMember(db, actor, quick.id))).toMatchObject({
      name: 'Quick',
      status: 'active',
      invitationExpiresAt: null,
    })
    await world.owner.query(`update app.member set removed_at = now(), account_id = null where id = $1`, [
      quick.id,
    ])
  }
})

test('more than five thousand addresses at once are refused, and read no further', async () => {
  const addresses = Array.from({ length: 5001 }, (_, at) => `p${at}@x.example`).join(',')
  await expect(invite('A', { addresses })).rejects.toMatchObject({ errors: [{ pointer: '/addresses' }] })
})
