import { describe, expect, test } from 'vitest'
import { dateOf, dayOf, minutesPerDay, type Minute } from './minutes.ts'
import { everOccurs, occurrences, recurrenceFault } from './recurrence.ts'
import { zoneNamed } from './zone.ts'

const zone = zoneNamed('America/New_York')
const at = (date: string, minute = 540): Minute => zone.instantOf(dayOf(date) * minutesPerDay + minute)

/** An hour from 09:00 in New York, as all examples of RFC 5545 §3.8.5.3 have it. */
const repeated = (rrule: string, date = '1997-09-02') => ({
  startsAt: dateOf(at(date)),
  endsAt: dateOf(at(date, 600)),
  timeZone: zone.name,
  rrule,
})

const datesOf = (rrule: string, date?: string, from = '1997-01-01', to = '2010-01-01') =>
  occurrences(repeated(rrule, date), at(from), at(to)).map(({ start }) =>
    dateOf(zone.localOf(start)).toISOString().slice(0, 10),
  )

/** "1997-09 2 4, 1997-10 1" as three dates. */
const dates = (text: string) =>
  text.split(', ').flatMap(month => {
    const [name = '', ...days] = month.split(' ')
    return days.map(day => `${name}-${day.padStart(2, '0')}`)
  })

/** Rule, first date where it is not 1997-09-02, and the first dates that it must give. */
const examples: [rrule: string, first: string, expected: string][] = [
  ['FREQ=DAILY;COUNT=10', '', '1997-09 2 3 4 5 6 7 8 9 10 11'],
  ['FREQ=DAILY;INTERVAL=2', '', '1997-09 2 4 6 8 10 12'],
  ['FREQ=DAILY;INTERVAL=10;COUNT=5', '', '1997-09 2 12 22, 1997-10 2 12'],
  ['FREQ=WEEKLY;COUNT=10', '', '1997-09 2 9 16 23 30, 1997-10 7 14 21 28, 1997-11 4'],
  ['FREQ=WEEKLY;INTERVAL=2;WKST=SU', '', '1997-09 2 16 30, 1997-10 14 28, 1997-11 11 25, 1997-12 9 23'],
  [
    'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH',
    '',
    '1997-09 2 4 9 11 16 18 23 25 30, 1997-10 2',
  ],
  ['FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH', '', '1997-09 2 4 9 11 16 18 23 25 30, 1997-10 2'],
  [
    'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
    '1997-09-01',
    '1997-09 1 3 5 15 17 19 29, 1997-10 1 3 13 15 17 27 29 31, 1997-11 10 12 14 24 26 28, 1997-12 8 10 12 22',
  ],
  ['FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH', '', '1997-09 2 4 16 18 30, 1997-10 2 14 16'],
  ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '1997-08-05', '1997-08 5 10 19 24'],
  ['FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', '1997-08-05', '1997-08 5 17 19 31'],
  [
    'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
    '1997-09-05',
    '1997-09 5, 1997-10 3, 1997-11 7, 1997-12 5, 1998-01 2, 1998-02 6, 1998-03 6, 1998-04 3, 1998-05 1, 1998-06 5',
  ],
  [
    'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU',
    '1997-09-07',
    '1997-09 7 28, 1997-11 2 30, 1998-01 4 25, 1998-03 1 29, 1998-05 3 31',
  ],
  ['FREQ=MONTHLY;COUNT=6;BYDAY=-2MO', '1997-09-22', '1997-09 22, 1997-10 20, 1997-11 17, 1997-12 22, 1998-01 19, 1998-02 16'], // prettier-ignore
  ['FREQ=MONTHLY;BYMONTHDAY=-3', '1997-09-28', '1997-09 28, 1997-10 29, 1997-11 28, 1997-12 29, 1998-01 29, 1998-02 26'], // prettier-ignore
  ['FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15', '', '1997-09 2 15, 1997-10 2 15, 1997-11 2 15, 1997-12 2 15, 1998-01 2 15'], // prettier-ignore
  ['FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1', '1997-09-30', '1997-09 30, 1997-10 1 31, 1997-11 1 30, 1997-12 1 31, 1998-01 1 31, 1998-02 1'], // prettier-ignore
  ['FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15', '1997-09-10', '1997-09 10 11 12 13 14 15, 1999-03 10 11 12 13'], // prettier-ignore
  ['FREQ=MONTHLY;INTERVAL=2;BYDAY=TU', '', '1997-09 2 9 16 23 30, 1997-11 4 11 18 25, 1998-01 6 13 20 27, 1998-03 3'], // prettier-ignore
  ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '', '1997-09 2, 1998-02 13, 1998-03 13, 1998-11 13, 1999-08 13, 2000-10 13'], // prettier-ignore
  ['FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13', '1997-09-13', '1997-09 13, 1997-10 11, 1997-11 8, 1997-12 13, 1998-01 10'], // prettier-ignore
  ['FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', '1997-09-04', '1997-09 4, 1997-10 7, 1997-11 6'],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
    '1997-09-29',
    '1997-09 29, 1997-10 30, 1997-11 27, 1997-12 30',
  ],
  ['FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5', '2007-01-15', '2007-01 15 30, 2007-02 15, 2007-03 15 30'],
  ['FREQ=YEARLY;COUNT=4;BYMONTH=6,7', '1997-06-10', '1997-06 10, 1997-07 10, 1998-06 10, 1998-07 10'],
  ['FREQ=YEARLY;INTERVAL=2;COUNT=5;BYMONTH=1,2,3', '1997-03-10', '1997-03 10, 1999-01 10, 1999-02 10, 1999-03 10, 2001-01 10'], // prettier-ignore
  ['FREQ=YEARLY;INTERVAL=3;COUNT=7;BYYEARDAY=1,100,200', '1997-01-01', '1997-01 1, 1997-04 10, 1997-07 19, 2000-01 1, 2000-04 9, 2000-07 18, 2003-01 1'], // prettier-ignore
  ['FREQ=YEARLY;BYDAY=20MO', '1997-05-19', '1997-05 19, 1998-05 18, 1999-05 17'],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '1997-05-12', '1997-05 12, 1998-05 11, 1999-05 17'],
  [
    'FREQ=YEARLY;BYMONTH=3;BYDAY=TH',
    '1997-03-13',
    '1997-03 13 20 27, 1998-03 5 12 19 26, 1999-03 4 11 18 25',
  ],
  [
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
    '1996-11-05',
    '1996-11 5, 2000-11 7, 2004-11 2',
  ],
  ['FREQ=YEARLY', '1996-02-29', '1996-02 29, 2000-02 29, 2004-02 29'],
]

describe('the examples of RFC 5545 come out as it says', () => {
  test.each(examples)('%s', (rrule, first, expected) => {
    const found = datesOf(rrule, first || undefined, '1996-01-01')
    const wanted = dates(expected)
    expect(found.slice(0, wanted.length)).toEqual(wanted)
    if (/COUNT|UNTIL/.test(rrule)) expect(found).toHaveLength(wanted.length)
  })

  test('every day in January, for three years', () => {
    const byMonth = datesOf(
      'FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
      '1998-01-01',
    )
    expect(byMonth).toHaveLength(93)
    expect(datesOf('FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1', '1998-01-01')).toEqual(byMonth)
  })

  test('every day until Christmas Eve', () => {
    expect(datesOf('FREQ=DAILY;UNTIL=19971224T000000Z')).toHaveLength(113)
    expect(datesOf('FREQ=DAILY;UNTIL=19971224')).toHaveLength(114)
  })

  const timesOf = (rrule: string) =>
    occurrences(repeated(rrule), at('1997-09-02', 0), at('1997-09-04', 0)).map(({ start }) =>
      dateOf(zone.localOf(start)).toISOString().slice(8, 16),
    )

  test('every 20 minutes from 9:00 to 16:40 every day', () => {
    const hours = 'BYHOUR=9,10,11,12,13,14,15,16'
    const byDay = timesOf(`FREQ=DAILY;${hours};BYMINUTE=0,20,40`)
    expect(byDay).toHaveLength(48)
    expect(timesOf(`FREQ=MINUTELY;INTERVAL=20;${hours}`)).toEqual(byDay)
  })

  test('every three hours, every quarter of an hour, every hour and a half', () => {
    const hours = timesOf('FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z')
    expect(hours).toEqual(['02T09:00', '02T12:00', '02T15:00'])
    const quarters = timesOf('FREQ=MINUTELY;INTERVAL=15;COUNT=6')
    expect(quarters).toEqual(['02T09:00', '02T09:15', '02T09:30', '02T09:45', '02T10:00', '02T10:15'])
    const more = timesOf('FREQ=MINUTELY;INTERVAL=90;COUNT=4')
    expect(more).toEqual(['02T09:00', '02T10:30', '02T12:00', '02T13:30'])
  })
})

describe('a block repeats by the wall clock', () => {
  test('at the same hours before and after the clock is changed', () => {
    const block = { ...repeated('FREQ=DAILY', '2027-03-12'), endsAt: dateOf(at('2027-03-12', 1020)) }
    const hours = occurrences(block, at('2027-03-13'), at('2027-03-16')).map(({ start, end }) => [
      zone.localOf(start) % minutesPerDay,
      zone.localOf(end) % minutesPerDay,
    ])
    expect(hours).toEqual([1, 2, 3].map(() => [540, 1020]))
  })

  test('so that a night is an hour shorter in spring', () => {
    const night = {
      startsAt: dateOf(at('2027-03-06', 1320)),
      endsAt: dateOf(at('2027-03-07', 480)),
      timeZone: zone.name,
      rrule: 'FREQ=WEEKLY;BYDAY=SA',
    }
    const lengths = occurrences(night, at('2027-03-01'), at('2027-03-22')).map(
      ({ start, end }) => (end - start) / 60,
    )
    expect(lengths).toEqual([10, 9, 10])
  })

  test('and one that began before the time asked for is among what touches it', () => {
    const long = { ...repeated('FREQ=WEEKLY', '2027-01-04'), endsAt: dateOf(at('2027-01-09')) }
    expect(occurrences(long, at('2027-02-10'), at('2027-02-11')).map(({ start }) => start)).toEqual([
      at('2027-02-08'),
    ])
  })
})

describe('a hostile rule costs little', () => {
  test.each([
    'FREQ=DAILY;INTERVAL=3',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR',
    'FREQ=MONTHLY;BYDAY=-1TH',
    'FREQ=YEARLY;INTERVAL=2;BYDAY=-1SU',
  ])('%s leaps over the years gone by, and gives what counting them gives', rrule => {
    const [from, to] = ['2003-01-01', '2005-01-01']
    expect(datesOf(rrule, '1997-09-02', from, to)).toEqual(
      datesOf(`${rrule};COUNT=1000`, '1997-09-02', from, to),
    )
  })

  test.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31',
    'FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000000',
    'FREQ=YEARLY;INTERVAL=99999999999999999999',
    'FREQ=HOURLY;INTERVAL=99999999999999999999',
    'FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30',
  ])('%s is only its first time', rrule => {
    expect(occurrences(repeated(rrule), at('1997-01-01'), at('2097-01-01'))).toHaveLength(1)
  })

  test('a rule that repeats every second takes all time from its start to its end', () => {
    const [from, to] = [at('2027-01-01'), at('2027-02-01')]
    const [first, ...more] = occurrences(repeated('FREQ=SECONDLY'), from, to)
    expect([first, more]).toEqual([{ start: at('1997-09-02'), end: to }, []])
    expect(occurrences(repeated('FREQ=SECONDLY;UNTIL=20261231T000000Z'), from, to)).toEqual([])
  })
})

test('a repetition is refused at the door when it cannot be read, comes too often, or contradicts itself', () => {
  for (const [rrule] of examples) expect(recurrenceFault(rrule)).toBeUndefined()
  for (const rrule of [
    '',
    'weekly',
    'RRULE:FREQ=DAILY',
    'FREQ=DAILY;FREQ=DAILY',
    'FREQ=DAILY;',
    'FREQ=DAILY;X=1',
    'FREQ=DAILY;BYDAY=XX',
    'FREQ=DAILY;UNTIL=soon',
    'FREQ=DAILY;BYMONTHDAY=32',
    `FREQ=DAILY;BYHOUR=${'1,'.repeat(300)}1`,
  ])
    // prettier-ignore
    expect(recurrenceFault(rrule)).toContain('RFC 5545 has it')
  for (const rrule of ['FREQ=SECONDLY', 'FREQ=HOURLY;BYDAY=MO', 'COUNT=2'])
    expect(recurrenceFault(rrule)).toContain('daily, weekly')
  for (const rrule of [
    'FREQ=WEEKLY;BYDAY=2MO',
    'FREQ=WEEKLY;BYMONTHDAY=2',
    'FREQ=DAILY;COUNT=2;UNTIL=20270101',
  ])
    expect(recurrenceFault(rrule)).toContain('exclude each other')
  for (const rrule of [
    'FREQ=DAILY;COUNT=0',
    'FREQ=DAILY;COUNT=1001',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=DAILY;COUNT=1e9',
  ])
    expect(recurrenceFault(rrule)).toContain('1,000')
})

describe('a repetition that never comes is told from one that comes late', () => {
  const occurs = (rrule: string, date?: string) => everOccurs(repeated(rrule, date), at('2100-01-01', 0))

  test.each(examples)('%s comes', (rrule, first) => {
    expect(occurs(rrule, first || undefined)).toBe(true)
  })

  test.each([
    ['at its first time alone', 'FREQ=YEARLY;INTERVAL=1000', '1997-09-02'],
    ['once, on its first day', 'FREQ=DAILY;UNTIL=19970902', '1997-09-02'],
    ['on a 29th of February seven years on', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '1897-01-01'],
    ['in the last year', 'FREQ=YEARLY;INTERVAL=102;BYMONTH=12;BYMONTHDAY=31', '1997-09-02'],
  ])('%s: %s from %s', (_, rrule, date) => {
    expect(occurs(rrule, date)).toBe(true)
  })

  test.each([
    ['30 February', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'],
    ['30 February, so many times', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3'],
    ['31 April', 'FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31'],
    ['a first Monday that is a 20th', 'FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20'],
    ['a sixth Monday of a month', 'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6'],
    ['an end before its beginning', 'FREQ=DAILY;UNTIL=19970901'],
    ['an end before its day comes', 'FREQ=YEARLY;BYMONTH=12;UNTIL=19971101'],
    ['a year beyond all that is looked at', 'FREQ=YEARLY;INTERVAL=200;BYMONTH=1'],
    [
      'every time of a day that is none',
      `FREQ=DAILY;BYMONTHDAY=30;BYMONTH=2;BYHOUR=${Array.from({ length: 24 })
        .map((__, hour) => hour)
        .join()}`,
    ],
  ])('never: %s', (_, rrule) => {
    expect(recurrenceFault(rrule)).toBeUndefined()
    expect(occurs(rrule)).toBe(false)
  })
})
