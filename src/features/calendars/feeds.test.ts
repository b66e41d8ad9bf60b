import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { busyOf, calendarsOf, onceRead, syncNow } from '../../../test/calendars.ts'
import { type Outside, startOutside } from '../../../test/outside.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'
import type { CalendarItem } from './schema.ts'

let feed: Outside
let staffed: Staffed
beforeAll(async () => {
  feed = await startOutside(() => good)
  staffed = await startStaffed()
})
afterAll(async () => {
  await staffed.server.close()
  await feed.close()
})

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
const good = {
  text: [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'X-WR-CALNAME:On call',
    'BEGIN:VEVENT',
    'UID:on-call',
    `DTSTART:${tomorrow.replaceAll('-', '')}T120000Z`,
    'DURATION:PT1H',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n'),
}
const mine = async () => (await calendarsOf(staffed.as.L0))[0] as CalendarItem
async function readAgain(): Promise<CalendarItem> {
  await syncNow(staffed, (await mine()).id)
  return mine()
}

test('a feed is read, never written, and its address is kept to itself', async () => {
  const { status, body } = await staffed.as.L0.post('/calendars', {
    kind: 'ics',
    url: `${feed.url}/secret.ics`,
  })
  expect(status).toBe(201)
  expect(body).toMatchObject({ name: 'On call', isDestination: false, isWritable: false })
  await onceRead(staffed.as.L0, body.id)
  expect(await busyOf(staffed, body.id)).toEqual([`${tomorrow}T12:00/13:00`])
  expect((await staffed.as.L0.put(`/calendars/${body.id}/destination`, {})).status).toBe(409)
  expect(JSON.stringify(await staffed.as.L0.get('/calendars'))).not.toContain('secret')
})

test.each([
  ['10 MB long', { text: 'x'.repeat(10 * 1024 * 1024) }, /larger than 5 MB/],
  [
    'cut off',
    (answer: ServerResponse) => {
      answer.writeHead(200, { 'content-length': '1000' })
      answer.write('BEGIN:VCALENDAR', () => answer.destroy())
    },
    /broke off/,
  ],
  ['a page', { text: '<html>Sign in</html>' }, /not a calendar/],
  ['gone', { status: 404, text: 'Not found' }, /no calendar at this address/],
  ['behind a password', { status: 401, text: '' }, /did not accept the sign-in/],
  ['out of order', { status: 503, text: '' }, /fault of its own/],
])('a feed that is %s is refused in words', async (_, recorded, words) => {
  feed.answers = () => recorded
  const { status, body } = await staffed.as.N.post('/calendars', { kind: 'ics', url: `${feed.url}/a.ics` })
  expect(status).toBe(400)
  expect(body.errors).toEqual([{ pointer: '/url', detail: expect.stringMatching(words) }])
  expect(await calendarsOf(staffed.as.N)).toEqual([])
})

test('one that fails twice keeps its member from being booked and says so, until it is well again', async () => {
  const { id, syncedAt } = await mine()
  feed.answers = () => ({ status: 500, text: '' })
  expect(await readAgain()).toMatchObject({
    state: 'fresh',
    failure: expect.stringMatching(/fault of its own/),
  })
  expect(await readAgain()).toMatchObject({ state: 'failed', syncedAt })
  expect(await busyOf(staffed, id)).toHaveLength(1)
  feed.answers = () => good
  expect(await readAgain()).toMatchObject({ state: 'fresh', failure: null, failedAt: null })
})

test('one that was not read for an hour is stale', async () => {
  await staffed.query(`update app.calendar set synced_at = now() - interval '61 minutes' where id = $1`, [
    (await mine()).id,
  ])
  expect(await mine()).toMatchObject({ state: 'stale' })
})
