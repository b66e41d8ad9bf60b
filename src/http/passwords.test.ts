import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashPassword } from 'better-auth/crypto'
import { Cast } from '../../db/cast.ts'
import { insertRows } from '../../db/rows.ts'
import { asSuperuser } from '../../test/database.ts'
import { type MailServer, startMailServer } from '../../test/letters.ts'
import { type Answered, Person } from '../../test/person.ts'
import { startServer, type TestServer } from '../../test/server.ts'

const password = 'correct horse battery'
let mails: MailServer
let server: TestServer
const query = (text: string, values: unknown[] = []) =>
  asSuperuser(server.database.url('superuser'), async client => (await client.query(text, values)).rows)

beforeAll(async () => {
  mails = await startMailServer()
  server = await startServer({ smtpUrl: mails.url })
  const cast = new Cast({ passwordHash: await hashPassword(password) })
  for (const name of ['ann', 'ben', 'cleo', 'eve', 'finn', 'hans'])
    cast.member({
      role: 'admin',
      name,
      email: `${name}@bank.example`,
      language: name === 'hans' ? 'de' : 'en',
    })
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

test('a forgotten password is set anew by a mail, once, and every session ends', async () => {
  const cleo = await signedIn('cleo')
  expect(
    (await person().send('POST', authPath('request-password-reset'), { email: 'cleo@bank.example' })).status,
  ).toBe(200)
  const letter = await mails.letterTo('cleo@bank.example')
  expect(letter.subject).toBe('Choose a new password')
  const token = /\/reset-password\/(\S+)/.exec(letter.text ?? '')?.[1]
  expect(letter.html).toContain(`/reset-password/${token}`)
  const next = 'a whole new password'
  expect((await person().send('POST', authPath('reset-password'), { token, newPassword: next })).status).toBe(
    200,
  )
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
