import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Cast } from '../../../db/cast.ts'
import { insertRows } from '../../../db/rows.ts'
import { matrix } from '../../access/matrix.ts'
import { newId } from '../../kit/id.ts'
import { asSuperuser } from '../../../test/database.ts'
import { Person } from '../../../test/person.ts'
import { startServer, type TestServer } from '../../../test/server.ts'

const password = 'correct horse battery'
let server: TestServer
let admin: Person
let manager: Person
let cast: Cast
let other: Cast
beforeAll(async () => {
  server = await startServer({ work: false })
  const passwordHash = await hashPassword(password)
  ;[cast, other] = [new Cast({ passwordHash }), new Cast()]
  const adam = cast.member({ role: 'admin', name: 'Adam', email: 'adam@bank.example' })
  cast.member({ role: 'manager', name: 'Mei', email: 'mei@bank.example' })
  cast.member({ role: 'operations', name: 'Oona', email: 'oona@bank.example', sight: 'organization' })
  const otto = cast.member({
    role: 'operations',
    name: 'Otto',
    email: 'otto@bank.example',
    sight: 'organization',
  })
  const group = cast.group()
  cast.membership(otto, group)
  for (let more = 0; more < 3; more++) cast.client({ invitedBy: adam, groupId: group })
  cast.client({ invitedBy: adam })
  await asSuperuser(server.database.url('superuser'), async client => {
    await insertRows(client, cast.rows)
    await insertRows(client, other.rows)
  })
  admin = await Person.signedIn(server.url, 'adam@bank.example', password)
  manager = await Person.signedIn(server.url, 'mei@bank.example', password)
})
afterAll(() => server.close())

describe('the organisation', () => {
  test('everybody reads it, and only Admins change it', async () => {
    const { status, headers, body } = await manager.get('/organization')
    expect(status).toBe(200)
    expect(headers.get('etag')).toBe('"1"')
    expect(body).toMatchObject({
      name: 'North Bank',
      ungroupedOperations: 'all',
      ungroupedMembers: 1,
      version: 1,
    })
    expect((await manager.patch('/organization', { name: 'South Bank' })).body.code).toBe('forbidden')
  })

  test('who has read an older version is shown the present one instead of overwriting it', async () => {
    const first = await admin.patch('/organization', { color: '#224466' }, { headers: { 'if-match': '"1"' } })
    expect(first.body).toMatchObject({ color: '#224466', version: 2 })
    const second = await admin.patch(
      '/organization',
      { color: '#ff0000' },
      { headers: { 'if-match': '"1"' } },
    )
    expect([second.status, second.body.code]).toEqual([409, 'version_mismatch'])
    expect(second.body.current).toMatchObject({ color: '#224466', version: 2 })
    expect((await admin.get('/organization')).body.color).toBe('#224466')
  })

  test('says in one line how clients reach it, for those who find no free time', async () => {
    const refused = await admin.patch('/organization', { contact: 'call\n030 123' })
    expect(refused.body.errors).toMatchObject([{ pointer: '/contact' }])
    await admin.patch('/organization', { contact: ' Call 030 123 ' })
    expect((await manager.get('/organization')).body.contact).toBe('Call 030 123')
  })

  test('two who change the same version at once do not overwrite each other', async () => {
    const { version } = (await admin.get('/organization')).body
    const answers = await Promise.all(
      ['A', 'B', 'C'].map(name =>
        admin.patch('/organization', { name }, { headers: { 'if-match': `"${version}"` } }),
      ),
    )
    expect(answers.map(answer => String(answer.status)).sort()).toEqual(['200', '409', '409'])
  })

  test('narrowing what ungrouped members see says first whom it concerns, and changes nothing until it is done', async () => {
    const dry = await admin.patch('/organization', { ungroupedOperations: 'organization_only', dryRun: true })
    expect(dry.body).toMatchObject({
      dryRun: true,
      consequences: { gains: [], losses: [{ name: 'Oona', clients: 3 }], othersLose: 0 },
    })
    expect((await admin.get('/organization')).body.ungroupedOperations).toBe('all')
    const done = await admin.patch('/organization', { ungroupedOperations: 'organization_only' })
    expect(done.body.ungroupedOperations).toBe('organization_only')
  })

  test('a wrong change names every fault', async () => {
    const { status, body } = await admin.patch('/organization', {
      name: '',
      color: 'red',
      timeZone: 'Mars/Base',
      id: randomUUID(),
    })
    expect(status).toBe(400)
    expect(body.errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual([
      '/color',
      '/id',
      '/name',
      '/timeZone',
    ])
    expect((await admin.patch('/organization', {}, { headers: { 'if-match': 'one' } })).status).toBe(400)
  })
})

test('the table of roles is the one the server asks', async () => {
  const { body } = await manager.get('/roles')
  expect(body.columns.slice(0, 8)).toEqual([
    'admin',
    'full_member',
    'manager',
    'operator',
    'operations',
    'operations_limited',
    'group_operator',
    'group_manager',
  ])
  expect(body.rows.map((row: { permission: string }) => row.permission)).toEqual(Object.keys(matrix))
  const invite = body.rows.find((row: { permission: string }) => row.permission === 'members.invite')
  expect(invite.cells.slice(0, 3)).toEqual([
    { reach: 'all', condition: null },
    { reach: 'none', condition: null },
    { reach: 'all', condition: 'for a role below their own' },
  ])
})

describe('the outbox', () => {
  const keep = (organizationId: string, subject: string) => {
    const id = newId()
    const words = {
      to: 'lea@client.example',
      subject,
      text: `${subject}, in words`,
      html: `<p>${subject}</p>`,
    }
    return server.app.program.mail.send({ organizationId, id, ...words }).then(() => id)
  }

  test('keeps mails while there is no mail server, for Admins of the organisation, newest first', async () => {
    const first = await keep(cast.organizationId, 'First')
    const second = await keep(cast.organizationId, 'Zweite für Léa')
    const foreign = await keep(other.organizationId, 'Foreign')
    const { body } = await admin.get('/outbox')
    expect(body.items.map((mail: { id: string }) => mail.id)).toEqual([second, first])
    expect(body.next).toBeNull()
    expect((await admin.get(`/outbox/${second}`)).body).toEqual({
      id: second,
      to: 'lea@client.example',
      subject: 'Zweite für Léa',
      text: expect.stringContaining('Zweite für Léa, in words'),
      html: expect.stringContaining('<p>Zweite für Léa</p>'),
      sentAt: expect.stringMatching(/Z$/),
    })
    expect((await admin.get(`/outbox/${foreign}`)).status).toBe(404)
    expect((await admin.get(`/outbox/${newId()}`)).status).toBe(404)
    expect((await admin.get('/outbox/..%2f..%2fsecret')).status).toBe(404)
    expect((await manager.get('/outbox')).body.code).toBe('forbidden')
    expect((await manager.get(`/outbox/${second}`)).body.code).toBe('not_found')
  })

  test('is read page by page', async () => {
    await keep(cast.organizationId, 'Third')
    const subjects: string[] = []
    for (let next = ''; next !== null;) {
      const { body } = await admin.get(`/outbox?limit=1${next && `&cursor=${next}`}`)
      subjects.push(...body.items.map((mail: { subject: string }) => mail.subject))
      next = body.next
    }
    expect(subjects).toEqual(['Third', 'Zweite für Léa', 'First'])
    expect((await admin.get('/outbox?cursor=nonsense')).body.code).toBe('invalid')
  })
})
