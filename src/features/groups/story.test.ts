import { setTimeout as sleep } from 'node:timers/promises'
import { hashPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Fixture, fixture } from '../../../db/fixture.ts'
import { insertRows } from '../../../db/rows.ts'
import { asSuperuser } from '../../../test/database.ts'
import { Person } from '../../../test/person.ts'
import { startServer, type TestServer } from '../../../test/server.ts'

const password = 'correct horse battery'
let server: TestServer
let north: Fixture
let admin: Person
let manager: Person
let otto: Person
beforeAll(async () => {
  server = await startServer()
  north = await arrange(server, 'north.example')
  const signedIn = (name: string) => Person.signedIn(server.url, `${name}@north.example`, password)
  ;[admin, manager, otto] = [await signedIn('adam'), await signedIn('mei'), await signedIn('otto')]
})
afterAll(() => server.close())

async function arrange({ database }: TestServer, domain: string): Promise<Fixture> {
  const made = fixture({ passwordHash: await hashPassword(password) }, domain)
  await asSuperuser(database.url('superuser'), client => insertRows(client, made.cast.rows))
  return made
}
const lettersOf = ({ app }: TestServer, { cast }: Fixture) =>
  app.program.mail.listKept(cast.organizationId, 100)

/** The link in the newest letter to this address, once there are so many letters. */
async function linkTo(address: string, count = 1): Promise<string> {
  for (;;) {
    const found = (await lettersOf(server, north)).filter(letter => letter.to === address)
    const token = /\/join\/([\w-]+)/.exec(found[0]?.text ?? '')?.[1]
    if (found.length >= count && token) return token
    await sleep(20)
  }
}

test('a new group is filled by pasting, whoever is invited joins it, and another group never sees its people', async () => {
  const { G2 } = north.groups
  const given = {
    name: 'Delft',
    link: 'north-delft',
    memberships: [{ memberId: north.members.O2, groupRole: 'manager' }],
  }
  expect(await manager.post('/groups', given)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  const created = await admin.post('/groups', given, { headers: { 'idempotency-key': 'delft' } })
  expect(created).toMatchObject({ status: 201, body: { name: 'Delft', members: 1, may: { delete: true } } })
  expect((await admin.post('/groups', given, { headers: { 'idempotency-key': 'delft' } })).body).toEqual(
    created.body,
  )
  expect(await admin.post('/groups', given)).toMatchObject({
    status: 409,
    body: { code: 'link_taken', errors: [{ pointer: '/link' }] },
  })
  const group = created.body.id

  const omar = await Person.signedIn(server.url, 'omar@north.example', password)
  const pasted = {
    addresses: 'Naam;E-mail\nVera Dvořák;vera@delft.example\nnobody',
    role: 'operations',
    groupIds: [group],
  }
  const preview = await omar.post('/members/invitations', { ...pasted, dryRun: true })
  expect(preview.body).toEqual({
    accepted: [{ line: 2, email: 'vera@delft.example', name: 'Vera Dvořák' }],
    alreadyInGroup: [],
    invalid: [{ line: 3, text: 'nobody', reason: 'There is no email address in this line.' }],
    duplicates: 0,
  })
  expect((await omar.post('/members/invitations', pasted)).body).toEqual(preview.body)
  expect(await omar.post('/members/invitations', { ...pasted, groupIds: [G2] })).toMatchObject({
    status: 403,
  })
  expect(await omar.post('/members/invitations', { ...pasted, groupIds: [north.groups.G1] })).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: '/groupIds/0' }] },
  })

  const vera = new Person(server.url)
  const token = await linkTo('vera@delft.example')
  expect(await vera.get(`/public/member-invitations/${token}`)).toMatchObject({
    status: 200,
    body: { name: 'Vera Dvořák', organization: { name: 'North Bank' }, hasAccount: false },
  })
  expect((await vera.post(`/public/member-invitations/${token}`, { password })).status).toBe(201)
  expect((await vera.get('/groups')).body.items).toMatchObject([{ id: group, members: 2 }])
  expect((await vera.get('/members')).body.items.map((each: { name: string }) => each.name)).toEqual([
    'Omar Benali',
    'Vera Dvořák',
  ])
  expect((await otto.get('/members?search=vera')).body).toEqual({ items: [], next: null, count: 0 })
  expect((await otto.get(`/groups/${group}`)).status).toBe(404)
})

test('an invitation sent again comes by a new link; the old one, and a revoked one, are gone', async () => {
  await admin.post('/members/invitations', { addresses: 'wim@x.example', role: 'operator' })
  const first = await linkTo('wim@x.example')
  const [wim] = (await admin.get('/members?search=wim')).body.items
  expect(wim).toMatchObject({ status: 'invited', may: { invite: true } })
  expect((await admin.post(`/members/${wim.id}/invitation`, {})).status).toBe(201)
  const second = await linkTo('wim@x.example', 2)
  expect((await otto.get(`/public/member-invitations/${first}`)).status).toBe(410)
  expect((await admin.delete(`/members/${wim.id}/invitation`)).status).toBe(204)
  expect((await otto.get(`/public/member-invitations/${second}`)).status).toBe(410)
  expect((await admin.get(`/members/${wim.id}`)).status).toBe(404)
})

test('an invitation that is revoked before its mail goes out is not sent', async () => {
  const idle = await startServer({ work: false })
  const made = await arrange(idle, 'idle.example')
  const adam = await Person.signedIn(idle.url, 'adam@idle.example', password)
  await adam.post('/members/invitations', { addresses: 'gone@x.example\nstays@x.example', role: 'operator' })
  const [gone] = (await adam.get('/members?search=gone@x')).body.items
  await adam.delete(`/members/${gone.id}/invitation`)
  const working = await startServer({ database: idle.database, dataDir: idle.dataDir })
  while ((await lettersOf(working, made)).length === 0) await sleep(20)
  // Jobs are worked in their order, and this one comes after both.
  await adam.post('/members/invitations', { addresses: 'last@x.example', role: 'operator' })
  const sent = async () => (await lettersOf(working, made)).map(letter => letter.to)
  while (!(await sent()).includes('last@x.example')) await sleep(20)
  expect((await sent()).sort()).toEqual(['last@x.example', 'stays@x.example'])
  await working.close()
  await idle.close()
})

test('settings carry a version, and the second writer is told what the first one wrote', async () => {
  const { G1 } = north.groups
  const read = await admin.get(`/groups/${G1}`)
  const headers = { 'if-match': read.headers.get('etag') ?? '' }
  expect((await admin.patch(`/groups/${G1}`, { name: 'Utrecht Centrum' }, { headers })).status).toBe(200)
  expect(await manager.patch(`/groups/${G1}`, { name: 'Utrecht Oost' }, { headers })).toMatchObject({
    status: 409,
    body: { code: 'version_mismatch', current: { name: 'Utrecht Centrum', version: 2 } },
  })
  expect(await manager.patch(`/groups/${G1}`, { parentId: north.groups.G2 })).toMatchObject({ status: 403 })
})

test('a removal is rehearsed, refused without a choice, and done with one; the next request of the removed shows it', async () => {
  const path = `/groups/${north.groups.G1}/members/removal`
  const body = { memberIds: [north.members.O1] }
  expect((await otto.get('/clients')).body.items).toHaveLength(5)
  const refused = await admin.post(path, body)
  expect(refused).toMatchObject({ status: 409, body: { code: 'member_would_become_ungrouped' } })
  const rehearsed = await admin.post(path, { ...body, dryRun: true })
  expect(rehearsed).toMatchObject({ status: 200, body: { dryRun: true } })
  expect(refused.body.consequences).toEqual(rehearsed.body.consequences)
  expect(await manager.post(path, { ...body, onUngroup: 'see_all' })).toMatchObject({ status: 403 })
  expect(await otto.post(path, body)).toMatchObject({ status: 403 })
  expect((await manager.post(path, { ...body, onUngroup: 'own_only' })).body.consequences).toMatchObject({
    losses: [{ memberId: north.members.O1, clients: 3 }],
  })
  expect((await otto.get('/clients')).body.items).toHaveLength(2)
  expect((await otto.get(`/groups/${north.groups.G1}`)).status).toBe(404)
})

test('a suspended member is signed out by the next request, and in again once reinstated', async () => {
  const olivia = await Person.signedIn(server.url, 'olivia@north.example', password)
  const path = `/members/${north.members.O12}/suspension`
  expect(await manager.put(path, {})).toMatchObject({ status: 200, body: { status: 'suspended' } })
  expect((await olivia.get('/me')).status).toBe(401)
  expect(await manager.delete(path)).toMatchObject({ status: 200, body: { status: 'active' } })
  expect((await olivia.get('/me')).status).toBe(200)
})

test('the only Admin cannot step down', async () => {
  const path = `/members/${north.members.A}`
  for (const dryRun of [true, false])
    expect(await admin.put(`${path}/role`, { role: 'manager', dryRun })).toMatchObject({
      status: 409,
      body: { code: 'last_admin' },
    })
  expect(await admin.put(`${path}/suspension`, {})).toMatchObject({
    status: 409,
    body: { code: 'last_admin' },
  })
})
