import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Provider, startGoogle } from '../../../test/accounts.ts'
import { busyOf, calendarsOf, onceRead, syncNow, writeNow } from '../../../test/calendars.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'
import { dateOf, dayOf, minutesPerDay } from '../../kit/minutes.ts'
import { zoneNamed } from '../../kit/zone.ts'
import type { CalendarItem } from './schema.ts'

let google: Provider
let scheduled: Scheduled
beforeAll(async () => {
  google = await startGoogle()
  scheduled = await startScheduled({ oauth: { google: google.client } })
})
afterAll(async () => {
  await scheduled.server.close()
  await google.close()
})

async function agree(code: string) {
  const begun = await scheduled.as.O1.post('/calendars/authorizations', { kind: 'google' })
  const url = new URL(begun.body.url)
  const state = url.searchParams.get('state')
  return { url, state, answer: await scheduled.as.O1.post('/calendars', { kind: 'google', code, state }) }
}
const mine = async () => (await calendarsOf(scheduled.as.O1))[0] as CalendarItem

test('Google is asked for agreement to events alone, with proof of who began', async () => {
  const { url } = await agree('made up')
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: 'code',
    client_id: 'guildhall',
    code_challenge_method: 'S256',
    access_type: 'offline',
    scope: 'https://www.googleapis.com/auth/calendar.events',
    redirect_uri: expect.stringMatching(/\/calendars\/connected$/),
  })
  expect(url.href).not.toContain('of+the+client')
})

test('a code that it does not know, or a state that somebody else began, connects nothing', async () => {
  const { state, answer } = await agree('made up')
  expect(answer.body.errors[0].detail).toContain('did not accept the sign-in')
  const stolen = await scheduled.as.O2.post('/calendars', { kind: 'google', code: 'agreed', state })
  expect(stolen.body.errors[0]).toMatchObject({ pointer: '/state' })
  const forged = await scheduled.as.O1.post('/calendars', { kind: 'google', code: 'agreed', state: 'forged' })
  expect(forged.status).toBe(400)
  expect(await calendarsOf(scheduled.as.O1)).toEqual([])
})

test('it says when its owner is busy, by page, and nothing else', async () => {
  const inDays = (days: number, time = '') =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10) + time
  const hour = (days: number, zone = 'Z') => ({
    start: { dateTime: inDays(days, `T10:00:00${zone}`) },
    end: { dateTime: inDays(days, `T11:00:00${zone}`) },
  })
  google.listed = [
    { id: 'a', status: 'confirmed', ...hour(1, '+02:00') },
    { id: 'b', transparency: 'transparent', ...hour(2) },
    { id: 'c', attendees: [{ self: true, responseStatus: 'declined' }], ...hour(3) },
    { id: 'd', start: { date: inDays(4) }, end: { date: inDays(5) } },
  ]
  const { answer } = await agree('agreed')
  expect(answer.status).toBe(201)
  expect(answer.body).toMatchObject({ name: 'otto@gmail.example', isDestination: true })
  const { id } = await onceRead(scheduled.as.O1, answer.body.id)
  const midnight = (days: number) =>
    dateOf(zoneNamed('Europe/Berlin').instantOf(dayOf(inDays(days)) * minutesPerDay)).toISOString()
  expect(await busyOf(scheduled, id)).toEqual([
    inDays(1, 'T08:00/09:00'),
    `${midnight(4).slice(0, 16)}/${midnight(5).slice(11, 16)}`,
  ])
  const asked = google.asked.filter(each => each.query.get('fields')?.startsWith('timeZone'))
  expect(asked).toHaveLength(2)
  for (const { query } of asked) expect(query.get('fields')).not.toMatch(/summary|description|location/)
})

test('it takes a meeting once, also after it was there and gone; and that does not count as busy', async () => {
  google.listed = []
  const meetingId = await scheduled.meet('O1', at(1, '10:00'), { name: 'Zoë' })
  const inGoogle = meetingId.replaceAll('-', '')
  await writeNow(scheduled, meetingId)
  await writeNow(scheduled, meetingId)
  expect(google.events.get(inGoogle)).toMatchObject({ summary: 'Intake: Zoë', status: 'confirmed' })
  const { id } = await mine()
  await syncNow(scheduled, id)
  expect(await busyOf(scheduled, id)).toEqual([])
  for (const status of ['cancelled_by_host', 'scheduled', 'cancelled_by_host', 'scheduled']) {
    await scheduled.query(`update app.meeting set status = $2, sequence = sequence + 1 where id = $1`, [
      meetingId,
      status,
    ])
    await writeNow(scheduled, meetingId)
    expect(google.events.get(inGoogle)?.status).toBe(status === 'scheduled' ? 'confirmed' : 'cancelled')
  }
  expect(google.events.size).toBe(1)
})

test('that the agreement was withdrawn is said in words', async () => {
  google.refreshToken = 'another one'
  await syncNow(scheduled, (await mine()).id)
  expect((await mine()).failure).toContain('did not accept the sign-in')
})

test('a provider that is not configured is neither offered nor begun, and what it gave is of no use', async () => {
  expect((await scheduled.as.O1.get('/calendars')).body.kinds).toEqual(['caldav', 'ics', 'google'])
  scheduled.server.app.program.oauth = {}
  expect((await scheduled.as.O1.get('/calendars')).body.kinds).toEqual(['caldav', 'ics'])
  const { status, body } = await scheduled.as.O1.post('/calendars/authorizations', { kind: 'google' })
  expect(status).toBe(400)
  expect(body.errors[0].pointer).toBe('/kind')
  await syncNow(scheduled, (await mine()).id)
  expect((await mine()).failure).toContain('not offered here any more')
})
