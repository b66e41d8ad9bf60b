import { hashPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Cast } from '../db/cast.ts'
import { insertRows } from '../db/rows.ts'
import { asSuperuser, freshDatabase, type TestDatabase } from '../test/database.ts'
import { type MailServer, startMailServer } from '../test/letters.ts'
import { Person } from '../test/person.ts'
import { startServer, type TestServer } from '../test/server.ts'

const password = 'correct horse battery'
let database: TestDatabase
let mails: MailServer
let server: TestServer
let admin: Person
const query = (text: string) =>
  asSuperuser(database.url('superuser'), async client => (await client.query(text)).rows)

beforeAll(async () => {
  database = await freshDatabase()
  mails = await startMailServer({ refuses: ['typo@bank.example'] })
  const cast = new Cast({ passwordHash: await hashPassword(password) })
  cast.member({ role: 'admin', name: 'Adam', email: 'adam@bank.example' })
  await asSuperuser(database.url('superuser'), client => insertRows(client, cast.rows))
  await query(`insert into auth.session (id, token, user_id, expires_at)
    select gen_random_uuid(), 'ended', id, now() - interval '1 minute' from auth.login`)
  await query(`insert into app.idempotency (organization_id, actor_id, key, request_hash, created_at)
    select organization_id, id, age::text, '', now() - age from app.member, unnest('{2 days,1 hour}'::interval[]) age`)
  server = await startServer({ database, smtpUrl: mails.url })
  admin = await Person.signedIn(server.url, 'adam@bank.example', password)
})
afterAll(async () => {
  await server.close()
  await mails.close()
  await database.close()
})

const invite = (addresses: string) => admin.post('/members/invitations', { addresses, role: 'operations' })
const joinPath = (text: string | undefined) => /\/join\/(\S+)/.exec(text ?? '')?.[1]

test('whoever is invited gets a mail, and its link lets them in', async () => {
  expect((await invite('Nora Jansen <nora@bank.example>')).status).toBeLessThan(300)
  const letter = await mails.letterTo('nora@bank.example')
  expect(letter.subject).toBe('Join North Bank')
  const nora = new Person(server.url)
  const joined = await nora.post(`/public/member-invitations/${joinPath(letter.text)}`, {
    name: 'Nora',
    password,
  })
  expect(joined.status).toBe(201)
  expect((await nora.get('/me')).body.member.role).toBe('operations')
})

test('an address that the mail server refuses holds up nobody else', async () => {
  await invite('typo@bank.example\nomar@bank.example')
  await mails.letterTo('omar@bank.example')
  await expect
    .poll(() => query(`select 1 from jobs.job where state in ('created', 'active', 'retry')`))
    .toEqual([])
  expect(mails.letters.filter(letter => letter.to?.[0]?.address === 'omar@bank.example')).toHaveLength(1)
})

test('a mail that cannot be sent now is sent later', async () => {
  const { url } = mails
  await mails.close()
  await invite('otto@bank.example')
  await expect.poll(() => query(`select 1 from jobs.job where state = 'retry'`)).toHaveLength(1)
  mails = await startMailServer({ port: Number(new URL(url).port) })
  expect(joinPath((await mails.letterTo('otto@bank.example')).text)).toBeTruthy()
})

test('what nobody needs any more is deleted: ended sessions, answers kept for a repeated request', async () => {
  await expect.poll(() => query(`select 1 from auth.session where token = 'ended'`)).toEqual([])
  expect((await query('select key from app.idempotency')).map(row => row.key)).toEqual(['01:00:00'])
})
