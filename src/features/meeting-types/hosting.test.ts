import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { asSuperuser } from '../../../test/database.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'

let staff: Staffed
let typeId: string
beforeAll(async () => {
  staff = await startStaffed({ work: false })
})
afterAll(() => staff.server.close())
beforeEach(async () => {
  await staff.query('update app.meeting_type set deleted_at = now() where deleted_at is null')
  typeId = await make({ name: 'Intake', groupIds: [staff.fixture.groups.G1] })
})

const as = (letter: Letter) => staff.as[letter]
const made = { durationMinutes: 30 }
const make = async (given: object): Promise<string> =>
  (await as('A').post('/meeting-types', { ...made, ...given })).body.id
const hosts = async (by: Letter = 'A') => (await as(by).get(`/meeting-types/${typeId}/hosts`)).body
const idsOf = (letters: Letter[]) => letters.map(letter => staff.fixture.members[letter])
const hostLetters = async () => {
  const { members } = staff.fixture
  const letterOf = new Map(Object.entries(members).map(([letter, id]) => [id, letter]))
  return (await hosts()).items.map((item: { memberId: string }) => letterOf.get(item.memberId)).toSorted()
}
const inG1 = ['L1', 'O1', 'O12', 'Q']

test('joining a group makes a member a host at once, and leaving ends it', async () => {
  const { G1 } = staff.fixture.groups
  expect(await hostLetters()).toEqual(inG1)
  await as('A').post(`/groups/${G1}/members`, { memberIds: idsOf(['P']) })
  expect(await hostLetters()).toEqual([...inG1, 'P'].toSorted())
  await as('A').post(`/groups/${G1}/members/removal`, { memberIds: idsOf(['P']) })
  expect(await hostLetters()).toEqual(inG1)
})

test('who leaves the group stays a host by another route', async () => {
  const { members, groups } = staff.fixture
  await as('A').put(`/meeting-types/${typeId}/hosts`, {
    memberIds: [members.O12],
    groupIds: [groups.G1, groups.G2],
  })
  const routes = async () =>
    (await hosts()).items.find((item: { memberId: string }) => item.memberId === members.O12)?.routes
  expect(await routes()).toEqual([
    { kind: 'direct' },
    { kind: 'group', groupId: groups.G2, name: 'Rotterdam' },
    { kind: 'group', groupId: groups.G1, name: 'Utrecht' },
  ])
  await as('A').put(`/meeting-types/${typeId}/hosts`, { memberIds: [], groupIds: [groups.G1, groups.G2] })
  expect(await routes()).toHaveLength(2)
  const mine = (await as('O12').get(`/members/${members.O12}/meeting-types`)).body
  expect(mine.items.find((item: { id: string }) => item.id === typeId)).toMatchObject({
    routes: [{ groupId: groups.G2 }, { groupId: groups.G1 }],
    otherRoutes: 0,
  })
})

test('a suspended member, an ended membership and a deleted group make no hosts', async () => {
  const { members, groups } = staff.fixture
  await as('A').put(`/members/${members.O1}/suspension`, {})
  expect(await hostLetters()).toEqual(['L1', 'O12', 'Q'])
  await as('A').delete(`/members/${members.O1}/suspension`)
  await staff.query(
    `update app.membership set expires_at = now() - interval '1 second' where member_id = $1 and group_id = $2`,
    [members.L1, groups.G1],
  )
  expect(await hostLetters()).toEqual(['O1', 'O12', 'Q'])
  await staff.query(`update app.membership set expires_at = null where member_id = $1`, [members.L1])
  const rehearsed = await as('A').post(`/groups/${groups.G1}/deletion`, { dryRun: true })
  expect(rehearsed.body.consequences.unbookable).toContainEqual({ meetingTypeId: typeId, name: 'Intake' })
  await as('A').post(`/groups/${groups.G1}/deletion`, {})
  expect(await hostLetters()).toEqual([])
  await as('A').post(`/groups/${groups.G1}/restoration`, {})
  expect(await hostLetters()).toEqual(inG1)
})

test('hosts are set as a whole, a rehearsal changes nothing, and that nobody is left is told', async () => {
  const path = `/meeting-types/${typeId}/hosts`
  const nobody = { memberIds: [], groupIds: [] }
  expect((await as('A').put(path, { ...nobody, dryRun: true })).body).toMatchObject({
    hosts: 0,
    dryRun: true,
  })
  expect(await hostLetters()).toEqual(inG1)
  const named = { memberIds: idsOf(['M', 'O1']), groupIds: [] }
  expect((await as('M').put(path, named)).body).toMatchObject({ hosts: 2, dryRun: false })
  expect(await hosts()).toMatchObject({
    members: [{ name: 'Mei Tanaka' }, { name: 'Otto Lindqvist' }],
    groups: [],
  })
  expect((await as('M').put(path, nobody)).body).toMatchObject({ hosts: 0, dryRun: false })
  expect((await as('A').put(path, { memberIds: [randomUUID()], groupIds: [] })).body).toMatchObject({
    code: 'invalid',
    errors: [{ pointer: '/memberIds/0' }],
  })
})

test('of two who set the hosts at once the second is shown what the first one saved, whichever way that was done', async () => {
  const { members, groups } = staff.fixture
  const path = `/meeting-types/${typeId}/hosts`
  const read = async () => (await as('A').get(path)).body.version as number
  const set = (by: Letter, memberIds: string[], version: number) =>
    as(by).put(path, { memberIds, groupIds: [groups.G1] }, { headers: { 'if-match': `"${version}"` } })
  const stale = await read()
  const saved = await set('M', [members.F], stale)
  expect(saved).toMatchObject({ status: 200, body: { version: await read() } })
  expect(await set('A', [members.O2], stale)).toMatchObject({
    status: 409,
    body: {
      code: 'version_mismatch',
      current: { members: [{ id: members.F }], version: saved.body.version },
    },
  })
  expect((await hosts()).members).toMatchObject([{ id: members.F }])

  const waysBesides = [
    () => as('A').post(`/groups/${groups.G2}/meeting-types`, { meetingTypeIds: [typeId] }),
    () => as('A').post(`/groups/${groups.G2}/meeting-types/removal`, { meetingTypeIds: [typeId] }),
    () =>
      as('A').post('/members/invitations', {
        addresses: 'newer@host.example',
        role: 'operations',
        meetingTypeIds: [typeId],
      }),
  ]
  for (const change of waysBesides) {
    const before = await read()
    await change()
    expect((await set('A', [], before)).status).toBe(409)
  }
  const rehearsed = await as('A').put(path, { memberIds: [], groupIds: [], dryRun: true })
  expect(rehearsed.status).toBe(200)
  await as('A').patch(`/meeting-types/${typeId}`, { durationMinutes: 45 })
  expect((await set('A', [], await read())).status).toBe(200)
})

test('two who set the hosts in the same moment do not both win', async () => {
  const { members } = staff.fixture
  const path = `/meeting-types/${typeId}/hosts`
  const { version } = await hosts()
  const set = (by: Letter, memberId: string) =>
    as(by).put(path, { memberIds: [memberId], groupIds: [] }, { headers: { 'if-match': `"${version}"` } })
  const answers = await Promise.all([set('A', members.F), set('M', members.O2)])
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ body }) => body.code === 'version_mismatch')).toHaveLength(1)
  expect((await hosts()).members).toHaveLength(1)
})

test('who takes a type from a group while its hosts are set waits, and neither is refused', async () => {
  const { G1 } = staff.fixture.groups
  const taking = () => as('A').post(`/groups/${G1}/meeting-types/removal`, { meetingTypeIds: [typeId] })
  const taken = await asSuperuser(staff.server.database.url('superuser'), async client => {
    await client.query('begin')
    await client.query('select from app.meeting_type where id = $1 for no key update', [typeId])
    const answer = taking()
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    while (!(await client.query(waiting)).rowCount) await sleep(10)
    await client.query('delete from app.meeting_type_group where meeting_type_id = $1', [typeId])
    await client.query('commit')
    return answer
  })
  expect(taken.status).toBe(200)
  expect((await hosts()).groups).toEqual([])
})

test('a reader is told of hosts and groups that they may not know by their number alone', async () => {
  const { members, groups } = staff.fixture
  await as('A').put(`/meeting-types/${typeId}/hosts`, {
    memberIds: idsOf(['M', 'O12']),
    groupIds: [groups.G1, groups.G2],
  })
  const seen = await hosts('O1')
  expect(seen).toMatchObject({
    members: [{ id: members.O12 }],
    groups: [{ id: groups.G1 }],
    otherMembers: 1,
    otherGroups: 1,
    others: 3,
  })
  expect(seen.items.find((item: { memberId: string }) => item.memberId === members.O12)).toMatchObject({
    routes: [{ kind: 'direct' }, { kind: 'group', groupId: groups.G1 }],
    otherRoutes: 1,
  })
  expect((await as('O1').get(`/members/${members.O12}/meeting-types`)).body.others).toBe(0)
})

test('the tab of a group and the page of a type show the same, whichever of them was used', async () => {
  const { G1, G2 } = staff.fixture.groups
  const other = await make({ name: 'Mortgage' })
  const inTab = async (groupId: string) =>
    (await as('A').get(`/groups/${groupId}/meeting-types`)).body.items.map((item: { id: string }) => item.id)
  const added = await as('M').post(`/groups/${G2}/meeting-types`, { meetingTypeIds: [typeId, other] })
  expect(added).toMatchObject({ status: 200, body: { alreadyIn: [] } })
  expect(added.body.added.toSorted()).toEqual([other, typeId].toSorted())
  expect(await inTab(G2)).toEqual([typeId, other])
  expect((await hosts()).groups.map((group: { name: string }) => group.name)).toEqual([
    'Rotterdam',
    'Utrecht',
  ])
  expect((await as('A').get(`/groups/${G2}`)).body.meetingTypes).toBe(2)
  await as('A').put(`/meeting-types/${typeId}/hosts`, { memberIds: [], groupIds: [G1] })
  expect(await inTab(G2)).toEqual([other])
  const removal = { meetingTypeIds: [other], dryRun: true }
  const rehearsed = await as('A').post(`/groups/${G2}/meeting-types/removal`, removal)
  expect(rehearsed.body).toEqual({
    removed: [other],
    dryRun: true,
    unbookable: [{ meetingTypeId: other, name: 'Mortgage' }],
  })
  expect(await inTab(G2)).toEqual([other])
  await as('A').post(`/groups/${G2}/meeting-types/removal`, { ...removal, dryRun: false })
  expect(await inTab(G2)).toEqual([])
})

test('a group manager gives their group the types they can read, until only Admins manage groups', async () => {
  const { members, groups } = staff.fixture
  await staff.query(
    `update app.membership set group_role = 'manager' where member_id = $1 and group_id = $2`,
    [members.O12, groups.G2],
  )
  const hidden = await make({ name: 'Hidden' })
  const add = (groupId: string, meetingTypeIds: string[]) =>
    as('O12').post(`/groups/${groupId}/meeting-types`, { meetingTypeIds })
  expect(await add(groups.G2, [typeId])).toMatchObject({ status: 200, body: { added: [typeId] } })
  expect(await add(groups.G2, [typeId, hidden])).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/meetingTypeIds/1' }] },
  })
  expect((await add(groups.G1, [typeId])).status).toBe(403)
  const remove = (given: object) => as('O12').post(`/groups/${groups.G2}/meeting-types/removal`, given)
  expect(await remove({ meetingTypeIds: [typeId] })).toMatchObject({
    status: 200,
    body: { removed: [typeId] },
  })
  await as('A').patch('/organization', { groupsManagedBy: 'admins' })
  expect((await add(groups.G2, [typeId])).status).toBe(403)
  await as('A').patch('/organization', { groupsManagedBy: 'managers' })
})

test('“cannot host yet” is for whoever reaches no active type by any route', async () => {
  const { members, groups } = staff.fixture
  const listed = async (canHost: boolean) =>
    (await as('A').get(`/members?canHost=${canHost}&limit=200`)).body.items.map(
      (item: { id: string }) => item.id,
    )
  expect((await listed(true)).toSorted()).toEqual(idsOf(['L1', 'O1', 'O12', 'Q']).toSorted())
  expect(await listed(false)).toContain(members.O2)
  expect((await as('A').get(`/members/${members.O1}`)).body.canHost).toBe(true)
  await as('A').patch(`/meeting-types/${typeId}`, { active: false })
  expect(await listed(true)).toEqual([])
  const inGroup = (await as('A').get(`/groups/${groups.G1}/members`)).body.items
  expect(inGroup.map((item: { canHost: boolean }) => item.canHost)).toEqual([false, false, false, false])
})

test('a group is created with its types, and people are invited as hosts by name', async () => {
  const { members } = staff.fixture
  const group = await as('A').post('/groups', {
    name: 'Leiden',
    link: 'leiden',
    memberships: [{ memberId: members.P }],
    meetingTypeIds: [typeId],
  })
  expect(group.body).toMatchObject({ meetingTypes: 1, bookable: true, policy: 'balanced' })
  expect(await hostLetters()).toContain('P')
  const invitation = { addresses: 'new@host.example', role: 'operations', meetingTypeIds: [typeId] }
  await as('A').post('/members/invitations', invitation)
  expect((await hosts()).members).toMatchObject([{ name: 'new', status: 'invited' }])
  expect(await hostLetters()).not.toContain(undefined)
  const unknown = await as('A').post('/members/invitations', {
    ...invitation,
    meetingTypeIds: [randomUUID()],
  })
  expect(unknown).toMatchObject({ status: 400, body: { errors: [{ pointer: '/meetingTypeIds/0' }] } })
})
