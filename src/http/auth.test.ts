import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashPassword } from 'better-auth/crypto'
import { Cast } from '../../db/cast.ts'
import { insertRows } from '../../db/rows.ts'
import { asSuperuser } from '../../test/database.ts'
import { type Answered, Person } from '../../test/person.ts'
import { startServer, type TestServer } from '../../test/server.ts'
import { Secrets } from '../kit/crypto.ts'
import { createAuth } from './auth.ts'

const password = 'correct horse battery'
let server: TestServer
const query = (text: string, values: unknown[] = []) =>
  asSuperuser(server.database.url('superuser'), async client => (await client.query(text, values)).rows)

let cast: Cast
beforeAll(async () => {
  server = await startServer({ work: false })
  cast = new Cast({ passwordHash: await hashPassword(password) })
  for (const name of ['ann', 'ben', 'dora', 'gus', 'iris'])
    cast.member({
      role: 'admin',
      name,
      email: `${name}@bank.example`,
    })
  cast.member({ role: 'operations', name: 'sus', email: 'sus@bank.example', suspendedAt: new Date() })
  await asSuperuser(server.database.url('superuser'), client => insertRows(client, cast.rows))
})
afterAll(() => server.close())

const person = () => new Person(server.url)
const signedIn = (name: string, own = password) => Person.signedIn(server.url, `${name}@bank.example`, own)
/** An answer without what differs between any two. */
const bare = ({ status, body }: Answered) => ({ status, body: { ...body, requestId: '' } })
const authPath = (name: string) => `/api/auth/${name}`

describe('signing in and out', () => {
  test('the right password begins a session, whose cookie scripts cannot read and other sites do not send', async () => {
    const ann = person()
    const { status, headers, body } = await ann.signIn('Ann@Bank.example', password)
    expect(status).toBe(200)
    expect(body).toEqual({ user: { id: expect.any(String), name: 'ann', email: 'ann@bank.example' } })
    expect(headers.get('set-cookie')).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/)
    expect((await ann.get('/me')).body.member.name).toBe('ann')
  })

  test('a wrong password and an unknown address are answered alike', async () => {
    const wrong = await person().signIn('ann@bank.example', 'not the password')
    const unknown = await person().signIn('nobody@bank.example', 'not the password')
    expect(wrong.status).toBe(401)
    expect(wrong.body.code).toBe('unauthenticated')
    expect(bare(unknown)).toEqual(bare(wrong))
  })

  test('signing out ends the session, also for a cookie that was kept', async () => {
    const ben = await signedIn('ben')
    const kept = ben.cookie
    expect((await ben.send('POST', authPath('sign-out'))).status).toBe(200)
    expect(ben.cookie).toBeUndefined()
    ben.cookie = kept
    expect((await ben.get('/me')).status).toBe(401)
  })

  test('a cookie with another signature is nobody’s', async () => {
    const ann = await signedIn('ann')
    ann.cookie = ann.cookie?.replace(/.{8}$/, 'AAAAAAA%3D')
    expect((await ann.get('/me')).status).toBe(401)
  })

  test('the database holds the hash of a session’s token, not the token', async () => {
    const ann = await signedIn('ann')
    const token = decodeURIComponent(ann.cookie ?? '').split(/[=.]/)[2] ?? ''
    expect(token.length).toBeGreaterThanOrEqual(32)
    const rows = await query('select token from auth.session')
    expect(rows.length).toBeGreaterThan(0)
    for (const row of rows) expect(row.token).toMatch(/^[\w-]{43}$/)
    expect(rows.map(row => row.token)).not.toContain(token)
  })

  test('who is suspended does not get in, and is told so only with the right password', async () => {
    expect((await person().signIn('sus@bank.example', 'not the password')).status).toBe(401)
    const refused = await person().signIn('sus@bank.example', password)
    expect(refused.status).toBe(403)
    expect(refused.headers.get('set-cookie')).toBeNull()
  })

  test('suspending somebody ends what they may do with the session they have', async () => {
    const iris = await signedIn('iris')
    await query(`update app.member set suspended_at = now() where email = 'iris@bank.example'`)
    expect((await iris.get('/me')).status).toBe(401)
  })

  test('a session that was not used for seven days has ended, and each day of use prolongs it', async () => {
    const gus = await signedIn('gus')
    const age = (days: string) =>
      query(
        `update auth.session s set expires_at = s.expires_at - $1::interval, updated_at = s.updated_at - $1::interval
           from auth.login l where l.id = s.user_id and l.email = 'gus@bank.example'`,
        [days],
      )
    await age('6 days')
    expect((await gus.get('/me')).status).toBe(200)
    await age('6 days')
    expect((await gus.get('/me')).status).toBe(200)
    await age('8 days')
    expect((await gus.get('/me')).status).toBe(401)
  })

  test('ten wrong passwords for one account are enough for a while', async () => {
    const answers: number[] = []
    for (let tries = 0; tries < 11; tries++)
      answers.push((await person().signIn('dora@bank.example', 'not the password')).status)
    expect(answers.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(answers[10]).toBe(429)
    expect((await person().signIn('dora@bank.example', password)).status).toBe(429)
  })
})

describe('wrong requests', () => {
  test.each(['sign-in/email', 'request-password-reset', 'reset-password'])(
    '%s names every fault',
    async name => {
      for (const body of [
        '{}',
        '[]',
        'null',
        '{"email":1,"password":{},"token":null,"newPassword":"short"}',
      ]) {
        const { status, body: problem } = await person().send('POST', authPath(name), body)
        expect(status).toBe(400)
        expect(problem.code).toBe('invalid')
        expect(problem.errors.length).toBeGreaterThan(0)
      }
      expect((await person().send('POST', authPath(name), '{')).status).toBe(400)
      expect(
        (await person().send('POST', authPath(name), 'a', { headers: { 'content-type': 'text/plain' } }))
          .status,
      ).toBe(415)
      expect((await person().send('GET', authPath(name))).status).toBe(405)
    },
  )

  test('a password has twelve characters or more', async () => {
    const { body } = await person().send('POST', authPath('reset-password'), {
      token: 'x',
      newPassword: 'eleven char',
    })
    expect(body.errors).toEqual([{ pointer: '/newPassword', detail: 'Use at least 12 characters.' }])
  })

  test('what better-auth could do besides is not open', async () => {
    const ann = await signedIn('ann')
    for (const path of [
      'sign-up/email',
      'update-user',
      'delete-user',
      'change-email',
      'get-session',
      'list-sessions',
      'ok',
      'error',
    ])
      for (const method of ['GET', 'POST']) {
        const { status, body } = await ann.send(method, authPath(path), method === 'POST' ? {} : undefined)
        expect([path, method, status, body.code]).toEqual([path, method, 404, 'not_found'])
      }
  })

  test('nothing unsafe is done from another site’s page', async () => {
    const ann = await signedIn('ann')
    const from = (headers: Record<string, string>) => ann.patch('/me', { name: 'ann' }, { headers })
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `${server.url}.evil.example` },
    ])
      expect((await from(headers)).body.code).toBe('forbidden')
    expect(
      (
        await ann.send('POST', authPath('sign-out'), undefined, {
          headers: { origin: 'https://evil.example' },
        })
      ).status,
    ).toBe(403)
    expect(
      (
        await person().send(
          'POST',
          authPath('sign-in/email'),
          {},
          { headers: { origin: 'https://evil.example' } },
        )
      ).status,
    ).toBe(403)
    expect((await from({ origin: server.url.replace('127.0.0.1', 'localhost') })).status).toBe(200)
  })
})

test('behind https the cookie is sent by https only', async () => {
  const secrets = new Secrets('a secret for tests, long enough to be one')
  const auth = createAuth({ authUrl: server.database.url('guildhall_auth'), secrets, isSecure: true })
  const { cookie, hash } = auth.newSession()
  expect(cookie).toMatch(
    /^__Secure-guildhall\.session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
  )
  expect(auth.credentialOf({ headers: { cookie: `other=1; ${cookie}` } })).toEqual({ kind: 'session', hash })
  await auth.close()
})
