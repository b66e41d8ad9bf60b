import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { newId } from '../../kit/id.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'

let staffed: Staffed
beforeAll(async () => void (staffed = await startStaffed({ work: false })))
afterAll(() => staffed.server.close())

const invite = (given: object = {}) => ({
  method: 'link',
  firstName: 'Zoë',
  lastName: 'Okonkwo',
  groupId: null,
  flowId: staffed.flowId,
  ...given,
})
const send = (letter: Letter, given: object = {}) => staffed.as[letter].post('/invites', invite(given))
const optionsOf = async (letter: Letter) => (await staffed.as[letter].get('/invites/options')).body
const sees = async (letter: Letter, clientId: string) =>
  (await staffed.as[letter].get(`/clients/${clientId}`)).status === 200

describe('the group picker', () => {
  test.each(['A', 'F', 'M'] as const)(
    'offers %s the Organization group, preselected, and every live group',
    async letter => {
      const { G1, G2 } = staffed.fixture.groups
      const options = await optionsOf(letter)
      expect(options).toMatchObject({ organizationGroup: true, preselected: 'organization', refusal: null })
      expect(options.groups.map((group: { id: string }) => group.id).sort()).toEqual([G1, G2].sort())
      expect(Object.keys(options.flows).sort()).toEqual([G1, G2, 'organization'].sort())
    },
  )

  test.each([
    ['O1', 'G1'],
    ['L1', 'G1'],
    ['Q', 'G1'],
    ['O2', 'G2'],
    ['P', 'G2'],
  ] as const)('offers %s their only group, fixed', async (letter, name) => {
    const id = staffed.fixture.groups[name]
    const options = await optionsOf(letter)
    expect(options).toMatchObject({ organizationGroup: false, preselected: id, refusal: null })
    expect(options.groups).toMatchObject([{ id }])
  })

  test('offers a member of two groups both, and chooses neither', async () => {
    const options = await optionsOf('O12')
    expect(options).toMatchObject({ organizationGroup: false, preselected: null })
    expect(options.groups).toHaveLength(2)
  })

  test.each(['O0', 'L0', 'N'] as const)(
    'offers %s, who is in no group, the Organization group alone',
    async letter => {
      expect(await optionsOf(letter)).toMatchObject({
        groups: [],
        organizationGroup: true,
        preselected: 'organization',
      })
    },
  )

  test('is what sending allows: every other id is refused alike, be it hidden, deleted, foreign or unknown', async () => {
    const deleted = newId()
    await staffed.query(
      `insert into app."group" (organization_id, id, name, deleted_at) values ($1, $2, 'Gone', now())`,
      [staffed.fixture.cast.organizationId, deleted],
    )
    const refusals = await Promise.all(
      [staffed.fixture.groups.G2, deleted, newId(), null].map(groupId => send('O1', { groupId })),
    )
    for (const { status, body } of refusals) {
      expect(status).toBe(400)
      expect(body).toMatchObject({ code: 'invalid', errors: [{ pointer: '/groupId' }] })
    }
    expect(new Set(refusals.map(({ body }) => JSON.stringify({ ...body, requestId: '' }))).size).toBe(1)
    expect((await send('A', { groupId: deleted })).body.errors[0].pointer).toBe('/groupId')
    expect((await send('O1', { groupId: staffed.fixture.groups.G1 })).status).toBe(201)
  })
})

describe('flows', () => {
  test('a group with flows of its own offers only those, and switching one off never offers more', async () => {
    const { cast, groups } = staffed.fixture
    const [mortgage, savings] = [newId(), newId()]
    for (const [id, name] of [
      [mortgage, 'Mortgage'],
      [savings, 'Savings'],
    ]) // prettier-ignore
    {
      await staffed.query(`insert into app.flow (organization_id, id, name, published_version) values ($1, $2, $3, 1)`, [
        cast.organizationId,
        id,
        name,
      ])
      await staffed.query(`insert into app.flow_version (organization_id, flow_id, version, steps) values ($1, $2, 1, '[]')`, [
        cast.organizationId,
        id,
      ])
    }
    const before = await optionsOf('O2')
    expect(before.flows[groups.G2]).toHaveLength(3)
    await staffed.query(`insert into app.group_flow values ($1, $2, $3)`, [
      cast.organizationId,
      groups.G2,
      mortgage,
    ])
    expect((await optionsOf('O2')).flows[groups.G2]).toEqual([{ id: mortgage, name: 'Mortgage' }])
    expect((await staffed.as.O2.get('/flows')).body.items).toEqual([{ id: mortgage, name: 'Mortgage' }])
    for (const letter of ['O2', 'A'] as const) {
      const refused = await send(letter, { groupId: groups.G2, flowId: savings })
      expect(refused).toMatchObject({ status: 409, body: { code: 'flow_not_offered' } })
    }
    expect((await send('A', { flowId: newId() })).body.errors[0].pointer).toBe('/flowId')
    await staffed.query(`update app.flow set disabled_at = now() where id = $1`, [mortgage])
    expect((await optionsOf('O2')).flows[groups.G2]).toEqual([])
    for (const flowId of [mortgage, savings, newId()])
      expect(await send('O2', { groupId: groups.G2, flowId })).toMatchObject({ status: 409 })
    await staffed.query(`delete from app.group_flow where flow_id = $1`, [mortgage])
  })
})

describe('sending', () => {
  test('makes a client in the chosen group that exactly its people see, and a link that is not kept as it is', async () => {
    const key = newId()
    const given = invite({
      groupId: staffed.fixture.groups.G1,
      email: 'Zoe@Client.example',
      externalId: ' 77 ',
    })
    const sent = await staffed.as.O1.post('/invites', given, { headers: { 'idempotency-key': key } })
    expect(sent).toMatchObject({
      status: 201,
      body: { status: 'sent', method: 'link', deliveries: [{ channel: 'link', status: 'sent' }] },
    })
    const again = await staffed.as.O1.post('/invites', given, { headers: { 'idempotency-key': key } })
    expect(again.body).toEqual(sent.body)
    const token = sent.body.url.split('/i/')[1]
    expect(token).toHaveLength(43)
    const tables = await staffed.query(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('app', 'jobs', 'auth')`,
    )
    for (const { name } of tables)
      expect(
        await staffed.query(`select 1 from ${name} t where t::text like '%' || $1 || '%'`, [token]),
        name,
      ).toEqual([])
    const seenBy = {
      O1: true,
      O12: true,
      Q: true,
      A: true,
      O0: true,
      O2: false,
      L1: false,
      N: false,
      P: false,
    }
    for (const [letter, seen] of Object.entries(seenBy))
      expect(await sees(letter as Letter, sent.body.clientId), letter).toBe(seen)
  })

  test('says every fault of a bad form at once, and leaves nothing behind', async () => {
    const count = () => staffed.query('select count(*)::int as count from app.client')
    const before = await count()
    const bad = await send('A', { method: 'email', firstName: '', phone: '12', language: 'xx', surprise: 1 })
    expect(bad.body.errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual(
      ['/firstName', '/language', '/phone', '/surprise'].sort(),
    )
    const noAddress = await send('A', { method: 'email' })
    expect(noAddress.body.errors).toMatchObject([{ pointer: '/email' }])
    const ids = await send('O1', {
      groupId: newId(),
      ccMemberIds: [staffed.fixture.members.O12, staffed.fixture.members.O2],
    })
    expect(ids.body.errors).toMatchObject([{ pointer: '/groupId' }, { pointer: '/ccMemberIds/1' }])
    expect(await count()).toEqual(before)
  })

  test('hints at an open invite to the same address only among the clients the sender sees', async () => {
    const email = 'twice@client.example'
    const first = await send('O1', { groupId: staffed.fixture.groups.G1, email })
    const hint = async (letter: Letter) =>
      (await staffed.as[letter].get(`/invites/duplicates?email=${encodeURIComponent(email)}`)).body.items
    expect(await hint('O12')).toEqual([
      { clientId: first.body.clientId, inviteId: first.body.id, name: 'Zoë Okonkwo' },
    ])
    expect(await hint('O2')).toEqual([])
    await staffed.as.O1.post(`/invites/${first.body.id}/revocation`, {})
    expect(await hint('O12')).toEqual([])
  })

  test('previews the mail and the first page in the client’s language', async () => {
    const { body } = await staffed.as.O1.get(
      `/invites/preview?flowId=${staffed.flowId}&language=nl&firstName=Zo%C3%AB`,
    )
    expect(body.mail.text).toContain('Zoë')
    expect(body.mail.subject).not.toContain('Zoë')
    expect(body.page.title).toBe('We hebben een paar korte vragen')
  })
})

describe('Cc', () => {
  test('gives sight to members by id and by address, and says the same of an address that is nobody’s', async () => {
    const { G1 } = staffed.fixture.groups
    const withAddress = (address: string) => send('O1', { groupId: G1, ccAddresses: [address] })
    const colleague = await withAddress('omar@example.org')
    const stranger = await withAddress('nobody@example.org')
    expect(await sees('O2', colleague.body.clientId)).toBe(true)
    expect(await sees('O2', stranger.body.clientId)).toBe(false)
    const shape = (body: object) => Object.keys(body).sort()
    expect(shape(stranger.body)).toEqual(shape(colleague.body))
    const cc = async (letter: Letter) =>
      (await staffed.as[letter].get(`/clients/${colleague.body.clientId}`)).body.cc
    expect(await cc('O1')).toEqual({ members: [], others: 1 })
    expect(await cc('A')).toMatchObject({ members: [{ name: 'Omar Benali' }], others: 0 })
  })

  test('is for looking: a resend, a revocation or a change is refused, and the link stays unseen', async () => {
    const { body } = await send('O1', {
      groupId: staffed.fixture.groups.G1,
      ccAddresses: ['lena@example.org'],
    })
    const lena = staffed.as.L0
    expect((await lena.get(`/invites/${body.id}`)).body).toMatchObject({
      url: null,
      groupId: null,
      sentBy: null,
    })
    expect((await lena.get(`/clients/${body.clientId}`)).body).toMatchObject({
      sharedWithMe: true,
      may: { update: false, share: false },
    })
    const tries = [
      await lena.post(`/invites/${body.id}/deliveries`, { method: 'link' }),
      await lena.post(`/invites/${body.id}/revocation`, {}),
      await lena.patch(`/clients/${body.clientId}`, { firstName: 'Other' }),
      await lena.put(`/clients/${body.clientId}/cc`, { memberIds: [] }),
    ]
    expect(tries.map(each => each.status)).toEqual([403, 403, 403, 403])
    const stranger = await staffed.as.O2.post(`/invites/${body.id}/revocation`, {})
    expect(stranger.status).toBe(404)
  })
})

describe('a member whose only group is deleted', () => {
  test('is told to ask an Admin, and may not send from anywhere', async () => {
    const { cast, members } = staffed.fixture
    const group = newId()
    await staffed.query(
      `insert into app."group" (organization_id, id, name, deleted_at) values ($1, $2, 'Closed', now())`,
      [cast.organizationId, group],
    )
    await staffed.query(
      `insert into app.membership (organization_id, group_id, member_id) values ($1, $2, $3)`,
      [cast.organizationId, group, members.N],
    )
    const options = await optionsOf('N')
    expect(options).toMatchObject({ groups: [], organizationGroup: false, preselected: null, flows: {} })
    expect(options.refusal).toContain('Ask an Admin')
    const refusals = await Promise.all([null, group, newId()].map(groupId => send('N', { groupId })))
    expect(refusals.map(({ status, body }) => [status, body.errors[0].detail])).toEqual(
      refusals.map(() => [400, options.refusal]),
    )
  })
})
