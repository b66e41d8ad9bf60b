import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Provider, startMicrosoft } from '../../../test/accounts.ts'
import { busyOf, calendarsOf, onceRead, syncNow, writeNow } from '../../../test/calendars.ts'
import { type Outside, startOutside } from '../../../test/outside.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'
import type { CalendarItem } from './schema.ts'

let microsoft: Provider
let elsewhere: Outside
let scheduled: Scheduled
beforeAll(async () => {
  microsoft = await startMicrosoft()
  elsewhere = await startOutside(() => ({ json: { value: [] } }))
  scheduled = await startScheduled({ oauth: { microsoft: microsoft.client } })
})
afterAll(async () => {
  await scheduled.server.close()
  await Promise.all([microsoft.close(), elsewhere.close()])
})

const mine = async () => (await calendarsOf(scheduled.as.O2))[0] as CalendarItem

test('Microsoft says when its owner is busy, by page and in the owner’s days, and nothing else', async () => {
  const inDays = (days: number, time: string) =>
    `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`
  const time = (days: number, from: string, to: string, until = days) => ({
    start: { dateTime: inDays(days, `${from}:00.0000000`), timeZone: 'UTC' },
    end: { dateTime: inDays(until, `${to}:00.0000000`), timeZone: 'UTC' },
  })
  microsoft.listed = [
    { id: 'a', showAs: 'busy', ...time(1, '10:00', '11:00') },
    { id: 'b', showAs: 'free', ...time(2, '10:00', '11:00') },
    { id: 'c', showAs: 'tentative', ...time(3, '10:00', '11:00') },
    { id: 'd', isCancelled: true, showAs: 'busy', ...time(4, '10:00', '11:00') },
    { id: 'e', isAllDay: true, showAs: 'oof', ...time(5, '00:00', '00:00', 6) },
  ]
  await scheduled.insert(cast => cast.openHours(scheduled.fixture.members.O2, { timeZone: 'Asia/Tokyo' }))
  const begun = await scheduled.as.O2.post('/calendars/authorizations', { kind: 'microsoft' })
  const state = new URL(begun.body.url).searchParams.get('state')
  const { body } = await scheduled.as.O2.post('/calendars', { kind: 'microsoft', code: 'agreed', state })
  expect(body).toMatchObject({ name: 'omar@outlook.example', isDestination: true })
  await onceRead(scheduled.as.O2, body.id)
  expect(await busyOf(scheduled, body.id)).toEqual([
    inDays(1, '10:00/11:00'),
    inDays(3, '10:00/11:00'),
    inDays(4, '15:00/15:00'),
  ])
  const asked = microsoft.asked.filter(each => each.query.has('startDateTime'))
  expect(asked).toHaveLength(1)
  for (const { query } of asked) expect(query.get('$select')).not.toMatch(/subject|body|location/)
})

test('it takes a meeting once, moves and removes it, and makes it anew where the host removed it', async () => {
  const { events } = microsoft
  microsoft.listed = []
  const meetingId = await scheduled.meet('O2', at(1, '10:00'), { name: 'Zoë' })
  await writeNow(scheduled, meetingId)
  await writeNow(scheduled, meetingId)
  expect([...events.values()]).toEqual([expect.objectContaining({ subject: 'Intake: Zoë' })])
  await syncNow(scheduled, (await mine()).id)
  expect(await busyOf(scheduled, (await mine()).id)).toEqual([])
  const moveTo = async (time: string) => {
    await scheduled.query(
      `update app.meeting set starts_at = $2, ends_at = $3, sequence = sequence + 1 where id = $1`,
      [meetingId, at(1, time), at(1, '18:00')],
    )
    await writeNow(scheduled, meetingId)
  }
  await moveTo('14:00')
  expect([...events.values()]).toMatchObject([{ start: { dateTime: at(1, '14:00').replace('Z', '') } }])
  events.clear()
  await moveTo('15:00')
  expect([...events.values()]).toMatchObject([{ start: { dateTime: at(1, '15:00').replace('Z', '') } }])
  await scheduled.query(`update app.meeting set status = 'cancelled_by_client' where id = $1`, [meetingId])
  await writeNow(scheduled, meetingId)
  expect(events.size).toBe(0)
})

test('it may renew what it gave, and that counts from then on', async () => {
  const { id } = await mine()
  microsoft.answers = asked => {
    const answer = microsoft.usual(asked)
    if (asked.line !== 'POST /token' || typeof answer === 'function' || answer.status === 400) return answer
    microsoft.refreshToken = 'renewed'
    return { json: { access_token: 'access', refresh_token: 'renewed' } }
  }
  await syncNow(scheduled, id)
  expect(microsoft.refreshToken).toBe('renewed')
  await syncNow(scheduled, id)
  expect(await mine()).toMatchObject({ failure: null })
  microsoft.refreshToken = 'another one'
  await syncNow(scheduled, id)
  expect((await mine()).failure).toContain('did not accept the sign-in')
})

test('its token is shown to nobody else, wherever the next page is said to be', async () => {
  microsoft.refreshToken = 'renewed'
  microsoft.answers = asked =>
    asked.query.has('startDateTime')
      ? { json: { value: [], '@odata.nextLink': `${elsewhere.url}/api/stolen` } }
      : microsoft.usual(asked)
  await syncNow(scheduled, (await mine()).id)
  expect((await mine()).failure).toContain('not a calendar')
  expect(elsewhere.asked).toEqual([])
})
