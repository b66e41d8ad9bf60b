import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashPassword } from 'better-auth/crypto'
import { Cast } from '../../db/cast.ts'
import { insertRows } from '../../db/rows.ts'
import { asSuperuser } from '../../test/database.ts'
import { type MailServer, startMailServer } from '../../test/letters.ts'
import { type Answered, Person } from '../../test/person.ts'
import { startServer, type TestServer } from '../../test/server.ts'
import { Secrets } from '../kit/crypto.ts'
import { createAuth } from './auth.ts'

const password = 'correct horse battery'
let mails: MailServer
let server: TestServer
const query = (text: string, values: unknown[] = []) =>
  asSuperuser(server.database.url('superuser'), async client => (await client.query(text, values)).rows)

let cast: Cast
beforeAll(async () => {
  mails = await startMailServer()
  server = await startServer({ smtpUrl: mails.url })
  cast = new Cast({ passwordHash: await hashPassword(password) })
  for (const name of ['ann', 'ben', 'cleo', 'dora', 'eve', 'finn', 'gus', 'hans', 'iris'])
    cast.member({
      role: 'admin',
      name,
      email: `${name}@bank.example`,
      language: name === 'hans' ? 'de' : 'en',
    })
  cast.member({ role: 'operations', name: 'sus', email: 'sus@bank.example', suspendedAt: new Date() })
  await asSuperuser(server.database.url('superuser'), client => insertRows(client, cast.rows))
})
afterAll(async () => {
  await server.close()
  await mails.close()
})

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

describe('passwords', () => {
  test('a forgotten password is set anew by a mail, once, and every session ends', async () => {
    const cleo = await signedIn('cleo')
    expect(
      (await person().send('POST', authPath('request-password-reset'), { email: 'cleo@bank.example' }))
        .status,
    ).toBe(200)
    const letter = await mails.letterTo('cleo@bank.example')
    expect(letter.subject).toBe('Choose a new password')
    const token = /\/reset-password\/(\S+)/.exec(letter.text ?? '')?.[1]
    expect(letter.html).toContain(`/reset-password/${token}`)
    const next = 'a whole new password'
    expect(
      (await person().send('POST', authPath('reset-password'), { token, newPassword: next })).status,
    ).toBe(200)
    expect((await cleo.get('/me')).status).toBe(401)
    expect((await person().signIn('cleo@bank.example', password)).status).toBe(401)
    await signedIn('cleo', next)
    const again = await person().send('POST', authPath('reset-password'), {
      token,
      newPassword: 'yet another password',
    })
    expect(again.status).toBe(410)
  })

  test('the mail speaks the reader’s language', async () => {
    await person().send('POST', authPath('request-password-reset'), { email: 'hans@bank.example' })
    const letter = await mails.letterTo('hans@bank.example')
    expect(letter.subject).toBe('Neues Passwort wählen')
    expect(letter.messageId).toMatch(/@guildhall\.example>$/)
    expect(letter.from?.address).toBe('guildhall@guildhall.example')
  })

  test('asking for an unknown address answers the same and mails nobody', async () => {
    const known = await person().send('POST', authPath('request-password-reset'), {
      email: 'finn@bank.example',
    })
    const unknown = await person().send('POST', authPath('request-password-reset'), {
      email: 'nobody@bank.example',
    })
    expect(bare(unknown)).toEqual(bare(known))
    await mails.letterTo('finn@bank.example')
    expect(mails.letters.filter(letter => letter.to?.[0]?.address === 'nobody@bank.example')).toEqual([])
  })

  test('a reset link is in the database by its hash only, and lasts an hour', async () => {
    await person().send('POST', authPath('request-password-reset'), { email: 'ann@bank.example' })
    const letter = await mails.letterTo('ann@bank.example')
    const token = /\/reset-password\/(\S+)/.exec(letter.text ?? '')?.[1] ?? 'none'
    const rows = await query(
      'select identifier, value, expires_at - created_at as lasts from auth.verification',
    )
    expect(JSON.stringify(rows)).not.toContain(token)
    await query(`update auth.verification set expires_at = now() - interval '1 second'`)
    const late = await person().send('POST', authPath('reset-password'), {
      token,
      newPassword: 'a whole new password',
    })
    expect(late.status).toBe(410)
  })

  test('a new password ends every reset link that was mailed before', async () => {
    const address = 'ben@bank.example'
    const ask = async (count: number) => {
      await person().send('POST', authPath('request-password-reset'), { email: address })
      const { text } = await mails.letterTo(address, count)
      return /\/reset-password\/(\S+)/.exec(text ?? '')?.[1]
    }
    const reset = async (token: string | undefined, newPassword: string) =>
      (await person().send('POST', authPath('reset-password'), { token, newPassword })).status
    const [first, second] = [await ask(1), await ask(2)]
    expect(await reset(second, 'a whole new password')).toBe(200)
    expect(await reset(first, 'a password of somebody else')).toBe(410)

    const third = await ask(3)
    const ben = await signedIn('ben', 'a whole new password')
    const change = { currentPassword: 'a whole new password', newPassword: 'the newest password' }
    expect((await ben.send('POST', authPath('change-password'), change)).status).toBe(200)
    expect(await reset(third, 'a password of somebody else')).toBe(410)
    await signedIn('ben', 'the newest password')
  })

  test('changing the password asks for the present one, ends the other sessions and is noted', async () => {
    const [here, there] = [await signedIn('eve'), await signedIn('eve')]
    const wrong = await here.send('POST', authPath('change-password'), {
      currentPassword: 'not mine at all',
      newPassword: 'a whole new password',
    })
    expect(wrong.status).toBe(400)
    expect(wrong.body.errors).toEqual([{ pointer: '/currentPassword', detail: expect.any(String) }])
    const changed = await here.send('POST', authPath('change-password'), {
      currentPassword: password,
      newPassword: 'a whole new password',
    })
    expect(changed.status).toBe(200)
    expect(JSON.stringify(changed.body)).not.toContain('token')
    expect((await here.get('/me')).status).toBe(200)
    expect((await there.get('/me')).status).toBe(401)
    await expect
      .poll(() =>
        query(
          `select 1 from app.event e join app.member m on m.id = e.member_id where e.name = 'account.password_changed' and m.name = 'eve'`,
        ),
      )
      .toHaveLength(1)
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
