import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { busyOf, runJob, syncNow, writeNow } from '../../../test/calendars.ts'
import { Radicale, radicaleUser } from '../../../test/radicale.ts'
import { at, type Scheduled, startScheduled } from '../../../test/scheduled.ts'
import type { Person as Letter } from '../../../db/fixture.ts'
import type { CalendarItem } from './schema.ts'

let radicale: Radicale
let scheduled: Scheduled
/** One calendar each for the meetings of O1 and O12. */
const url = { O1: '', O12: '' }
beforeAll(async () => {
  ;[radicale, scheduled] = await Promise.all([Radicale.start(), startScheduled({ work: false })])
  for (const host of ['O1', 'O12'] as const) {
    url[host] = await radicale.addCalendar(host)
    await connect(host, url[host])
  }
})
afterAll(async () => {
  await scheduled.server.close()
  await radicale.stop()
})

async function connect(host: Letter, at: string): Promise<CalendarItem> {
  const { status, body } = await scheduled.as[host].post('/calendars', {
    kind: 'caldav',
    url: at,
    ...radicaleUser,
  })
  expect(status).toBe(201)
  return body
}

const write = (meetingId: string) => writeNow(scheduled, meetingId)

/** As the meetings feature changes it. */
const change = (id: string, fields: string, values: unknown[] = []) =>
  scheduled.query(`update app.meeting set sequence = sequence + 1, ${fields} where id = $1`, [id, ...values])
const giveTo = (id: string, host: Letter) => change(id, 'host_id = $2', [scheduled.fixture.members[host]])
const eventsOf = async (host: 'O1' | 'O12') =>
  (await radicale.events(url[host])).map(event => /^UID:(.*?)\r?$/m.exec(event)?.[1])
const standingOf = (id: string) =>
  scheduled.query('select * from app.calendar_event where meeting_id = $1', [id])

/** By the calendar of O1, from now on. */
const signInWith = (password: string) =>
  scheduled.query(`update app.calendar set connection_encrypted = $2 where member_id = $1`, [
    scheduled.fixture.members.O1,
    scheduled.server.app.program.secrets.encrypt(
      JSON.stringify({ kind: 'caldav', url: url.O1, ...radicaleUser, password, isWritable: true }),
    ),
  ])

let meetingId = ''
let day = 0
beforeEach(async () => {
  day += 1
  meetingId = await scheduled.meet('O1', at(day, '10:00'), { name: 'Zoë Smit', status: 'scheduled' })
})

describe('a meeting in its host’s calendar', () => {
  test('stands there once, however often it is written, and names who comes', async () => {
    await write(meetingId)
    await write(meetingId)
    expect(await eventsOf('O1')).toEqual([meetingId])
    expect((await radicale.events(url.O1))[0]).toContain('SUMMARY:Intake: Zoë Smit')
    expect(await standingOf(meetingId)).toHaveLength(1)
  })

  test('moves with a new time, and goes with a cancellation', async () => {
    await write(meetingId)
    await change(meetingId, `starts_at = $2, ends_at = $3`, [at(day, '14:00'), at(day, '14:30')])
    await write(meetingId)
    const mine = (await radicale.events(url.O1)).filter(event => event.includes(meetingId))
    expect(mine).toHaveLength(1)
    expect(mine[0]).toContain(`DTSTART:${at(day, '14:00').replace(/[-:]|\.000/g, '')}`)
    await change(meetingId, `status = 'cancelled_by_client'`)
    await write(meetingId)
    await write(meetingId)
    expect(await eventsOf('O1')).not.toContain(meetingId)
    expect(await standingOf(meetingId)).toEqual([])
  })

  test('goes to the new host when it is reassigned, and back: in the end it stands once with the first', async () => {
    await write(meetingId)
    await giveTo(meetingId, 'O12')
    await write(meetingId)
    expect(await eventsOf('O1')).not.toContain(meetingId)
    expect(await eventsOf('O12')).toContain(meetingId)
    await giveTo(meetingId, 'O1')
    await write(meetingId)
    expect((await eventsOf('O1')).filter(uid => uid === meetingId)).toHaveLength(1)
    expect(await eventsOf('O12')).not.toContain(meetingId)
    expect(await standingOf(meetingId)).toHaveLength(1)
  })

  test('is the same when nobody saw the way there and back, or when all is written at once', async () => {
    await write(meetingId)
    await giveTo(meetingId, 'O12')
    await giveTo(meetingId, 'O1')
    await Promise.all([1, 2, 3, 4].map(() => write(meetingId)))
    expect((await eventsOf('O1')).filter(uid => uid === meetingId)).toHaveLength(1)
    expect(await eventsOf('O12')).not.toContain(meetingId)
  })

  test('that waits for its address to be confirmed is not written', async () => {
    await scheduled.query(`update app.meeting set held_until = now() + interval '1 hour' where id = $1`, [
      meetingId,
    ])
    await write(meetingId)
    expect(await eventsOf('O1')).not.toContain(meetingId)
  })

  test('that has ended stays as it is', async () => {
    await write(meetingId)
    await change(
      meetingId,
      `starts_at = now() - interval '2 hours', ends_at = now() - interval '1 hour', status = 'completed'`,
    )
    await write(meetingId)
    expect(await eventsOf('O1')).toContain(meetingId)
    await scheduled.query(`delete from app.meeting where id = $1`, [meetingId])
  })

  test('with a host without a calendar is written nowhere', async () => {
    const other = await scheduled.meet('L1', at(day, '16:00'))
    await write(other)
    expect(await standingOf(other)).toEqual([])
  })
})

test('one calendar that does not answer holds up no other: the rest is written, and the job comes again', async () => {
  await write(meetingId)
  await signInWith('changed')
  await giveTo(meetingId, 'O12')
  await expect(write(meetingId)).rejects.toThrow()
  expect(await eventsOf('O12')).toContain(meetingId)
  expect(await standingOf(meetingId)).toHaveLength(2)
  await signInWith(radicaleUser.password)
  await write(meetingId)
  expect(await eventsOf('O1')).not.toContain(meetingId)
  expect(await standingOf(meetingId)).toHaveLength(1)
})

test('another calendar for meetings gets those to come, and the old one loses them', async () => {
  await write(meetingId)
  const next = await radicale.addCalendar('next')
  const calendar = await connect('O1', next)
  expect(calendar.isDestination).toBe(false)
  expect((await scheduled.as.O1.put(`/calendars/${calendar.id}/destination`, {})).body.isDestination).toBe(
    true,
  )
  await runJob(scheduled, 'write-meetings-of-member', { memberId: scheduled.fixture.members.O1 })
  const queued = await scheduled.query(
    `select data -> 'data' ->> 'meetingId' as id from jobs.job where data ->> 'name' = 'write-meeting' and state = 'created'`,
  )
  expect(queued.map(job => job.id)).toContain(meetingId)
  await write(meetingId)
  expect(await eventsOf('O1')).not.toContain(meetingId)
  expect((await radicale.events(next))[0]).toContain(meetingId)
  await scheduled.as.O1.delete(`/calendars/${calendar.id}/destination`)
  await change(meetingId, `title = 'Second talk'`)
  await write(meetingId)
  expect((await radicale.events(next))[0]).toContain('Second talk')
})

test('our own event does not count as busy besides the meeting; what the host adds does', async () => {
  await scheduled.as.O12.get('/calendars')
  await giveTo(meetingId, 'O12')
  await write(meetingId)
  await radicale.put(url.O12, 'mine', [
    'BEGIN:VEVENT',
    'UID:mine',
    'DTSTAMP:20260101T000000Z',
    `DTSTART:${at(day, '18:00').replace(/[-:]|\.000/g, '')}`,
    'DURATION:PT1H',
    'END:VEVENT',
  ])
  const [{ id }] = (await scheduled.as.O12.get('/calendars')).body.items
  await syncNow(scheduled, id)
  expect(await busyOf(scheduled, id)).toEqual([`${at(day, '18:00').slice(0, 16)}/19:00`])
})
