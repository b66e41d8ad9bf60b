import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Person } from '../../../test/person.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'

let staffed: Staffed
beforeAll(async () => void (staffed = await startStaffed({ work: false })))
afterAll(() => staffed.server.close())

const details = {
  street: 'Oudegracht 1',
  postcode: '3511 AB',
  town: 'Utrecht',
  best_time: 'any',
  reach_by: 'email',
}

/** An invite, its path of the API, and the client's browser, which has nothing but the link. */
async function invited(given: object = {}) {
  const { body } = await staffed.as.O1.post('/invites', {
    method: 'link',
    firstName: 'Zoë',
    groupId: staffed.fixture.groups.G1,
    flowId: staffed.flowId,
    ...given,
  })
  return {
    ...body,
    path: `/public/journeys/${body.url.split('/i/')[1]}`,
    browser: new Person(staffed.server.url),
  }
}
const statusOf = async (invite: { id: string; clientId: string }) => {
  const client = (await staffed.as.O1.get(`/clients/${invite.clientId}`)).body
  return [client.status, (await staffed.as.O1.get(`/invites/${invite.id}`)).body.status]
}
/** All that is stored of one client, as the owner of the database reads it. */
const stored = (clientId: string) =>
  staffed.query(
    `select jsonb_build_array(c, (select jsonb_agg(i) from app.invite i where i.client_id = c.id),
       (select jsonb_agg(j) from app.journey j where j.client_id = c.id),
       (select jsonb_agg(e) from app.event e where e.client_id = c.id)) as everything from app.client c where c.id = $1`,
    [clientId],
  )

describe('the link', () => {
  test('opened ten times by GET, as scanners of mail do, changes nothing', async () => {
    const invite = await invited()
    const before = await stored(invite.clientId)
    for (let time = 0; time < 10; time++)
      expect(await invite.browser.get(invite.path)).toMatchObject({
        status: 200,
        body: { organization: { name: 'North Bank' }, language: 'en', state: 'open' },
      })
    expect(await stored(invite.clientId)).toEqual(before)
  })

  test('says nothing of the client before they enter, and a wrong one is not found', async () => {
    const { browser, path } = await invited()
    expect(JSON.stringify((await browser.get(path)).body)).not.toContain('Zoë')
    for (const method of ['GET', 'POST'] as const)
      expect((await browser.send(method, `/api/v1/public/journeys/wrong${method === 'GET' ? '' : '/entry'}`, method === 'GET' ? undefined : {})).status).toBe(404) // prettier-ignore
  })
})

describe('walking', () => {
  test('moves client and invite on, step by step, before the sender’s eyes', async () => {
    const invite = await invited()
    const { browser, path } = invite
    expect(await statusOf(invite)).toEqual(['not_started', 'sent'])
    const entered = await browser.post(`${path}/entry`, {})
    expect(entered.body).toMatchObject({ firstName: 'Zoë', current: 'intro', answers: {}, completedAt: null })
    expect(await statusOf(invite)).toEqual(['in_progress', 'initiated'])
    expect((await browser.post(`${path}/steps/intro`, {})).body).toMatchObject({ current: 'details' })
    expect(await statusOf(invite)).toEqual(['in_progress', 'attempted'])
    const done = await browser.post(`${path}/steps/details`, { answers: details })
    expect(done.body).toMatchObject({ current: 'done', completedAt: expect.any(String) })
    expect(await statusOf(invite)).toEqual(['completed', 'completed'])
    const { body } = await staffed.as.O1.get(`/clients/${invite.clientId}`)
    expect(body.steps[1].answers).toContainEqual({ label: 'Town', value: 'Utrecht' })
    expect(body.steps[1].answers).toContainEqual({ label: 'How shall we reach you?', value: 'By email' })
    const timeline = (await staffed.as.O1.get(`/clients/${invite.clientId}/timeline`)).body.items
    expect(timeline.map((item: { name: string }) => item.name)).toEqual([
      'invite.completed',
      'step.completed',
      'step.completed',
      'invite.initiated',
      'invite.sent',
    ])
  })

  test('entering again changes nothing, and another browser goes on where the first one stopped', async () => {
    const invite = await invited({ language: 'nl' })
    const { browser, path } = invite
    await browser.post(`${path}/entry`, {})
    const before = await stored(invite.clientId)
    await browser.post(`${path}/entry`, {})
    expect(await stored(invite.clientId)).toEqual(before)
    await browser.post(`${path}/steps/intro`, {})
    const phone = new Person(staffed.server.url)
    const resumed = await phone.post(`${path}/entry`, {})
    expect(resumed.body).toMatchObject({ current: 'details', language: 'nl', answers: { intro: {} } })
    expect(resumed.body.steps[1].title).toBe('Uw gegevens')
    expect((await phone.post(`${path}/entry`, { language: 'fr' })).body.steps[1].title).toBe(
      'Vos coordonnées',
    )
  })

  test('a step may be given again until the last one is, and not out of turn', async () => {
    const { browser, path } = await invited()
    expect((await browser.post(`${path}/steps/intro`, {})).status).toBe(409)
    await browser.post(`${path}/entry`, {})
    expect((await browser.post(`${path}/steps/details`, { answers: details })).status).toBe(409)
    expect((await browser.post(`${path}/steps/done`, {})).status).toBe(409)
    expect((await browser.post(`${path}/steps/nowhere`, {})).status).toBe(404)
    for (let time = 0; time < 2; time++)
      expect((await browser.post(`${path}/steps/intro`, {})).status).toBe(200)
    expect((await browser.post(`${path}/steps/details`, { answers: details })).status).toBe(200)
    expect((await browser.post(`${path}/steps/details`, { answers: details })).status).toBe(409)
    expect((await browser.post(`${path}/steps/done`, {})).body.completedAt).toEqual(expect.any(String))
    expect((await browser.post(`${path}/entry`, {})).body).toMatchObject({ current: 'done', answers: {} })
    expect((await browser.get(path)).body.state).toBe('completed')
  })

  test('every fault of a page is named, in the client’s language, and nothing of it is kept', async () => {
    const { browser, path } = await invited({ language: 'de' })
    await browser.post(`${path}/entry`, {})
    await browser.post(`${path}/steps/intro`, {})
    const answers = {
      ...details,
      town: ' ',
      best_time: 'tomorrow',
      date_of_birth: '2001-02-30',
      phone: 'call me',
      remarks: 'a\u0000b',
      'not/asked': 'x',
    }
    const { status, body } = await browser.post(`${path}/steps/details`, { answers })
    expect(status).toBe(400)
    expect(body.errors.map((fault: { pointer: string }) => fault.pointer).sort()).toEqual([
      '/answers/best_time',
      '/answers/date_of_birth',
      '/answers/not~1asked',
      '/answers/phone',
      '/answers/remarks',
      '/answers/town',
    ])
    expect((await browser.post(`${path}/entry`, {})).body).toMatchObject({
      current: 'details',
      answers: { intro: {} },
    })
  })

  test('two browsers that finish at once complete it once', async () => {
    const { browser, path, clientId } = await invited()
    await browser.post(`${path}/entry`, {})
    await browser.post(`${path}/steps/intro`, {})
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => browser.post(`${path}/steps/details`, { answers: details })),
    )
    expect(answers.map(answer => String(answer.status)).sort()).toEqual(['200', '409', '409', '409', '409'])
    const events = await staffed.query(
      `select name from app.event where client_id = $1 and name = 'invite.completed'`,
      [clientId],
    )
    expect(events).toHaveLength(1)
  })
})

describe('an invite that has ended', () => {
  test('once revoked, says so kindly, takes nothing more, and shows as revoked', async () => {
    const invite = await invited()
    const { browser, path, id } = invite
    await browser.post(`${path}/entry`, {})
    expect((await staffed.as.O12.post(`/invites/${id}/revocation`, {})).body).toMatchObject({
      status: 'revoked',
      url: null,
    })
    expect((await browser.get(path)).body.state).toBe('revoked')
    for (const door of ['/entry', '/steps/intro'])
      expect(await browser.post(`${path}${door}`, {})).toMatchObject({ status: 410, body: { code: 'gone' } })
    expect(await statusOf(invite)).toEqual(['revoked', 'revoked'])
    expect((await staffed.as.O12.post(`/invites/${id}/revocation`, {})).status).toBe(200)
    expect((await staffed.as.O12.post(`/invites/${id}/deliveries`, { method: 'link' })).status).toBe(409)
  })

  test('once expired, can be opened no more', async () => {
    const invite = await invited()
    await staffed.query(`update app.invite set expires_at = now() where id = $1`, [invite.id])
    expect((await invite.browser.get(invite.path)).body.state).toBe('expired')
    expect((await invite.browser.post(`${invite.path}/entry`, {})).status).toBe(410)
    expect((await statusOf(invite))[1]).toBe('expired')
  })

  test('once completed, cannot be revoked', async () => {
    const { browser, path, id } = await invited()
    await browser.post(`${path}/entry`, {})
    await browser.post(`${path}/steps/intro`, {})
    await browser.post(`${path}/steps/details`, { answers: details })
    expect((await staffed.as.O1.post(`/invites/${id}/revocation`, {})).status).toBe(409)
  })
})
