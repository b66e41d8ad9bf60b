import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendar, event, told } from '../../../test/icalendar.ts'
import { CalendarError } from './remote/calendar.ts'

describe('a weekly event across the change of the clocks, by the zone that its file defines', () => {
  const weekly = event(
    'DTSTART;TZID=W. Europe Standard Time:20270314T093000',
    'DTEND;TZID=W. Europe Standard Time:20270314T103000',
    'RRULE:FREQ=WEEKLY;COUNT=5',
    'EXDATE;TZID=W. Europe Standard Time:20270321T093000',
  )

  test('keeps its local time, and its exception is free', async () => {
    expect(await told(calendar(weekly))).toEqual([
      '2027-03-14T08:30/2027-03-14T09:30',
      '2027-03-28T07:30/2027-03-28T08:30',
      '2027-04-04T07:30/2027-04-04T08:30',
      '2027-04-11T07:30/2027-04-11T08:30',
    ])
  })

  test('an instance that was moved is busy where it was moved to, one that was cancelled nowhere', async () => {
    const moved = event(
      'RECURRENCE-ID;TZID=W. Europe Standard Time:20270328T093000',
      'DTSTART:20270330T120000Z',
      'DURATION:PT15M',
    )
    const cancelled = event(
      'RECURRENCE-ID;TZID=W. Europe Standard Time:20270404T093000',
      'DTSTART;TZID=W. Europe Standard Time:20270404T093000',
      'STATUS:CANCELLED',
    )
    expect(await told(calendar(weekly, moved, cancelled))).toEqual([
      '2027-03-14T08:30/2027-03-14T09:30',
      '2027-03-30T12:00/2027-03-30T12:15',
      '2027-04-11T07:30/2027-04-11T08:30',
    ])
  })

  test('an instance that was moved into the period from outside it counts', async () => {
    const moved = event(
      'RECURRENCE-ID;TZID=W. Europe Standard Time:20270411T093000',
      'DTSTART:20270302T120000Z',
      'DTEND:20270302T130000Z',
    )
    expect(await told(calendar(weekly, moved), { to: '2027-03-10T00:00Z' })).toEqual([
      '2027-03-02T12:00/2027-03-02T13:00',
    ])
  })
})

test('an all-day event takes the days of its owner’s clock, the short day of the change too', async () => {
  const day = event('DTSTART;VALUE=DATE:20270314')
  expect(await told(calendar(day))).toEqual(['2027-03-14T05:00/2027-03-15T04:00'])
  expect(await told(calendar(day), { zone: 'Asia/Tokyo' })).toEqual(['2027-03-13T15:00/2027-03-14T15:00'])
  const days = event(
    'DTSTART;VALUE=DATE:20270410',
    'DTEND;VALUE=DATE:20270412',
    'RRULE:FREQ=DAILY;INTERVAL=7;COUNT=2',
  )
  expect(await told(calendar(days))).toEqual([
    '2027-04-10T04:00/2027-04-12T04:00',
    '2027-04-17T04:00/2027-04-19T04:00',
  ])
})

test('a zone that is only named is read by its name, and a time without one by the calendar’s or the owner’s', async () => {
  const named = event('DTSTART;TZID=Asia/Tokyo:20270401T090000', 'DURATION:PT1H')
  const bare = event('DTSTART:20270401T090000', 'DURATION:PT1H')
  expect(await told(calendar(named))).toEqual(['2027-04-01T00:00/2027-04-01T01:00'])
  expect(await told(calendar(bare))).toEqual(['2027-04-01T13:00/2027-04-01T14:00'])
  expect(await told(calendar('X-WR-TIMEZONE:Asia/Tokyo', bare))).toEqual([
    '2027-04-01T00:00/2027-04-01T01:00',
  ])
})

test.each(['TRANSP:TRANSPARENT', 'STATUS:CANCELLED', 'X-MICROSOFT-CDO-BUSYSTATUS:FREE'])(
  'an event with %s takes no time',
  async line => {
    const time = ['DTSTART:20270401T090000Z', 'DTEND:20270401T100000Z']
    expect(await told(calendar(event(...time, line)))).toEqual([])
    expect(await told(calendar(event(...time, 'RRULE:FREQ=DAILY', line)))).toEqual([])
  },
)

test('further dates count, with a length of their own or that of the event', async () => {
  const more = event(
    'DTSTART:20270401T090000Z',
    'DTEND:20270401T100000Z',
    'RDATE:20270403T090000Z',
    'RDATE;VALUE=PERIOD:20270405T090000Z/PT30M',
  )
  expect(await told(calendar(more))).toEqual([
    '2027-04-01T09:00/2027-04-01T10:00',
    '2027-04-03T09:00/2027-04-03T10:00',
    '2027-04-05T09:00/2027-04-05T09:30',
  ])
})

test('our own events are left out', async () => {
  const time = event('DTSTART:20270401T090000Z', 'DTEND:20270401T100000Z')
  expect(await told(calendar(time), { ours: 'one' })).toEqual([])
})

test('what is no calendar, or repeats without measure, says so', async () => {
  const faultOf = async (text: string) => {
    const error: unknown = await told(text).catch((thrown: unknown) => thrown)
    return error instanceof CalendarError ? error.fault : error
  }
  expect(await faultOf('<html>Sign in</html>')).toBe('unreadable')
  expect(await faultOf('')).toBe('unreadable')
  expect(await faultOf(`${calendar()}\r\nSUMMARY:left over`)).toBe('unreadable')
  expect(await faultOf(calendar(event('DTSTART:20270401T090000Z')).slice(0, -20))).toBe('unreadable')
  expect(await faultOf(calendar(event('DTSTART:20270401T090000Z', 'RRULE:FREQ=SECONDLY')))).toBe('too_many')
})

describe('a calendar of megabytes', () => {
  const time = ['DTSTART:20270401T090000Z', 'DTEND:20270401T100000Z']
  /** How often others came to their turn meanwhile. */
  const turnsDuring = async (work: Promise<unknown>) => {
    let turns = 0
    let isOver = false
    const count = () => {
      turns += 1
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    await work.finally(() => (isOver = true))
    return turns
  }

  test('is read in many pieces, between which others come to their turn', async () => {
    const events = Array.from({ length: 25_000 }, (_, at) =>
      event(...time, 'SUMMARY:The whole team meets').replace('UID:one', `UID:${at}`),
    )
    const whole = calendar(...events)
    expect(whole.length).toBeGreaterThan(3_000_000)
    let found: string[] = []
    const turns = await turnsDuring(told(whole).then(times => (found = times)))
    expect(found).toEqual(events.map(() => '2027-04-01T09:00/2027-04-01T10:00'))
    expect(turns).toBeGreaterThan(20)
  })

  test('costs little by what is written, said or attached in it', async () => {
    const attached = `ATTACH;ENCODING=BASE64;VALUE=BINARY:${'QUJD'.repeat(500_000)}`
    const folded = `DESCRIPTION:${'The team meets again. '.repeat(200)}`.replaceAll(/(.{70})/g, '$1\n ')
    const alarm = ['BEGIN:VALARM', 'UID:alarm', 'DURATION:PT5M', 'END:VALARM']
    expect(await told(calendar(event(attached, folded, ...alarm, ...time, 'SUMMARY:no: calendar')))).toEqual([
      '2027-04-01T09:00/2027-04-01T10:00',
    ])
  })

  test.each([
    ['one line', `EXDATE:${'20270401T090000Z,'.repeat(20_000)}20270401T090000Z`],
    ['many lines', 'EXDATE:20270401T090000Z\n'.repeat(20_000).trim()],
  ])('of one event, with all its dates in %s, is refused in words', async (_, dates) => {
    await expect(told(calendar(event(...time, dates)))).rejects.toMatchObject({ fault: 'too_many' })
  })
})

test('several calendars in one stream are one, each with its own clock, whatever lines are empty', async () => {
  const inZone = (zone: string) =>
    calendar(`X-WR-TIMEZONE:${zone}`, event('DTSTART:20270401T090000', 'DURATION:PT1H'))
  for (const between of ['\r\n', '\r\n\r\n'])
    expect(await told(`${inZone('Asia/Tokyo')}${between}${inZone('Europe/Berlin')}`)).toEqual([
      '2027-04-01T00:00/2027-04-01T01:00',
      '2027-04-01T07:00/2027-04-01T08:00',
    ])
})

test('what repeats is found alike, however long ago it began', async () => {
  const days = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
  const rule = fc.record({
    first: fc.integer({ min: 1, max: 600 }),
    frequency: fc.constantFrom('DAILY', 'WEEKLY'),
    interval: fc.integer({ min: 1, max: 5 }),
    weekdays: fc.subarray(days),
    until: fc.option(fc.integer({ min: 300, max: 460 })),
    hours: fc.integer({ min: 1, max: 50 }),
  })
  const dayText = (day: number) =>
    new Date(Date.UTC(2026, 0, day)).toISOString().slice(0, 10).replaceAll('-', '')
  await fc.assert(
    fc.asyncProperty(rule, async ({ first, frequency, interval, weekdays, until, hours }) => {
      // The first time is one of the rule's, as RFC 5545 asks.
      const weekday = days[(new Date(Date.UTC(2026, 0, first)).getUTCDay() + 6) % 7] ?? 'MO'
      const by = weekdays.length > 0 ? `;BYDAY=${[...new Set([...weekdays, weekday])].join()}` : ''
      const ends = until === null ? '' : `;UNTIL=${dayText(Math.max(until, first))}T235959Z`
      const text = calendar(
        event(
          `DTSTART;TZID=Europe/Berlin:${dayText(first)}T093000`,
          `DURATION:PT${hours}H`,
          `RRULE:FREQ=${frequency};INTERVAL=${interval}${by}${ends}`,
        ),
      )
      const whole = await told(text, { from: '2026-01-01T00:00Z' })
      const late = await told(text)
      expect(late).toEqual(whole.filter(each => (each.split('/')[1] ?? '') > '2027-03-01T00:00'))
    }),
    { numRuns: 200, seed: 7 },
  )
})
