import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { calendarsOf, runJob, syncNow, writeNow } from '../../../test/calendars.ts'
import { Radicale, radicaleUser } from '../../../test/radicale.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'
import { reactions } from '../../reactions.ts'
import type { CalendarItem } from './schema.ts'

let radicale: Radicale
let scheduled: Scheduled
let url = ''
beforeAll(async () => {
  ;[radicale, scheduled] = await Promise.all([Radicale.start(), startScheduled({ work: false })])
  url = await radicale.addCalendar('O1')
  await scheduled.as.O1.post('/calendars', { kind: 'caldav', url, ...radicaleUser })
})
afterAll(async () => {
  await scheduled.server.close()
  await radicale.stop()
})

let meetingId = ''
beforeEach(async () => {
  await scheduled.query('delete from app.meeting')
  await scheduled.query('update app.calendar set unwritten_since = null, write_failure = null')
  meetingId = await scheduled.meet('O1', at(1, '10:00'))
})

const calendar = async () => (await calendarsOf(scheduled.as.O1))[0] as CalendarItem
const signInWith = (password: string) =>
  scheduled.query('update app.calendar set connection_encrypted = $1', [
    scheduled.server.app.program.secrets.encrypt(
      JSON.stringify({ kind: 'caldav', url, ...radicaleUser, password, isWritable: true }),
    ),
  ])
/** While the password is not the present one. */
const fails = async (id: string) => {
  await signInWith('changed')
  await expect(writeNow(scheduled, id)).rejects.toThrow()
  await signInWith(radicaleUser.password)
}
/** As the meetings feature changes it. */
const change = (id: string, fields: string, values: unknown[] = []) =>
  scheduled.query(`update app.meeting set sequence = sequence + 1, ${fields} where id = $1`, [id, ...values])
const written = { unwrittenSince: null, writeFailure: null }

test('a meeting that could not be written shows at its calendar why and since when, until it stands there; its host can be booked all the same', async () => {
  await syncNow(scheduled, (await calendar()).id)
  expect(await calendar()).toMatchObject({ state: 'fresh', ...written })
  await fails(meetingId)
  const { id, ...shown } = await calendar()
  expect(shown).toMatchObject({ state: 'fresh', failure: null, failedAt: null })
  expect(shown.writeFailure).toBe(
    'The calendar did not accept the sign-in. Connect it again, with the present password.',
  )
  await fails(meetingId)
  expect((await calendar()).unwrittenSince).toBe(shown.unwrittenSince)
  await syncNow(scheduled, id)
  expect((await calendar()).unwrittenSince).toBe(shown.unwrittenSince)
  await writeNow(scheduled, meetingId)
  expect(await calendar()).toMatchObject(written)
})

test('it shows as long as any is missing', async () => {
  const other = await scheduled.meet('O1', at(1, '12:00'))
  await fails(meetingId)
  await fails(other)
  await writeNow(scheduled, other)
  expect((await calendar()).unwrittenSince).not.toBeNull()
  await writeNow(scheduled, meetingId)
  expect(await calendar()).toMatchObject(written)
})

test('it shows too when the meeting should have gone from there', async () => {
  await writeNow(scheduled, meetingId)
  await change(meetingId, 'host_id = $2', [scheduled.fixture.members.O12])
  await fails(meetingId)
  await syncNow(scheduled, (await calendar()).id)
  expect((await calendar()).unwrittenSince).not.toBeNull()
  await writeNow(scheduled, meetingId)
  expect(await calendar()).toMatchObject(written)
})

test('it shows no longer once the meeting was cancelled', async () => {
  await fails(meetingId)
  await change(meetingId, `status = 'cancelled_by_client'`)
  await syncNow(scheduled, (await calendar()).id)
  expect(await calendar()).toMatchObject(written)
})

test('the meeting is written when its host has the calendar synchronised', async () => {
  await fails(meetingId)
  expect(reactions['calendar.sync_requested']).toContain('write-meetings-of-member')
  await runJob(scheduled, 'write-meetings-of-member', { memberId: scheduled.fixture.members.O1 })
  const queued = await scheduled.query(
    `select 1 from jobs.job where data ->> 'name' = 'write-meeting' and data -> 'data' ->> 'meetingId' = $1`,
    [meetingId],
  )
  expect(queued).toHaveLength(1)
})
