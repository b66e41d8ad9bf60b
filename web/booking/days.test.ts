import { beforeAll, expect, test, vi } from 'vitest'
import { dayOf, formatTime, formatTimes, isTwice } from './clock.ts'
import { daysOf, nameOfDay } from './days.ts'

beforeAll(() => vi.stubGlobal('navigator', { languages: ['en-US'] }))

const newYork = 'America/New_York'
/** A start each half hour between two instants. */
function halfHours(from: string, to: string) {
  const starts: string[] = []
  for (let at = Date.parse(from); at < Date.parse(to); at += 1_800_000)
    starts.push(new Date(at).toISOString())
  return starts
}
/** Some versions of Intl write narrow spaces. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ')
const times = (starts: string[], zone: string) =>
  starts.map(start => plain(formatTime(Date.parse(start), zone)))

test('A free time is on the day that the client’s own clock shows', () => {
  const starts = ['2026-11-24T02:00:00.000Z', '2026-11-24T12:00:00.000Z', '2026-11-24T18:00:00.000Z']
  const inZone = (zone: string) => daysOf(starts, zone, null).map(({ day, starts }) => [day, starts.length])
  expect(inZone('Europe/Berlin')).toEqual([['2026-11-24', 3]])
  expect(inZone(newYork)).toEqual([
    ['2026-11-23', 1],
    ['2026-11-24', 2],
  ])
  expect(inZone('Pacific/Kiritimati')).toEqual([
    ['2026-11-24', 1],
    ['2026-11-25', 2],
  ])
})

test('The day on which the clocks are put back has 25 hours, and both passes of an hour can be told apart', () => {
  const day = daysOf(halfHours('2027-11-07T04:00:00Z', '2027-11-08T05:00:00Z'), newYork, null)
  expect(day.map(({ day, starts }) => [day, starts.length])).toEqual([['2027-11-07', 50]])
  expect(times(day[0]!.starts.slice(1, 7), newYork)).toEqual([
    '12:30 AM',
    '1:00 AM EDT',
    '1:30 AM EDT',
    '1:00 AM EST',
    '1:30 AM EST',
    '2:00 AM',
  ])
  expect(new Set(times(day[0]!.starts, newYork)).size).toBe(50)
})

test('A time that comes twice is told apart even where only one of the two is free', () => {
  expect(times(['2027-11-07T06:30:00.000Z'], newYork)).toEqual(['1:30 AM EST'])
})

test('The day on which the clocks are put forward has 23 hours and no time that does not exist', () => {
  const [day] = daysOf(halfHours('2027-03-14T05:00:00Z', '2027-03-15T04:00:00Z'), newYork, null)
  expect(day).toMatchObject({ day: '2027-03-14', starts: { length: 46 } })
  expect(times(day!.starts.slice(3, 5), newYork)).toEqual(['1:30 AM', '3:00 AM'])
})

test('Clocks that are put back at midnight show the last hour of the evening twice', () => {
  const days = daysOf(halfHours('2027-10-30T19:00:00Z', '2027-10-30T23:00:00Z'), 'Asia/Beirut', null)
  expect(days.map(({ day, starts }) => [day, starts.length])).toEqual([
    ['2027-10-30', 6],
    ['2027-10-31', 2],
  ])
  expect(new Set(times(days[0]!.starts, 'Asia/Beirut')).size).toBe(6)
})

test('Clocks that are changed by half an hour show half an hour twice', () => {
  const zone = 'Australia/Lord_Howe'
  const starts = halfHours('2027-04-03T14:00:00Z', '2027-04-03T16:30:00Z')
  expect(starts.filter(start => isTwice(Date.parse(start), zone))).toEqual([
    '2027-04-03T14:30:00.000Z',
    '2027-04-03T15:00:00.000Z',
  ])
  expect(new Set(times(starts, zone)).size).toBe(5)
})

test('A day that is not known to its end is left out', () => {
  const starts = ['2026-11-24T09:00:00.000Z', '2026-11-25T09:00:00.000Z']
  const known = Date.parse('2026-11-25T10:00:00Z')
  expect(daysOf(starts, 'Europe/Berlin', known).map(({ day }) => day)).toEqual(['2026-11-24'])
  expect(daysOf(starts, 'Pacific/Kiritimati', known).map(({ day }) => day)).toEqual([
    '2026-11-24',
    '2026-11-25',
  ])
})

test('Tomorrow is the next day of the calendar, on the day of a change as well', () => {
  const now = Date.parse('2027-11-07T04:30:00Z')
  expect(nameOfDay('2027-11-07', newYork, now)).toBe('Today, Sun, Nov 7')
  expect(nameOfDay('2027-11-08', newYork, now)).toBe('Tomorrow, Mon, Nov 8')
  expect(nameOfDay('2027-11-09', newYork, now)).toBe('Tue, Nov 9')
  expect(nameOfDay('2028-01-03', newYork, now)).toBe('Mon, Jan 3, 2028')
  expect(dayOf(now, newYork)).toBe('2027-11-07')
})

test('A meeting across a change of the clock names the hour at each end', () => {
  const times = (start: string, end: string) => plain(formatTimes(start, end, newYork))
  expect(times('2027-11-07T05:30:00.000Z', '2027-11-07T06:00:00.000Z')).toBe('1:30 AM EDT – 1:00 AM EST')
  expect(times('2027-03-14T06:30:00.000Z', '2027-03-14T07:00:00.000Z')).toBe('1:30 AM EST – 3:00 AM EDT')
  expect(times('2027-11-09T15:30:00.000Z', '2027-11-09T16:00:00.000Z')).toBe('10:30 AM – 11:00 AM')
})
