import { describe, expect, test } from 'vitest'
import { calendar, event, told } from '../../../test/icalendar.ts'
import { CalendarError } from './remote/calendar.ts'

/** Starts as "03-14T08:30", for an event of an hour that begins on Monday the 1st of March 2027. */
const startsOf = async (...lines: string[]) => (await told(hourly(lines))).map(each => each.slice(5, 16))
const hourly = (lines: string[], ...more: string[]) =>
  calendar(event('DTSTART:20270301T090000Z', 'DTEND:20270301T100000Z', ...lines), ...more)
const faultOf = async (text: string) => {
  const error: unknown = await told(text).catch((thrown: unknown) => thrown)
  return error instanceof CalendarError ? error.fault : error
}

describe('a rule is counted as RFC 5545 has it', () => {
  test('every second month, in spring', async () => {
    expect(await startsOf('RRULE:FREQ=MONTHLY;INTERVAL=2;BYMONTH=3,4,5')).toEqual(['03-01T09:00'])
    expect(await startsOf('RRULE:FREQ=MONTHLY;BYMONTH=3,4,5')).toEqual(['03-01T09:00', '04-01T09:00'])
  })

  test('several rules and further dates together, each time once', async () => {
    expect(
      await startsOf(
        'RRULE:FREQ=WEEKLY;UNTIL=20270315',
        'RRULE:FREQ=MONTHLY;BYMONTHDAY=15;COUNT=3',
        'RDATE:20270308T090000Z,20270310T120000Z',
        'RDATE;TZID=W. Europe Standard Time:20270330T090000',
      ),
    ).toEqual(['03-01T09:00', '03-08T09:00', '03-10T12:00', '03-15T09:00', '03-30T07:00', '04-15T09:00'])
  })

  test('a count counts what is left out too', async () => {
    expect(await startsOf('RRULE:FREQ=WEEKLY;COUNT=3', 'EXDATE:20270301T090000Z')).toEqual([
      '03-08T09:00',
      '03-15T09:00',
    ])
  })

  test('until a time of another clock, and until a day, which counts whole', async () => {
    const until = (end: string) =>
      told(
        calendar(
          event('DTSTART;TZID=Asia/Tokyo:20270302T080000', 'DURATION:PT1H', `RRULE:FREQ=DAILY;UNTIL=${end}`),
        ),
      )
    expect(await until('20270302T225959Z')).toHaveLength(1)
    expect(await until('20270302T230000Z')).toHaveLength(2)
    expect(await until('20270303')).toHaveLength(2)
  })

  test('all-day events end on the day that is written, wherever their owner is', async () => {
    const days = (end: string, zone: string) =>
      told(calendar(event('DTSTART;VALUE=DATE:20270301', `RRULE:FREQ=DAILY;UNTIL=${end}`)), { zone })
    for (const zone of ['America/New_York', 'Asia/Tokyo'])
      for (const end of ['20270303', '20270303T000000Z']) expect(await days(end, zone)).toHaveLength(3)
  })

  test('every few hours or minutes', async () => {
    expect(await startsOf('RRULE:FREQ=HOURLY;INTERVAL=5;COUNT=3')).toEqual([
      '03-01T09:00',
      '03-01T14:00',
      '03-01T19:00',
    ])
    expect(await startsOf('RRULE:FREQ=HOURLY;BYDAY=MO;BYHOUR=9,13;UNTIL=20270309')).toEqual([
      '03-01T09:00',
      '03-01T13:00',
      '03-08T09:00',
      '03-08T13:00',
    ])
    expect(await startsOf('RRULE:FREQ=MINUTELY;INTERVAL=90;UNTIL=20270301T120000Z')).toEqual([
      '03-01T09:00',
      '03-01T10:30',
      '03-01T12:00',
    ])
  })
})

describe('what is left out is free', () => {
  const clock = 'TZID=W. Europe Standard Time'
  const series = [`DTSTART;${clock}:20270301T093000`, 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=3']

  test.each([
    ['in UTC', 'EXDATE:20270308T083000Z'],
    ['by its own clock', `EXDATE;${clock}:20270308T093000`],
    ['by another', 'EXDATE;TZID=Asia/Tokyo:20270308T173000'],
    ['without a clock', 'EXDATE:20270308T093000'],
    ['as a day', 'EXDATE;VALUE=DATE:20270308'],
  ])('%s', async (_, line) => {
    const found = await told(calendar(event(...series, line)))
    expect(found.map(each => each.slice(5, 10))).toEqual(['03-01', '03-15'])
  })

  test('also of all-day events, and of further dates', async () => {
    const days = ['DTSTART;VALUE=DATE:20270301', 'RDATE;VALUE=DATE:20270304,20270306']
    const found = await told(
      calendar(event(...days, 'EXDATE;VALUE=DATE:20270301', 'EXDATE:20270304T000000Z')),
    )
    expect(found).toEqual(['2027-03-06T05:00/2027-03-07T05:00'])
  })

  test('and a series of which everything is left out, or that ended before it began, takes no time', async () => {
    const all = ['20270301', '20270308', '20270315'].map(day => `EXDATE;${clock}:${day}T093000`)
    expect(await told(calendar(event(...series, ...all)))).toEqual([])
    expect(await startsOf('RRULE:FREQ=DAILY;UNTIL=20270228T235959Z')).toEqual([])
  })
})

describe('an instance that was changed', () => {
  const weekly = (...more: string[]) => hourly(['RRULE:FREQ=WEEKLY;UNTIL=20270316'], ...more)
  const changed = (id: string, start: string, ...lines: string[]) =>
    event(`RECURRENCE-ID${id}`, `DTSTART:${start}`, 'DURATION:PT2H', ...lines)

  test('is nowhere once it was moved out of the time that is asked for, and comes into it from outside', async () => {
    const out = changed(':20270308T090000Z', '20280308T090000Z')
    const into = changed(':20280301T090000Z', '20270309T090000Z')
    expect(await told(weekly(out, into))).toEqual([
      '2027-03-01T09:00/2027-03-01T10:00',
      '2027-03-09T09:00/2027-03-09T11:00',
      '2027-03-15T09:00/2027-03-15T10:00',
    ])
  })

  test('counts where it was moved to although the series leaves it out, or is not in the file', async () => {
    const moved = changed(':20270308T090000Z', '20270309T090000Z')
    const leftOut = hourly(['RRULE:FREQ=WEEKLY;UNTIL=20270309', 'EXDATE:20270308T090000Z'], moved)
    expect(await told(leftOut)).toEqual([
      '2027-03-01T09:00/2027-03-01T10:00',
      '2027-03-09T09:00/2027-03-09T11:00',
    ])
    expect(await told(calendar(moved))).toEqual(['2027-03-09T09:00/2027-03-09T11:00'])
  })

  test('may be known by its day alone', async () => {
    const moved = changed(';VALUE=DATE:20270308', '20270309T090000Z')
    expect((await told(weekly(moved))).map(each => each.slice(5, 16))).toEqual([
      '03-01T09:00',
      '03-09T09:00',
      '03-15T09:00',
    ])
  })

  test('takes all that follow with it, until another change', async () => {
    const series = event(
      'DTSTART;TZID=Europe/Berlin:20270301T090000',
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY;UNTIL=20270413',
      'EXDATE;TZID=Europe/Berlin:20270405T090000',
    )
    const later = event(
      'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20270315T090000',
      'DTSTART;TZID=Europe/Berlin:20270316T140000',
      'DURATION:PT30M',
    )
    const free = event(
      'RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20270412T090000',
      'DTSTART;TZID=Europe/Berlin:20270412T090000',
      'TRANSP:TRANSPARENT',
    )
    expect(await told(calendar(series, later, free))).toEqual([
      '2027-03-01T08:00/2027-03-01T09:00',
      '2027-03-08T08:00/2027-03-08T09:00',
      '2027-03-16T13:00/2027-03-16T13:30',
      '2027-03-23T13:00/2027-03-23T13:30',
      '2027-03-30T12:00/2027-03-30T12:30',
    ])
  })
})

describe('a clock that the file defines', () => {
  const zone = (id: string, ...lines: string[]) =>
    ['BEGIN:VTIMEZONE', `TZID:${id}`, ...lines, 'END:VTIMEZONE'].join('\n')
  const turn = (kind: string, from: string, to: string, ...lines: string[]) =>
    [`BEGIN:${kind}`, `TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`, ...lines, `END:${kind}`].join('\n')
  const at = (id: string, time: string) => event(`DTSTART;TZID=${id}:${time}`, 'DURATION:PT1H')
  const startOf = async (...parts: string[]) => (await told(calendar(...parts)))[0]?.slice(0, 16)

  test('shows what the same clock of the database shows', async () => {
    const timesBy = (tzid: string) =>
      told(
        calendar(
          event(`DTSTART;TZID=${tzid}:20200101T013000`, 'DURATION:PT3H', 'RRULE:FREQ=DAILY;BYHOUR=1,2,3'),
        ),
      )
    expect(await timesBy('W. Europe Standard Time')).toEqual(await timesBy('Europe/Berlin'))
  })

  test('is known by the place that it names', async () => {
    const nonsense = turn('STANDARD', '+0000', '+0000', 'DTSTART:19700101T000000')
    const located = zone('My zone', 'X-LIC-LOCATION:Asia/Tokyo', nonsense)
    expect(await startOf(located, at('My zone', '20270401T090000'))).toBe('2027-04-01T00:00')
    expect(await startOf(zone('Asia/Tokyo', nonsense), at('Asia/Tokyo', '20270401T090000'))).toBe(
      '2027-04-01T00:00',
    )
    expect(await startOf(zone('EST', nonsense), at('EST', '20270401T090000'))).toBe('2027-04-01T09:00')
  })

  test('changes on dates that are listed, and keeps its last offset after a rule has ended', async () => {
    const listed = zone(
      'Listed',
      turn('STANDARD', '+0100', '+0200', 'DTSTART:20000101T000000', 'RDATE:20270310T000000'),
      turn(
        'DAYLIGHT',
        '+0200',
        '+0300',
        'DTSTART:20010401T000000',
        'RRULE:FREQ=YEARLY;UNTIL=20100331T220000Z',
      ),
    )
    expect(await startOf(listed, at('Listed', '20270302T090000'))).toBe('2027-03-02T06:00')
    expect(await startOf(listed, at('Listed', '20270320T090000'))).toBe('2027-03-20T07:00')
  })

  test('that says nothing, or that nobody knows, is the owner’s', async () => {
    expect(await startOf(zone('Empty'), at('Empty', '20270401T090000'))).toBe('2027-04-01T13:00')
    expect(await startOf(at('Nowhere', '20270401T090000'))).toBe('2027-04-01T13:00')
  })

  test('whose rule never occurs has changed once', async () => {
    const rule = 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'
    const never = zone('Never', turn('STANDARD', '+0100', '+0200', 'DTSTART:16010101T000000', rule))
    expect(await startOf(never, at('Never', '20270401T090000'))).toBe('2027-04-01T07:00')
  })
})

describe('a hostile calendar ends', () => {
  test('a rule that never occurs leaves everything free', async () => {
    const never = event(
      'DTSTART:20260301T090000Z',
      'DURATION:PT1H',
      'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    )
    expect(await told(calendar(never))).toEqual([])
  })

  const many = (count: number, start: string, rule: string) =>
    calendar(...Array.from({ length: count }, () => event(`DTSTART:${start}T090000Z`, 'DURATION:PT1H', rule)))

  test('thousands of events are read, those that never occur among them', async () => {
    const never = many(1000, '20260301', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30')
    expect(await told(never)).toEqual([])
    expect(await told(many(2000, '20260301', 'RRULE:FREQ=WEEKLY'))).toHaveLength(2000 * 8)
  })

  test('what must be counted for centuries is refused', async () => {
    const counted = 'RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000000'
    expect(await faultOf(many(150, '19010101', counted))).toBe('too_many')
  })

  test('what repeats by the second or every minute is refused, but for a few times', async () => {
    const rule = (text: string) => event('DTSTART:20270301T090000Z', 'DURATION:PT1M', `RRULE:FREQ=${text}`)
    expect(await faultOf(calendar(rule('SECONDLY;COUNT=2')))).toBe('too_many')
    expect(await faultOf(calendar(...Array.from({ length: 3 }, () => rule('MINUTELY'))))).toBe('too_many')
    expect(await told(calendar(rule('MINUTELY;COUNT=3')))).toHaveLength(3)
  })

  test('ends of time: year 9999, a length of ages, an end before the start', async () => {
    const times = [
      ['DTSTART:99991231T090000Z', 'DTEND:99991231T100000Z', 'RRULE:FREQ=YEARLY'],
      ['DTSTART:00010101T000000', 'RRULE:FREQ=DAILY;UNTIL=99991231T235959Z;INTERVAL=99999999999999999999'],
      ['DTSTART:20270401T090000Z', 'DTEND:20270401T080000Z'],
      ['DTSTART:20270301T090000Z', 'DURATION:P99999999999999D'],
    ]
    const found = await told(calendar(...times.map(lines => event(...lines))))
    expect(found).toEqual(['2027-03-01T09:00/9999-12-31T00:00'])
  })

  test.each(['DTSTART:soon', 'DTSTART;VALUE=TEXT:soon', 'DTSTART:2027XX01T090000Z'])(
    'a time that is none, as in %s, makes it unreadable',
    async line => expect(await faultOf(calendar(event(line)))).toBe('unreadable'),
  )
})
