import { describe, expect, test } from 'vitest'
import { freeHost, halfHour } from '../../../test/slot-worlds.ts'
import { dateOf, dayOf, isoWeekdayOf, minuteOf, minutesPerDay, type Interval } from '../../kit/minutes.ts'
import { zoneNamed } from '../../kit/zone.ts'
import type { Host, TypeRules } from './rules/hosts.ts'
import { openTimes } from './rules/hours.ts'
import { mayTake, openSlots } from './rules/slots.ts'

const berlin = zoneNamed('Europe/Berlin')
/** A time in Berlin, as "2027-06-07 09:00"; that is a Monday. */
const at = (text: string) => berlin.instantOf(minuteOf(new Date(`${text.replace(' ', 'T')}Z`)))
const between = (start: string, end: string): Interval => ({ start: at(start), end: at(end) })
const shown = (instant: number) =>
  dateOf(berlin.localOf(instant)).toISOString().slice(0, 16).replace('T', ' ')

/** The starts of one host within some days, as times in Berlin. */
function startsOf(
  host: Partial<Host>,
  type: Partial<TypeRules> = {},
  from = '2027-06-07',
  to = '2027-06-08',
) {
  const question = {
    type: { ...halfHour, ...type },
    hosts: [{ ...freeHost, ...host }],
    now: at('2027-06-01 00:00'),
  }
  return openSlots({ ...question, from: at(`${from} 00:00`), to: at(`${to} 00:00`) }).map(slot =>
    shown(slot.startsAt),
  )
}
const timesOf = (...asked: Parameters<typeof startsOf>) => startsOf(...asked).map(each => each.slice(11))
const everyDay = (startMinute: number, endMinute: number) =>
  [1, 2, 3, 4, 5, 6, 7].map(day => ({ day, startMinute, endMinute }))

describe('open hours are those of the wall clock, whatever is done to it', () => {
  test.each([
    ['New York, Sun 2027-03-14', 'America/New_York', '2027-03-14', 0, 8, 7],
    ['New York, Sun 2027-11-07', 'America/New_York', '2027-11-07', 0, 8, 9],
    ['New York, 2027-11-07, all day', 'America/New_York', '2027-11-07', 0, 24, 25],
    ['New York, 2027-03-14, all day', 'America/New_York', '2027-03-14', 0, 24, 23],
    ['Berlin, Sun 2027-03-28', 'Europe/Berlin', '2027-03-28', 0, 8, 7],
    ['Lord Howe, 2027-10-03', 'Australia/Lord_Howe', '2027-10-03', 0, 8, 7.5],
    ['Beirut, Sun 2027-03-28 (changes at midnight)', 'Asia/Beirut', '2027-03-28', 9, 17, 8],
    ['Cairo, Fri 2027-04-30 (changes at midnight)', 'Africa/Cairo', '2027-04-30', 1, 8, 7],
  ])('%s', (_, name, date, start, end, hours) => {
    const zone = zoneNamed(name)
    const midnight = dayOf(date) * minutesPerDay
    const weekly = [{ day: isoWeekdayOf(dayOf(date)), startMinute: start * 60, endMinute: end * 60 }]
    const [from, to] = [
      zone.instantOf(midnight) - minutesPerDay,
      zone.instantOf(midnight) + 2 * minutesPerDay,
    ]
    const [opens = 0, closes = 0, ...more] = openTimes(zone, weekly, [], from, to)
    expect(more).toEqual([])
    expect([zone.localOf(opens) - midnight, zone.localOf(closes) - midnight]).toEqual([start * 60, end * 60])
    expect((closes - opens) / 60).toBe(hours)

    const host = { ...freeHost, zone, weekly }
    const starts = openSlots({ type: halfHour, hosts: [host], now: from, from, to }).map(
      slot => slot.startsAt,
    )
    expect([starts[0], (starts.at(-1) ?? 0) + 30, starts.length]).toEqual([opens, closes, hours * 2])
  })
})

describe('hours', () => {
  test('are offered to their end, and not beyond', () => {
    expect([timesOf({})[0], timesOf({}).at(-1), timesOf({}).length]).toEqual(['09:00', '16:30', 16])
    expect(timesOf({}, { durationMinutes: 45 }).at(-1)).toBe('16:00')
  })

  test('across midnight go on the next day', () => {
    const night = { weekly: [{ day: 7, startMinute: 1380, endMinute: 1500 }] }
    expect(startsOf(night, {}, '2027-06-06')).toEqual([
      '2027-06-06 23:00',
      '2027-06-06 23:30',
      '2027-06-07 00:00',
      '2027-06-07 00:30',
    ])
  })

  test('that touch are one', () => {
    const touching = { weekly: [...everyDay(540, 600), ...everyDay(600, 660)] }
    expect(timesOf(touching, { durationMinutes: 60 })).toEqual(['09:00', '09:30', '10:00'])
    const roundTheClock = { weekly: everyDay(0, 1440) }
    expect(timesOf(roundTheClock, { durationMinutes: 90 }).at(-1)).toBe('23:30')
  })

  test('of a date stand instead of its weekly ones, and none close it', () => {
    const date = '2027-06-07'
    expect(timesOf({ overrides: [{ date, intervals: [{ startMinute: 1200, endMinute: 1260 }] }] })).toEqual([
      '20:00',
      '20:30',
    ])
    expect(timesOf({ overrides: [{ date, intervals: [] }] })).toEqual([])
    expect(timesOf({ overrides: [{ date: '2027-06-09', intervals: [] }] })).toHaveLength(16)
  })

  test('of the evening before stay when the date has its own', () => {
    const night = { weekly: everyDay(1380, 1500), overrides: [{ date: '2027-06-07', intervals: [] }] }
    expect(timesOf(night)).toEqual(['00:00', '00:30'])
  })

  test('of a type narrow those of the member', () => {
    expect(timesOf({ typeWeekly: everyDay(900, 1440) })).toEqual(['15:00', '15:30', '16:00', '16:30'])
    expect(timesOf({ typeWeekly: [] })).toEqual([])
  })
})

describe('starts', () => {
  test('lie on the grid of the host’s wall clock, whatever time they become free', () => {
    const busy = [between('2027-06-07 09:10', '2027-06-07 16:05')]
    expect(timesOf({ busy }, { stepMinutes: 15, durationMinutes: 15 })).toEqual(['16:15', '16:30', '16:45'])
    const kathmandu = { zone: zoneNamed('Asia/Kathmandu') }
    expect(timesOf(kathmandu).slice(0, 2)).toEqual(['05:15', '05:45'])
  })

  test('are counted from midnight anew each day', () => {
    const starts = startsOf({ weekly: everyDay(0, 1440) }, { stepMinutes: 500 }, '2027-06-07', '2027-06-09')
    expect(starts.map(start => start.slice(11))).toEqual([
      '00:00',
      '08:20',
      '16:40',
      '00:00',
      '08:20',
      '16:40',
    ])
  })

  test('before the notice and beyond the window are not offered', () => {
    const now = at('2027-06-07 10:10')
    const offered = (type: Partial<TypeRules>) => {
      const found = openSlots({
        type: { ...halfHour, ...type },
        hosts: [freeHost],
        now,
        from: now - 600,
        to: now + 5000,
      })
      return [found[0], found.at(-1)].map(slot => slot && shown(slot.startsAt))
    }
    expect(offered({ noticeMinutes: 20 })).toEqual(['2027-06-07 10:30', '2027-06-10 16:30'])
    expect(offered({ noticeMinutes: 21, windowDays: 1 })).toEqual(['2027-06-07 11:00', '2027-06-08 10:00'])
  })
})

describe('what is taken', () => {
  test('by blocks of the organisation, the group and the member, and by other calendars is not offered', () => {
    const taken = {
      organizationBlocks: [between('2027-06-07 09:00', '2027-06-07 10:00')],
      groupBlocks: [between('2027-06-07 10:00', '2027-06-07 11:00')],
      memberBlocks: [between('2027-06-07 11:00', '2027-06-07 12:00')],
      busy: [
        between('2027-06-07 16:00', '2027-06-07 18:00'),
        between('2027-06-07 12:00', '2027-06-07 15:29'),
      ],
    }
    expect(timesOf(taken)).toEqual(['15:30'])
  })

  test('leaves the larger of the two buffers free between two meetings, not their sum', () => {
    const meetings = [
      { ...between('2027-06-07 12:00', '2027-06-07 13:00'), beforeMinutes: 10, afterMinutes: 20 },
    ]
    const type = { stepMinutes: 5, bufferBeforeMinutes: 15, bufferAfterMinutes: 30 }
    const times = timesOf({ meetings }, type)
    expect(times.filter(time => time > '10:55' && time < '13:30')).toEqual(['11:00', '13:20', '13:25'])
    const small = timesOf({ meetings }, { ...type, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 })
    expect(small.filter(time => time > '11:15' && time < '13:25')).toEqual(['11:20', '13:20'])
  })

  test('by other calendars needs no buffer', () => {
    const busy = [between('2027-06-07 12:00', '2027-06-07 13:00')]
    const times = timesOf({ busy }, { bufferBeforeMinutes: 30, bufferAfterMinutes: 30 })
    expect(times).toContain('11:30')
    expect(times).toContain('13:00')
  })
})

describe('limits', () => {
  const meetingsAt = (...starts: string[]) =>
    starts.map(start => ({ start: at(start), end: at(start) + 30, beforeMinutes: 0, afterMinutes: 0 }))
  const datesOf = (host: Partial<Host>) => [
    ...new Set(startsOf(host, {}, '2027-06-05', '2027-06-16').map(start => start.slice(8, 10))),
  ]

  test('close a day on which the host has that many meetings', () => {
    const meetings = meetingsAt('2027-06-07 09:00', '2027-06-07 15:00', '2027-06-08 09:00')
    expect(datesOf({ meetings, dayLimit: 2 })).not.toContain('07')
    expect(datesOf({ meetings, dayLimit: 2 })).toContain('08')
    expect(datesOf({ meetings, dayLimit: 3 })).toContain('07')
  })

  test('close the week from Monday to Sunday', () => {
    const meetings = meetingsAt('2027-06-07 09:00', '2027-06-13 15:00')
    expect(datesOf({ meetings, weekLimit: 2 })).toEqual(['05', '06', '14', '15'])
  })

  test('count a meeting on the day that it is where the host is', () => {
    const meetings = meetingsAt('2027-06-08 03:00')
    const inNewYork = { zone: zoneNamed('America/New_York'), meetings, dayLimit: 1 }
    expect(startsOf(inNewYork, {}, '2027-06-07', '2027-06-09')[0]).toBe('2027-06-08 15:00')
  })
})

describe('a host who cannot be booked', () => {
  test('is offered at no time, and the others of the group still are', () => {
    const [from, to] = [at('2027-06-07 00:00'), at('2027-06-08 00:00')]
    const hosts = [
      { ...freeHost, unbookable: 'calendar_failed' as const },
      { ...freeHost, id: 'other' },
    ]
    const slots = openSlots({ type: halfHour, hosts, now: from, from, to })
    expect(slots).toHaveLength(16)
    expect(slots.every(slot => slot.hosts.join() === 'other')).toBe(true)
    expect(
      mayTake({ type: halfHour, host: hosts[0] ?? freeHost, now: from, startsAt: at('2027-06-07 09:00') }),
    ).toBe(false)
  })
})
