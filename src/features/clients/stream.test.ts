import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person as Letter } from '../../../db/fixture.ts'
import { startServer, type TestServer } from '../../../test/server.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'
import { Listening } from '../../../test/stream.ts'

let staffed: Staffed
let other: TestServer
const open: Listening[] = []
beforeAll(async () => {
  staffed = await startStaffed({ work: false })
  other = await startServer({
    database: staffed.server.database,
    dataDir: staffed.server.dataDir,
    work: false,
  })
})
afterAll(async () => {
  await other.close()
  await staffed.server.close()
})
beforeEach(() => {
  for (const each of open.splice(0)) each.leave()
})

const listen = async (letter: Letter, filter = '', url = staffed.server.url, person = staffed.as[letter]) => {
  const listening = await Listening.to(url, person, `/clients/stream${filter}`)
  open.push(listening)
  return listening
}
const send = async (letter: Letter, given: object = {}) => {
  const invite = {
    method: 'link',
    firstName: 'Zoë',
    groupId: staffed.fixture.groups.G1,
    flowId: staffed.flowId,
  }
  return (await staffed.as[letter].post('/invites', { ...invite, ...given })).body
}
const rename = (letter: Letter, clientId: string, firstName: string) =>
  staffed.as[letter].patch(`/clients/${clientId}`, { firstName })
const about =
  (id: string, event = 'client') =>
  (each: { event: string; data: { id?: string } }) =>
    each.event === event && each.data.id === id
const ids = (listening: Listening) =>
  new Set(listening.events.filter(each => each.event !== 'access').map(each => each.data.id))

describe('a live list', () => {
  test('shows a new client to exactly those who see it, at two servers at once', async () => {
    const letters = ['A', 'F', 'M', 'O0', 'O1', 'O12', 'Q', 'O2', 'P', 'L0', 'L1', 'N'] as const
    const here = await Promise.all(letters.map(letter => listen(letter)))
    const there = await Promise.all(letters.map(letter => listen(letter, '', other.url)))
    const { clientId } = await send('O1')
    const { c1, c2, c3 } = staffed.fixture.clients
    // What everybody may look at comes last: whoever has got it has got, or not got, what came before.
    const shared = await send('A', {
      groupId: null,
      ccMemberIds: letters.map(letter => staffed.fixture.members[letter]),
    })
    for (const streams of [here, there])
      for (const [index, letter] of letters.entries()) {
        await streams[index]?.next(about(shared.clientId))
        const seen = ids(streams[index] as Listening)
        expect(seen.has(clientId), letter).toBe(['A', 'F', 'M', 'O0', 'O1', 'O12', 'Q'].includes(letter))
        expect(
          [c1, c2, c3].some(id => seen.has(id)),
          'nothing that did not change',
        ).toBe(false)
      }
  })

  test('sends the row as the list shows it, and says when it passes the filter no longer', async () => {
    const waiting = await listen('O12', '?status=not_started')
    const searching = await listen('O12', '?search=PIETERSÉN')
    const elsewhere = await listen('O12', `?groupId=${staffed.fixture.groups.G2}`)
    const hidden = await listen('O2', `?groupId=${staffed.fixture.groups.G1}`)
    const { id, clientId } = await send('O1', { firstName: 'Åsa', lastName: 'Pietersen' })
    const { data } = await waiting.next(about(clientId))
    expect(data).toEqual((await staffed.as.O12.get('/clients?limit=1')).body.items[0])
    await searching.next(about(clientId))
    await staffed.as.O1.post(`/invites/${id}/revocation`, {})
    await waiting.next(about(clientId, 'left'))
    await elsewhere.next(about(clientId, 'left'))
    expect(elsewhere.events.some(about(clientId))).toBe(false)
    expect([...ids(hidden)]).toEqual([])
  })

  test('a burst of changes is told row by row, or as a list to load again', async () => {
    const listening = await listen('A')
    await staffed.query(
      `insert into app.client (organization_id, id, origin, first_name)
       select $1, gen_random_uuid(), 'api', 'Burst' from generate_series(1, 300)`,
      [staffed.fixture.cast.organizationId],
    )
    const text = `select set_config('app.organization_id', $1, true), pg_notify('client_changed',
      json_build_object('organizationId', $1::text, 'clientId', id)::text) from app.client where first_name = 'Burst'`
    await staffed.query(text, [staffed.fixture.cast.organizationId])
    await listening.next(each => each.event === 'access')
  })
})

describe('an open stream', () => {
  test('follows a change of sight at once: a Cc opens one client, and its end closes it', async () => {
    const { clientId } = await send('O1')
    const { O2 } = staffed.fixture.members
    const listening = await listen('O2', '', other.url)
    await staffed.as.A.put(`/clients/${clientId}/cc`, { memberIds: [O2] })
    await listening.next(each => each.event === 'access')
    await rename('O1', clientId, 'Seen')
    await listening.next(about(clientId))
    await staffed.as.A.put(`/clients/${clientId}/cc`, { memberIds: [] })
    await rename('O1', clientId, 'Unseen')
    const { clientId: last } = await send('O2', { groupId: staffed.fixture.groups.G2 })
    await listening.next(about(last))
    expect(listening.events.some(each => each.data.firstName === 'Unseen')).toBe(false)
  })

  test('ends when its session does, and when the member is suspended', async () => {
    const signedOut = await staffed.signIn('O1')
    const listening = await listen('O1', '', other.url, signedOut)
    const staying = await listen('O1')
    await signedOut.send('POST', '/api/auth/sign-out', {})
    await listening.end()
    expect(staying.hasEnded).toBe(false)
    await staffed.query('update app.member set suspended_at = now() where id = $1', [
      staffed.fixture.members.O1,
    ])
    await staying.end()
    await staffed.query('update app.member set suspended_at = null where id = $1', [
      staffed.fixture.members.O1,
    ])
  })

  test('does not keep a server from stopping, nor does a connection on which nothing was asked', async () => {
    const third = await startServer({
      database: staffed.server.database,
      dataDir: staffed.server.dataDir,
      work: false,
    })
    const listening = await listen('A', '', third.url)
    const silent = connect(Number(new URL(third.url).port), '127.0.0.1')
    await once(silent, 'connect')
    await third.close()
    await listening.end()
    expect(silent.destroyed || (await once(silent, 'close')).length).toBeTruthy()
  })

  test('is refused to who is not signed in, and for a filter that is none', async () => {
    const { status } = await fetch(`${staffed.server.url}/api/v1/clients/stream`)
    expect(status).toBe(401)
    expect((await staffed.as.A.get('/clients/stream?status=odd')).body.errors).toMatchObject([
      { pointer: '/status' },
    ])
  })
})
