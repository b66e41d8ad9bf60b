import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'
import { jobs } from './jobs.ts'

let staff: Staffed
beforeAll(async () => {
  staff = await startStaffed()
  // Oona is an Admin who is away.
  const { F, O0 } = staff.fixture.members
  await staff.query(`update app.member set role = 'admin' where id = any ($1)`, [[F, O0]])
  await staff.query(`update app.member set suspended_at = now() where id = $1`, [O0])
})
afterAll(() => staff.server.close())

const membersOf = () => `/groups/${staff.fixture.groups.G1}/members`
const setEnd = (of: Letter, expiresAt: Date | null) =>
  staff.as.A.patch(`${membersOf()}/${staff.fixture.members[of]}`, {
    expiresAt: expiresAt?.toISOString() ?? null,
  })
const soon = () => new Date(Date.now() + 3000)
const lettersAbout = async (name: string) => {
  const { app } = staff.server
  const kept = await app.program.mail.listKept(staff.fixture.cast.organizationId, 200)
  return kept.filter(letter => letter.subject.includes(name))
}
/** Addresses of those who are not away. */
const admins = async () => {
  const rows = await staff.query(
    `select email from app.member where role = 'admin' and status = 'active' order by email`,
  )
  return rows.map(({ email }) => email)
}
const endsOf = (of: Letter) =>
  staff.query(
    `select id, actor_kind, data from app.event where name = 'membership.expired' and member_id = $1`,
    [staff.fixture.members[of]],
  )
/** All that set an end for a membership, worked as if its time had come, and those of `times` over again. */
async function workEnds(of: Letter, times = 1) {
  const { organizationId } = staff.fixture.cast
  const pair = { groupId: staff.fixture.groups.G1, memberId: staff.fixture.members[of] }
  const set = await staff.query(
    `select id from app.event where name = 'membership.changed' and member_id = $1`,
    [pair.memberId],
  )
  const work = jobs(staff.server.app.program)['end-membership']
  const due = Array.from({ length: times }, () => set).flat()
  await Promise.all(
    due.map(async ({ id }) => work?.({ organizationId, ...pair, eventId: id } as never, { last: false })),
  )
}

test('when a membership ends by itself, the group’s history says so and every Admin gets a mail', async () => {
  const ends = soon()
  expect((await setEnd('O1', ends)).status).toBe(200)
  while ((await lettersAbout('Otto')).length < 2) await sleep(20)
  const letters = await lettersAbout('Otto')
  expect(letters.map(({ to }) => to).toSorted()).toEqual(await admins())
  expect(letters[0]).toMatchObject({ subject: 'The membership of Otto Lindqvist in Utrecht has ended' })
  expect(letters[0]?.text).toContain('Otto Lindqvist is in no other group')
  expect(letters[0]?.text).toContain(`/groups/${staff.fixture.groups.G1}`)
  const { items } = (await staff.as.A.get(`/groups/${staff.fixture.groups.G1}/history`)).body
  expect(items[0]).toMatchObject({
    name: 'membership.expired',
    actor: null,
    member: { name: 'Otto Lindqvist' },
    data: { expiresAt: ends.toISOString() },
  })
  // The row stays, and so does what it stands against.
  expect((await staff.as.O1.get('/clients')).body.items).toHaveLength(2)
  await workEnds('O1', 3)
  expect(await endsOf('O1')).toHaveLength(1)
})

test('who is in another group keeps the sight of that one, and the mail says nothing else', async () => {
  await setEnd('O12', soon())
  while ((await lettersAbout('Olivia')).length < 2) await sleep(20)
  expect((await lettersAbout('Olivia'))[0]?.text).not.toContain('in no other group')
})

test('an end that was put off, or taken back, does not come', async () => {
  await setEnd('L1', new Date(Date.now() + 3_600_000))
  await workEnds('L1')
  await setEnd('L1', null)
  await workEnds('L1')
  expect(await endsOf('L1')).toEqual([])
})

test('of two jobs for the same end one writes it down; whoever is put in again may come to an end again', async () => {
  const { members, groups } = staff.fixture
  const elapse = () =>
    staff.query(
      `update app.membership set expires_at = now() - interval '1 second' where member_id = $1 and group_id = $2`,
      [members.Q, groups.G1],
    )
  await setEnd('Q', new Date(Date.now() + 3_600_000))
  await elapse()
  await workEnds('Q', 2)
  expect(await endsOf('Q')).toMatchObject([{ actor_kind: 'system' }])
  expect((await staff.as.A.post(membersOf(), { memberIds: [members.Q] })).body.added).toEqual([members.Q])
  await workEnds('Q')
  expect(await endsOf('Q')).toHaveLength(1)
  await setEnd('Q', new Date(Date.now() + 3_600_000))
  await elapse()
  await workEnds('Q', 2)
  expect(await endsOf('Q')).toHaveLength(2)
})

test('a membership that was taken away before its end has none', async () => {
  await setEnd('L1', new Date(Date.now() + 3_600_000))
  await staff.as.A.post(`${membersOf()}/removal`, { memberIds: [staff.fixture.members.L1] })
  await workEnds('L1')
  expect(await endsOf('L1')).toEqual([])
})
