import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMailServer, type MailServer } from '../../../test/letters.ts'
import { Person } from '../../../test/person.ts'
import { startServer } from '../../../test/server.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'

let post: MailServer
let staffed: Staffed
beforeAll(async () => {
  post = await startMailServer({ refuses: ['full@client.example'] })
  staffed = await startStaffed({ smtpUrl: post.url })
})
afterAll(async () => {
  await staffed.server.close()
  await post.close()
})

const invite = (given: object) => ({
  method: 'email',
  firstName: 'Zoë',
  lastName: 'Okonkwo',
  groupId: staffed.fixture.groups.G1,
  flowId: staffed.flowId,
  ...given,
})
const send = async (given: object) => (await staffed.as.O1.post('/invites', invite(given))).body
const getInvite = async (id: string) => (await staffed.as.A.get(`/invites/${id}`)).body
async function delivered(id: string, status: string) {
  for (;;) {
    const last = (await getInvite(id)).deliveries.at(-1)
    if (last.status === status) return last
    await sleep(20)
  }
}
const lettersTo = (address: string) =>
  post.letters.filter(letter => letter.to?.some(each => each.address === address))
const linkIn = (text = '') => /http:\/\/\S+\/i\/\S+/.exec(text)?.[0]

describe('the mail of an invite', () => {
  test('speaks the client’s language, carries the link, and says nothing of the client in its subject', async () => {
    const { id, url } = await send({ email: 'zoe@client.example', language: 'nl' })
    const letter = await post.letterTo('zoe@client.example')
    expect(letter.subject).toBe('North Bank heeft u uitgenodigd')
    expect(letter.text).toContain('Hallo Zoë,')
    expect(linkIn(letter.text)).toBe(url)
    expect(letter.html).toContain(url)
    const { id: deliveryId } = await delivered(id, 'sent')
    expect(letter.messageId).toBe(`<${deliveryId}@guildhall.example>`)
    const { body } = await staffed.as.O1.get(`/clients/${(await getInvite(id)).clientId}/timeline`)
    expect(body.items.map((item: { name: string }) => item.name)).toEqual(['invite.delivered', 'invite.sent'])
  })

  test('is sent again with the same link', async () => {
    const { id, url } = await send({ email: 'again@client.example' })
    await delivered(id, 'sent')
    const again = await staffed.as.O12.post(`/invites/${id}/deliveries`, { method: 'email' })
    expect(again.body.deliveries).toHaveLength(2)
    expect(linkIn((await post.letterTo('again@client.example', 2)).text)).toBe(url)
  })

  test('which the mail server refuses is undelivered, and the sender reads why', async () => {
    const { id } = await send({ email: 'full@client.example' })
    expect(await delivered(id, 'undelivered')).toMatchObject({
      reason: 'The mail server refused this address.',
      sentAt: null,
    })
  })

  test('is not sent where the sender may no longer, nor where the invite has ended meanwhile', async () => {
    const later = await startStaffed({ work: false })
    const sent = async (letter: 'O1' | 'O2' | 'O12', email: string) => {
      const groupId = letter === 'O2' ? later.fixture.groups.G2 : later.fixture.groups.G1
      const given = { ...invite({ email, groupId }), flowId: later.flowId }
      return (await later.as[letter].post('/invites', given)).body.id as string
    }
    const gone = await sent('O1', 'gone@client.example')
    const ended = await sent('O2', 'ended@client.example')
    const good = await sent('O12', 'good@client.example')
    await later.query('update app.member set suspended_at = now() where id = $1', [later.fixture.members.O1])
    await later.as.A.post(`/invites/${ended}/revocation`, {})
    const { database, dataDir } = later.server
    const worker = await startServer({ database, dataDir, smtpUrl: post.url })
    await post.letterTo('good@client.example')
    const reasonOf = async (id: string) => {
      for (;;) {
        const [delivery] = (await later.as.A.get(`/invites/${id}`)).body.deliveries
        if (delivery.status !== 'queued') return delivery.reason
        await sleep(20)
      }
    }
    expect(await reasonOf(good)).toBeNull()
    expect(await reasonOf(gone)).toBe('Who asked for this mail may no longer send it.')
    expect(await reasonOf(ended)).toBe('The invite had ended before the mail was sent.')
    expect(lettersTo('gone@client.example').concat(lettersTo('ended@client.example'))).toEqual([])
    await worker.close()
    await later.server.close()
  })
})

describe('a completed invite', () => {
  test('is told to the sender and to each Cc who still sees it, without a word of the client’s', async () => {
    const { L0, N } = staffed.fixture.members
    const { clientId, url } = await send({
      method: 'link',
      ccAddresses: ['lena@example.org', 'nils@example.org', 'omar@example.org'],
    })
    await staffed.query('update app.member set suspended_at = now() where id = $1', [N])
    await staffed.as.A.put(`/clients/${clientId}/cc`, { memberIds: [L0, N] })
    const client = new Person(staffed.server.url)
    const path = `/public/journeys/${url.split('/i/')[1]}`
    await client.post(`${path}/entry`, {})
    await client.post(`${path}/steps/intro`, {})
    const answers = {
      street: 'Oudegracht 1',
      postcode: '3511',
      town: 'Utrecht',
      best_time: 'any',
      reach_by: 'email',
    }
    await client.post(`${path}/steps/details`, { answers })
    for (const address of ['otto@example.org', 'lena@example.org']) {
      const letter = await post.letterTo(address)
      expect(letter.subject).toBe('A client has completed an invite')
      expect(letter.text).toContain(`/connections/${clientId}`)
      expect(`${letter.subject}${letter.text}${letter.html}`).not.toMatch(/Zoë|Okonkwo|Oudegracht/)
    }
    expect(lettersTo('omar@example.org').concat(lettersTo('nils@example.org'))).toEqual([])
  })
})

describe('an address in Cc', () => {
  test('that is nobody’s gets one notice without data, and no sight when it becomes a member’s', async () => {
    const address = 'later@example.org'
    const { clientId } = await send({ method: 'link', ccAddresses: [address, ` ${address.toUpperCase()}`] })
    const letter = await post.letterTo(address)
    expect(`${letter.subject}${letter.text}`).not.toMatch(/Zoë|Okonkwo/)
    expect(letter.text).not.toContain(clientId)
    expect(lettersTo(address)).toHaveLength(1)
    const { L1 } = staffed.fixture.members
    await staffed.query(`update app.member set email = $1 where id = $2`, [address, L1])
    expect((await staffed.as.L1.get(`/clients/${clientId}`)).status).toBe(404)
    const log = await staffed.query(`select 1 from app.event e where e::text ilike $1`, [`%${address}%`])
    expect(log).toEqual([])
  })
})
