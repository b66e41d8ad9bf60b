import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type MailServer, startMailServer } from '../../../test/letters.ts'
import { entryOf, idle } from '../../../test/posting.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'

let post: MailServer
let all: Scheduled
beforeAll(async () => {
  post = await startMailServer({ refuses: ['full@guest.example'] })
  all = await startScheduled({ smtpUrl: post.url })
})
afterAll(async () => {
  await all.server.close()
  await post.close()
})

let id = ''
let day = 0
beforeEach(async () => {
  await idle(all)
  post.letters.length = 0
  day += 1
  id = await all.meet('O1', at(day, '10:00'), {
    email: 'zoe@client.example',
    language: 'nl',
    timeZone: 'Europe/Amsterdam',
  })
})

const invite = async (name: string): Promise<string> => {
  const guest = { name, email: `${name.toLowerCase()}@guest.example` }
  const { body } = await all.as.O1.post(`/meetings/${id}/guests`, guest)
  return body.guests.find((each: { email: string }) => each.email === guest.email).id
}
const takeOff = async (guestId: string) =>
  expect((await all.as.O1.delete(`/meetings/${id}/guests/${guestId}`)).status).toBe(200)
const addressees = () => post.letters.map(({ to }) => to?.[0]?.address)
const untold = () => all.query('select * from app.former_guest')

test('the client is no guest of their own meeting', async () => {
  const asked = { name: 'Zoë too', email: 'zoe@client.example' }
  const { status, body } = await all.as.O1.post(`/meetings/${id}/guests`, asked)
  expect([status, body.errors?.[0]?.pointer]).toEqual([400, '/email'])
})

describe('a guest who is taken off a meeting', () => {
  test('is told in its language, and their calendar loses the entry; nobody else hears of it', async () => {
    const guestId = await invite('Ada')
    await invite('Bea')
    const first = entryOf(await post.letterTo('ada@guest.example'))
    await takeOff(guestId)
    const letter = await post.letterTo('ada@guest.example', 2)
    expect(letter.subject).toBe('U bent niet meer uitgenodigd voor een afspraak bij North Bank')
    expect(letter.text).toContain('Intake')
    expect(letter.text).toContain('(Europe/Amsterdam)')
    expect(letter.text).not.toMatch(/Zo[eë]|bea@guest|Otto/)
    const entry = entryOf(letter)
    expect(entry).toEqual({ ...first, method: 'CANCEL', status: 'CANCELLED', sequence: entry?.sequence })
    expect(entry?.sequence).toBeGreaterThan(first?.sequence ?? 0)
    await idle(all)
    expect(addressees().filter(address => address !== 'ada@guest.example')).toEqual(['bea@guest.example'])
    expect(post.letters).toHaveLength(3)
    expect(await untold()).toEqual([])
  })

  test('and invited again at once is told of nothing but that', async () => {
    await takeOff(await invite('Ada'))
    await invite('Ada')
    await idle(all)
    const last = post.letters.at(-1)
    expect(last && entryOf(last)).toMatchObject({ method: 'REQUEST', uid: id, sequence: 3 })
    expect(await untold()).toEqual([])
  })

  test('who holds the meeting meanwhile keeps it in their calendar', async () => {
    const { name, email } = all.fixture.cast.rows.member.find(({ id }) => id === all.fixture.members.Q) ?? {}
    const invited = await all.as.Q.post(`/meetings/${id}/guests`, { name, email })
    await all.as.Q.post(`/meetings/${id}/reassignment`, { hostId: all.fixture.members.Q })
    expect((await all.as.Q.delete(`/meetings/${id}/guests/${invited.body.guests[0].id}`)).status).toBe(200)
    await idle(all)
    const letters = post.letters.filter(({ to }) => to?.[0]?.address === email)
    expect(letters.map(letter => entryOf(letter)?.method)).not.toContain('CANCEL')
    expect(await untold()).toEqual([])
  })

  test('is forgotten, also when no mail reaches them', async () => {
    await takeOff(await invite('Full'))
    await idle(all)
    expect(await untold()).toEqual([])
    await all.query(
      `insert into app.former_guest (organization_id, meeting_id, id, name, email, removed_at)
       select organization_id, id, gen_random_uuid(), 'Ada', 'ada@guest.example', now() - interval '3 days' from app.meeting where id = $1`,
      [id],
    )
    await all.query('select app.tidy()')
    expect(await untold()).toEqual([])
  })
})

test('a guest is told what became of the meeting: that it moved, is somebody else’s, or was cancelled', async () => {
  await invite('Ada')
  const last = async (count: number) => (await post.letterTo('ada@guest.example', count)).subject
  expect(await last(1)).toBe('U bent uitgenodigd voor een afspraak bij North Bank')
  const change = async (what: string, body: object) =>
    expect((await all.as.Q.post(`/meetings/${id}/${what}`, body)).status, what).toBe(200)
  await change('rescheduling', { startsAt: at(day, '11:00') })
  expect(await last(2)).toBe('De afspraak bij North Bank is verzet')
  await change('reassignment', { hostId: all.fixture.members.O12 })
  expect(await last(3)).toBe('De afspraak bij North Bank is met iemand anders')
  await change('cancellation', {})
  expect(await last(4)).toBe('Een afspraak bij North Bank is afgezegd')
})
