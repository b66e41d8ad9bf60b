import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Radicale, radicaleUser } from '../../../test/radicale.ts'
import { dateOf, minuteOf } from '../../kit/minutes.ts'
import { createOutgoing, OutgoingError } from '../../kit/outgoing.ts'
import { zoneNamed } from '../../kit/zone.ts'
import { CaldavCalendar } from './remote/caldav.ts'
import { CalendarError, type MeetingEvent } from './remote/calendar.ts'

let radicale: Radicale
beforeAll(async () => {
  radicale = await Radicale.start()
})
afterAll(() => radicale.stop())

const outgoing = createOutgoing({ allowPrivate: ['127.0.0.1'] })
const connect = (url: string, given: Partial<typeof radicaleUser> = {}, go = outgoing) =>
  new CaldavCalendar(go, { url, ...radicaleUser, ...given })
const faultOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  return error instanceof CalendarError || error instanceof OutgoingError ? error.fault : error
}
const question = {
  start: minuteOf(new Date('2027-03-01T00:00Z')),
  end: minuteOf(new Date('2027-05-01T00:00Z')),
  zone: zoneNamed('Europe/Berlin'),
  isOurs: (name: string) => name === meeting.meetingId,
}
const meeting: MeetingEvent = {
  meetingId: '01930000-0000-7000-8000-000000000001',
  sequence: 0,
  title: 'First talk: Zoë, Ltd; “x”',
  description: 'With a line\nand another',
  place: 'Harbour 1, Rotterdam',
  startsAt: new Date('2027-03-02T10:00Z'),
  endsAt: new Date('2027-03-02T11:00Z'),
}
const told = async (calendar: CaldavCalendar) =>
  (await calendar.busy(question))
    .toSorted((a, b) => a.start - b.start)
    .map(
      ({ start, end }) =>
        `${dateOf(start).toISOString().slice(0, 16)}/${dateOf(end).toISOString().slice(11, 16)}`,
    )

describe('connecting', () => {
  test('finds the calendars behind a server’s address, and a calendar by its own', async () => {
    const work = await radicale.addCalendar('work')
    const home = await radicale.addCalendar('home')
    const found = await connect(radicale.url).list()
    expect(found.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { id: home, name: 'hana/home', isWritable: true },
      { id: work, name: 'hana/work', isWritable: true },
    ])
    expect(await connect(work.slice(0, -1)).list()).toEqual([
      { id: work, name: 'hana/work', isWritable: true },
    ])
  })

  test('with a wrong password, at a wrong address or inside the network says so', async () => {
    expect(await faultOf(connect(radicale.url, { password: 'wrong' }).list())).toBe('refused')
    const calendar = await radicale.addCalendar('secret')
    expect(await faultOf(connect(calendar, { password: 'wrong' }).busy(question))).toBe('refused')
    expect(await faultOf(connect(`${calendar}nothing/`).busy(question))).toBe('missing')
    expect(await faultOf(connect(radicale.url, {}, createOutgoing()).list())).toBe('private')
    expect(await faultOf(connect('http://no-such-host.invalid').list())).toBe('unknown_host')
  })
})

test('busy are the times of its events, by the wall clock across the change of the clocks', async () => {
  const url = await radicale.addCalendar('busy')
  const put = (name: string, ...lines: string[]) =>
    radicale.put(url, name, [
      'BEGIN:VEVENT',
      `UID:${name}`,
      'DTSTAMP:20270101T000000Z',
      ...lines,
      'END:VEVENT',
    ])
  await put('once', 'DTSTART:20270305T120000Z', 'DTEND:20270305T123000Z', 'SUMMARY:Dentist')
  await put('free', 'DTSTART:20270306T120000Z', 'DTEND:20270306T123000Z', 'TRANSP:TRANSPARENT')
  await put('day', 'DTSTART;VALUE=DATE:20270310')
  await put('past', 'DTSTART:20260305T120000Z', 'DTEND:20260305T123000Z')
  await radicale.put(url, 'weekly', [
    'BEGIN:VTIMEZONE',
    'TZID:Berlin',
    'BEGIN:DAYLIGHT',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0200',
    'DTSTART:19700329T020000',
    'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    'END:DAYLIGHT',
    'BEGIN:STANDARD',
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
    'DTSTART:19701025T030000',
    'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
    'END:STANDARD',
    'END:VTIMEZONE',
    'BEGIN:VEVENT',
    'UID:weekly',
    'DTSTAMP:20270101T000000Z',
    'DTSTART;TZID=Berlin:20270318T090000',
    'DTEND;TZID=Berlin:20270318T100000',
    'RRULE:FREQ=WEEKLY;COUNT=5',
    'EXDATE;TZID=Berlin:20270408T090000',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:weekly',
    'DTSTAMP:20270101T000000Z',
    'RECURRENCE-ID;TZID=Berlin:20270401T090000',
    'DTSTART;TZID=Berlin:20270402T150000',
    'DTEND;TZID=Berlin:20270402T160000',
    'END:VEVENT',
  ])
  expect(await told(connect(url))).toEqual([
    '2027-03-05T12:00/12:30',
    '2027-03-09T23:00/23:00',
    '2027-03-18T08:00/09:00',
    '2027-03-25T08:00/09:00',
    '2027-04-02T13:00/14:00',
    '2027-04-15T07:00/08:00',
  ])
})

describe('writing a meeting', () => {
  test('twice makes one event; a change changes it, and removing it twice removes it', async () => {
    const url = await radicale.addCalendar('meetings')
    const calendar = connect(url)
    const href = await calendar.write(meeting, null)
    expect(await calendar.write(meeting, null)).toBe(href)
    const [event = '', ...others] = await radicale.events(url)
    expect(others).toEqual([])
    expect(event).toContain(`UID:${meeting.meetingId}`)
    expect(event).toContain('DTSTART:20270302T100000Z')
    expect(event).toContain('SUMMARY:First talk: Zoë\\, Ltd\\; “x”')
    expect(event).not.toContain('ATTENDEE')
    await calendar.write({ ...meeting, sequence: 1, startsAt: new Date('2027-03-02T10:30Z') }, href)
    expect(await radicale.events(url)).toEqual([expect.stringContaining('DTSTART:20270302T103000Z')])
    expect(await told(calendar)).toEqual([])
    await calendar.remove(href)
    await calendar.remove(href)
    expect(await radicale.events(url)).toEqual([])
  })

  test('that the host has taken over from a mail brings that event up to date', async () => {
    const url = await radicale.addCalendar('mailed')
    await radicale.put(url, 'from-mail', [
      'BEGIN:VEVENT',
      `UID:${meeting.meetingId}`,
      'DTSTAMP:20270101T000000Z',
      'DTSTART:20270302T090000Z',
      'DTEND:20270302T100000Z',
      'END:VEVENT',
    ])
    expect(await connect(url).write(meeting, null)).toBe(`${url}from-mail.ics`)
    expect(await radicale.events(url)).toEqual([expect.stringContaining('DTSTART:20270302T100000Z')])
  })
})
