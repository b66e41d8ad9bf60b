import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { busyOf, calendarsOf, onceRead } from '../../../test/calendars.ts'
import { type MailServer, startMailServer } from '../../../test/letters.ts'
import { type Outside, startOutside } from '../../../test/outside.ts'
import type { Person } from '../../../test/person.ts'
import { Radicale, radicaleUser } from '../../../test/radicale.ts'
import { startServer } from '../../../test/server.ts'
import { type Staffed, startStaffed } from '../../../test/staff.ts'
import { syncCalendar } from './jobs/mirror.ts'
import type { CalendarItem } from './schema.ts'

let radicale: Radicale
let feed: Outside
let letters: MailServer
let staffed: Staffed
beforeAll(async () => {
  letters = await startMailServer()
  ;[radicale, feed, staffed] = await Promise.all([
    Radicale.start(),
    startOutside(() => ({ text: calendarText })),
    startStaffed({ smtpUrl: letters.url }),
  ])
})
afterAll(async () => {
  await staffed.server.close()
  await Promise.all([radicale.stop(), feed.close(), letters.close()])
})

const inDays = (days: number, hour = 12) => {
  const date = new Date(Date.now() + days * 86_400_000)
  date.setUTCHours(hour, 0, 0, 0)
  return date
}
/** As busyOf tells an event of eventAt. */
const hourAt = (date: Date) => `${date.toISOString().slice(0, 16)}/13:00`
const stamp = (date: Date) => date.toISOString().replace(/[-:]|\.000/g, '')
const eventAt = (name: string, date: Date, ...more: string[]) => [
  'BEGIN:VEVENT',
  `UID:${name}`,
  'DTSTAMP:20260101T000000Z',
  `DTSTART:${stamp(date)}`,
  'DURATION:PT1H',
  'SUMMARY:Dentist at noon',
  'LOCATION:Harbour 1',
  ...more,
  'END:VEVENT',
]
const textOf = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'X-WR-CALNAME:On call', ...events.flat(), 'END:VCALENDAR', ''].join(
    '\r\n',
  )
const calendarText = textOf(eventAt('on-call', inDays(3)))

const caldav = (url: string, more: object = {}) => ({ kind: 'caldav', url, ...radicaleUser, ...more })
const readAgain = async (person: Person, calendar: CalendarItem) => {
  const asked = await person.post(`/calendars/${calendar.id}/synchronisation`, {})
  expect(asked.status).toBe(200)
  return onceRead(person, calendar.id, calendar)
}
const faultsOf = (body: { errors: { pointer: string; detail: string }[] }) =>
  body.errors.map(({ pointer, detail }) => `${pointer} ${detail}`)

describe('connecting a CalDAV calendar', () => {
  test('with a wrong password is refused in words, and nothing is kept', async () => {
    const url = await radicale.addCalendar('refused')
    const { status, body } = await staffed.as.O1.post('/calendars', caldav(url, { password: 'wrong' }))
    expect(status).toBe(400)
    expect(faultsOf(body)).toEqual([
      '/url The calendar did not accept the sign-in. Connect it again, with the present password.',
    ])
    expect(await calendarsOf(staffed.as.O1)).toEqual([])
    await radicale.delete(url)
  })

  test('inside a private network is refused, unless that is allowed here', async () => {
    const { database, dataDir } = staffed.server
    const careful = await startServer({ database, dataDir, allowPrivateUrls: [], work: false })
    const person = await staffed.signIn('O1', careful.url)
    const { status, body } = await person.post('/calendars', caldav(radicale.url))
    await careful.close()
    expect(status).toBe(400)
    expect(body.errors[0].detail).toContain('ALLOW_PRIVATE_URLS')
  })

  test('by the server’s address lists its calendars where there are several, and takes one of them', async () => {
    const [work] = [await radicale.addCalendar('work'), await radicale.addCalendar('home')]
    const several = await staffed.as.O2.post('/calendars', caldav(radicale.url))
    expect(several.status).toBe(400)
    const names = several.body.calendars.map((each: { name: string }) => each.name)
    expect(names.toSorted()).toEqual(['hana/home', 'hana/work'])
    const chosen = several.body.calendars.find((each: { name: string }) => each.name === 'hana/work')
    expect(chosen.id).toBe(work)
    const connected = await staffed.as.O2.post('/calendars', caldav(chosen.id))
    expect(connected.status).toBe(201)
    expect(connected.body).toMatchObject({
      name: 'hana/work',
      isDestination: true,
      syncedAt: null,
      state: 'stale',
    })
  })

  test('mirrors its times and nothing else; passwords and addresses are readable nowhere', async () => {
    const url = await radicale.addCalendar('mirrored')
    await radicale.put(url, 'one', eventAt('one', inDays(1)))
    await radicale.put(url, 'two', eventAt('two', inDays(2), 'RRULE:FREQ=DAILY;COUNT=2'))
    await radicale.put(url, 'far', eventAt('far', inDays(740)))
    await radicale.put(url, 'past', eventAt('past', inDays(-20)))
    const { body } = await staffed.as.O1.post('/calendars', caldav(url))
    const calendar = await onceRead(staffed.as.O1, body.id)
    expect(calendar).toMatchObject({ state: 'fresh', failure: null, failedAt: null })
    expect(await busyOf(staffed, calendar.id)).toEqual(
      [inDays(1), inDays(2), inDays(3)].map(date => hourAt(date)),
    )
    const [{ everything }] = await staffed.query(`select (
      select string_agg(c::text, ' ') from app.calendar c) || (select string_agg(b::text, ' ') from app.busy b) ||
      (select string_agg(e::text, ' ') from app.event e) as everything`)
    for (const secret of ['Dentist', 'Harbour', radicaleUser.password, radicaleUser.username, radicale.url])
      expect(everything.replaceAll('hana/', '')).not.toContain(secret)
    expect(JSON.stringify(await staffed.as.O1.get('/calendars'))).not.toContain(radicale.url)
  })

  test('writes what changed, and leaves what did not', async () => {
    const [calendar] = (await calendarsOf(staffed.as.O1)) as [CalendarItem]
    const rows = () =>
      staffed.query('select starts_at, xmin from app.busy where calendar_id = $1', [calendar.id])
    const before = await rows()
    const url = `${radicale.url}/hana/mirrored/`
    await radicale.delete(`${url}one.ics`)
    await radicale.put(url, 'new', eventAt('new', inDays(9)))
    await readAgain(staffed.as.O1, calendar)
    const after = await rows()
    const keyOf = (row: { starts_at: Date; xmin: string }) => `${row.starts_at.toISOString()} ${row.xmin}`
    expect(await busyOf(staffed, calendar.id)).toEqual(
      [inDays(2), inDays(3), inDays(9)].map(date => hourAt(date)),
    )
    expect(after.map(keyOf).filter(key => before.map(keyOf).includes(key))).toHaveLength(2)
  })
})

describe('reading again', () => {
  const runsOf = async (id: string) =>
    staffed.query(
      `select (data -> 'data' ->> 'round')::integer as round from jobs.job
        where data ->> 'name' = 'sync-calendar-again' and data -> 'data' ->> 'calendarId' = $1 and state in ('created', 'retry')`,
      [id],
    )
  const roundOf = async (id: string) =>
    (await staffed.query('select round from app.calendar where id = $1', [id]))[0].round as number

  test('goes on by itself, in one chain however often somebody asks besides', async () => {
    const [calendar] = (await calendarsOf(staffed.as.O1)) as [CalendarItem]
    await readAgain(staffed.as.O1, (await calendarsOf(staffed.as.O1))[0] as CalendarItem)
    await readAgain(staffed.as.O1, (await calendarsOf(staffed.as.O1))[0] as CalendarItem)
    const round = await roundOf(calendar.id)
    const runs = await runsOf(calendar.id)
    expect(runs.filter(run => run.round === round)).toHaveLength(1)
    const { organizationId } = staffed.fixture.cast
    const late = runs.filter(run => run.round !== round)
    expect(late.length).toBeGreaterThan(0)
    for (const run of late)
      await syncCalendar(staffed.server.app.program, {
        organizationId,
        calendarId: calendar.id,
        round: run.round,
      })
    expect(await roundOf(calendar.id)).toBe(round)
  })

  test('twice at once for the same run is once', async () => {
    const [calendar] = (await calendarsOf(staffed.as.O1)) as [CalendarItem]
    const round = await roundOf(calendar.id)
    const sync = { organizationId: staffed.fixture.cast.organizationId, calendarId: calendar.id, round }
    await Promise.all([1, 2, 3].map(() => syncCalendar(staffed.server.app.program, sync)))
    expect(await roundOf(calendar.id)).toBe(round + 1)
    expect((await runsOf(calendar.id)).filter(run => run.round === round + 1)).toHaveLength(1)
  })
})

describe('whose calendars', () => {
  test('one’s own, and those of others as far as the reach goes; the member is told', async () => {
    feed.answers = () => ({ text: calendarText })
    const { members } = staffed.fixture
    const forL1 = { kind: 'ics', url: `${feed.url}/l1.ics`, memberId: members.L1 }
    for (const [letter, mayArrange] of [
      ['O1', false],
      ['F', false],
      ['Q', true],
      ['P', true],
      ['M', true],
    ] as const) {
      const { status, body } = await staffed.as[letter].post('/calendars', forL1)
      expect(status, letter).toBe(mayArrange ? 201 : 400)
      if (!mayArrange) expect(faultsOf(body), letter).toEqual(['/memberId Choose one from the list.'])
      expect((await calendarsOf(staffed.as[letter], `?memberId=${members.L1}`)).length > 0, letter).toBe(
        mayArrange,
      )
    }
    const [own] = await calendarsOf(staffed.as.L1)
    expect(own?.member).toEqual({ id: members.L1, name: 'Luca Moretti' })
    const letter = await letters.letterTo('luca@example.org')
    expect(letter.subject).toBe('Your calendars were changed')
    expect(letter.text).toContain('connected a calendar for you')
  })

  test('what is out of reach is not there', async () => {
    const [calendar] = (await calendarsOf(staffed.as.L1)) as [CalendarItem]
    for (const path of ['', '/synchronisation', '/destination']) {
      const method = path === '/synchronisation' ? 'post' : path === '' ? 'delete' : 'put'
      expect((await staffed.as.O2[method](`/calendars/${calendar.id}${path}`, {})).status).toBe(404)
    }
    expect((await staffed.as.Q.delete(`/calendars/${calendar.id}`)).status).toBe(204)
    expect(await staffed.query('select 1 from app.busy where calendar_id = $1', [calendar.id])).toEqual([])
  })

  test('what happened stands in the log, without an address', async () => {
    const events = await staffed.query(
      `select name, data from app.event where name like 'calendar.%' and member_id = $1 order by id`,
      [staffed.fixture.members.L1],
    )
    expect(events.map(event => event.name)).toContain('calendar.disconnected')
    expect(JSON.stringify(events)).not.toContain('http')
  })
})
