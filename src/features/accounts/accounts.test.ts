import { hashPassword } from 'better-auth/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Cast } from '../../../db/cast.ts'
import { insertRows } from '../../../db/rows.ts'
import { asSuperuser } from '../../../test/database.ts'
import { Person } from '../../../test/person.ts'
import { startServer, type TestServer } from '../../../test/server.ts'
import { openSetup } from './actions.ts'

const password = 'correct horse battery'
let server: TestServer
beforeAll(async () => void (server = await startServer({ work: false })))
afterAll(() => server.close())

const person = () => new Person(server.url)
const query = (text: string, values: unknown[] = []) =>
  asSuperuser(server.database.url('superuser'), async client => (await client.query(text, values)).rows)
const setup = (token: string, name = 'Ada') => ({
  token,
  organization: { name: 'North Bank', timeZone: 'Europe/Amsterdam', language: 'nl' },
  admin: { name, email: `${name}@bank.example`, password },
})
const tokenOf = (link: string | null) => link?.split('/').at(-1) ?? ''

describe('setting up', () => {
  test('an unknown link is not found; the link stays the same until another one is fixed, which closes it', async () => {
    const first = tokenOf(await openSetup(server.app.program))
    expect(tokenOf(await openSetup(server.app.program))).toBe(first)
    await openSetup(server.app.program, 'a token from SETUP_TOKEN')
    expect((await person().post('/setup', setup('no such token'))).status).toBe(404)
    expect((await person().post('/setup', setup(first))).status).toBe(404)
  })

  test('a bad form names every fault and creates nothing', async () => {
    const token = tokenOf(await openSetup(server.app.program))
    const form = {
      token,
      organization: { name: ' ' },
      admin: { name: '', email: 'ada', password: 'short', role: 'admin' },
    }
    const { status, body } = await person().post('/setup', form)
    expect(status).toBe(400)
    expect(body.errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual([
      '/admin/email',
      '/admin/name',
      '/admin/password',
      '/admin/role',
      '/organization/name',
    ])
    expect(await query('select 1 from auth.login')).toEqual([])
  })

  test('of many who use the link at once, exactly one creates the organisation', async () => {
    const token = tokenOf(await openSetup(server.app.program, 'a token from SETUP_TOKEN'))
    expect(token).toBe('a%20token%20from%20SETUP_TOKEN')
    const people = ['Ada', 'Bo', 'Cy', 'Di', 'Ed'].map(name => ({ name, browser: person() }))
    const answers = await Promise.all(
      people.map(({ name, browser }) => browser.post('/setup', setup(decodeURIComponent(token), name))),
    )
    expect(answers.map(answer => String(answer.status)).sort()).toEqual(['201', '410', '410', '410', '410'])
    expect(await query('select name, time_zone, language from app.organization')).toEqual([
      { name: 'North Bank', time_zone: 'Europe/Amsterdam', language: 'nl' },
    ])
    expect(await query('select 1 from auth.login')).toHaveLength(1)

    const winner = people[answers.findIndex(answer => answer.status === 201)]
    const { body: me } = await (winner?.browser.get('/me') ?? {})
    expect(me).toMatchObject({
      account: { email: `${winner?.name.toLowerCase()}@bank.example` },
      organization: { name: 'North Bank', language: 'nl' },
      member: { name: winner?.name, role: 'admin', language: 'nl' },
      reach: { 'clients.read': 'all', 'organization.update': 'all' },
      groups: [],
    })
    expect(await query('select name, published_version from app.flow')).toEqual([
      { name: 'Your details', published_version: 1 },
    ])
    expect((await query(`select name from app.event`)).map(row => row.name)).toEqual(['organization.created'])
  })

  test('once an organisation exists no link opens', async () => {
    expect(await openSetup(server.app.program)).toBeNull()
    expect((await person().post('/setup', setup('any token'))).body.code).toBe('gone')
  })
})

describe('joining', () => {
  const cast = new Cast({ name: 'South Bank' })
  const invite = (email: string, given: Parameters<Cast['memberInvitation']>[1] = {}) =>
    cast.memberInvitation(cast.member({ role: 'operations', name: 'Invited', email, joinedAt: null }), given)
      .token
  const path = (token: string) => `/public/member-invitations/${token}`
  let hasAccount: Cast
  const tokens = {
    nora: invite('nora@south.example'),
    known: invite('known@south.example'),
    raced: invite('raced@south.example'),
    revoked: invite('revoked@south.example', { revokedAt: new Date() }),
    expired: invite('expired@south.example', { expiresAt: new Date(Date.now() - 1000) }),
  }
  beforeAll(async () => {
    hasAccount = new Cast({ name: 'West Bank', passwordHash: await hashPassword(password) })
    hasAccount.member({ role: 'operator', name: 'Known', email: 'known@south.example' })
    await asSuperuser(server.database.url('superuser'), async client => {
      await insertRows(client, hasAccount.rows)
      await insertRows(client, cast.rows)
    })
  })

  test('an invitation says who invites whom, and looking changes nothing', async () => {
    for (let looks = 0; looks < 3; looks++) {
      const { status, body } = await person().get(path(tokens.nora))
      expect(status).toBe(200)
      expect(body).toEqual({
        organization: { name: 'South Bank' },
        name: 'Invited',
        email: 'nora@south.example',
        language: 'en',
        hasAccount: false,
      })
    }
  })

  test('a newcomer chooses a name and a password, is signed in, and the link is used up', async () => {
    const nora = person()
    const short = await nora.post(path(tokens.nora), { name: 'Nora', password: 'too short' })
    expect(short.body.errors).toEqual([{ pointer: '/password', detail: 'Use at least 12 characters.' }])
    expect((await nora.post(path(tokens.nora), { name: 'Nora', password })).status).toBe(201)
    const { body: me } = await nora.get('/me')
    expect(me).toMatchObject({
      member: { name: 'Nora', role: 'operations' },
      organization: { name: 'South Bank' },
    })
    await Person.signedIn(server.url, 'nora@south.example', password)
    const events = await query(`select actor_id, member_id from app.event where name = 'member.joined'`)
    expect(events).toEqual([{ actor_id: me.member.id, member_id: me.member.id }])
    const again = await person().post(path(tokens.nora), { name: 'Nora', password })
    expect([again.status, again.body.code]).toEqual([410, 'gone'])
    expect((await person().get(path(tokens.nora))).body.code).toBe('gone')
  })

  test('who has an account joins with its password', async () => {
    expect((await person().get(path(tokens.known))).body.hasAccount).toBe(true)
    const wrong = await person().post(path(tokens.known), { password: 'not the password' })
    expect([wrong.status, wrong.body.code]).toEqual([401, 'unauthenticated'])
    const known = person()
    expect((await known.post(path(tokens.known), { password })).status).toBe(201)
    expect((await known.get('/me')).body.account.email).toBe('known@south.example')
    expect(await query(`select 1 from auth.login where email = 'known@south.example'`)).toHaveLength(1)
    expect(
      await query(`select 1 from app.member where email = 'known@south.example' and status = 'active'`),
    ).toHaveLength(2)
  })

  test('of two who accept at once, one does', async () => {
    const answers = await Promise.all(
      [1, 2].map(() => person().post(path(tokens.raced), { name: 'Raced', password })),
    )
    expect(answers.filter(answer => answer.status === 201)).toHaveLength(1)
    expect([409, 410]).toContain(answers.find(answer => answer.status !== 201)?.status)
  })

  test('a revoked or expired invitation says so, and an unknown one is not found', async () => {
    for (const token of [tokens.revoked, tokens.expired])
      for (const answer of [
        await person().get(path(token)),
        await person().post(path(token), { name: 'Late', password }),
      ])
        expect([answer.status, answer.body.code]).toEqual([410, 'gone'])
    expect((await person().get(path('no-such-token'))).status).toBe(404)
    expect((await person().post(path('no-such-token'), { name: 'Nobody', password })).status).toBe(404)
  })
})

describe('one’s own account', () => {
  test('name and language are one’s own to change; role and address are not', async () => {
    const nora = await Person.signedIn(server.url, 'nora@south.example', password)
    const changed = await nora.patch('/me', { name: 'Nora Jansen', language: 'fr' })
    expect(changed.body.member).toMatchObject({ name: 'Nora Jansen', language: 'fr' })
    const faults = await nora.patch('/me', { role: 'admin', email: 'x@y.example', language: 'la' })
    expect(faults.status).toBe(400)
    expect(faults.body.errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual([
      '/email',
      '/language',
      '/role',
    ])
    expect((await person().get('/me')).body.code).toBe('unauthenticated')
  })
})

test.each(['/public/member-invitations', '/public/journeys'])(
  'who makes up links below %s is stopped after a while, also where each is another and they lie about their address',
  async path => {
    const strict = await startServer({ database: server.database, patience: 1, work: false })
    const post = async (token: number) => {
      const { status } = await new Person(strict.url).post(
        path === '/public/journeys' ? `${path}/made-up-${token}/entry` : `${path}/made-up-${token}`,
        { name: 'Nobody', password },
        { headers: { 'x-forwarded-for': `203.0.113.${token}` } },
      )
      return status
    }
    const answers: number[] = []
    for (let token = 1; token <= 121; token++) answers.push(await post(token))
    expect([...new Set(answers)]).toEqual([404, 429])
    await strict.close()
  },
)
