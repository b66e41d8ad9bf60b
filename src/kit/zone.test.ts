import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateOf, minuteOf, type Minute } from './minutes.ts'
import { isZoneName, Zone, zoneNamed } from './zone.ts'

const names = Intl.supportedValuesOf('timeZone')
const local = (text: string): Minute => minuteOf(new Date(`${text}Z`))
const instant = (zone: string, text: string) =>
  dateOf(zoneNamed(zone).instantOf(local(text)))
    .toISOString()
    .slice(0, 16)

describe('a reading of the wall clock becomes an instant', () => {
  test('before and after the clock is changed', () => {
    expect(instant('Europe/Berlin', '2027-03-28T01:59')).toBe('2027-03-28T00:59')
    expect(instant('Europe/Berlin', '2027-03-28T03:00')).toBe('2027-03-28T01:00')
  })

  test('that it never shows: the first instant after', () => {
    for (const time of ['02:00', '02:30', '02:59', '03:00'])
      expect(instant('America/New_York', `2027-03-14T${time}`)).toBe('2027-03-14T07:00')
  })

  test('that it shows twice: the first', () => {
    expect(instant('America/New_York', '2027-11-07T01:30')).toBe('2027-11-07T05:30')
    expect(instant('America/New_York', '2027-11-07T02:00')).toBe('2027-11-07T07:00')
  })

  test('where the clock is changed by half an hour', () => {
    expect(instant('Australia/Lord_Howe', '2027-10-03T02:15')).toBe('2027-10-02T15:30')
    expect(instant('Australia/Lord_Howe', '2027-10-03T02:30')).toBe('2027-10-02T15:30')
  })

  test('where a day begins at one o’clock', () => {
    expect(instant('Asia/Beirut', '2027-03-28T00:00')).toBe('2027-03-27T22:00')
    expect(instant('Africa/Cairo', '2027-04-30T00:30')).toBe('2027-04-29T22:00')
  })

  test('where summer was called off within a week', () => {
    expect(instant('America/Recife', '2000-10-07T12:00')).toBe('2000-10-07T15:00')
    expect(instant('America/Recife', '2000-10-10T12:00')).toBe('2000-10-10T14:00')
    expect(instant('America/Recife', '2000-10-16T12:00')).toBe('2000-10-16T15:00')
  })

  test('where a whole day was left out', () => {
    expect(instant('Pacific/Apia', '2011-12-29T23:59')).toBe('2011-12-30T09:59')
    for (const text of ['2011-12-30T00:00', '2011-12-30T12:00', '2011-12-31T00:00'])
      expect(instant('Pacific/Apia', text)).toBe('2011-12-30T10:00')
  })
})

const someZone = fc.constantFrom(...names).map(zoneNamed)
const someInstant = fc.integer({ min: 0, max: Date.UTC(2100, 0, 1) / 60_000 })

test('every zone’s clock shows what Intl says, in every year', () => {
  for (const name of names) {
    const zone = zoneNamed(name)
    const format = new Intl.DateTimeFormat('sv', { timeZone: name, dateStyle: 'short', timeStyle: 'short' })
    for (const at of fc.sample(someInstant, 40))
      expect([name, at, zone.localOf(at)]).toEqual([
        name,
        at,
        local(format.format(dateOf(at)).replace(' ', 'T')),
      ])
  }
})

test('a later reading is never at an earlier instant', () => {
  fc.assert(
    fc.property(someZone, someInstant, fc.nat(4000), (zone, reading, more) => {
      expect(zone.instantOf(reading + more)).toBeGreaterThanOrEqual(zone.instantOf(reading))
    }),
    { numRuns: 2000 },
  )
})

test('no instant before shows the reading or a later one, and that instant does', () => {
  fc.assert(
    fc.property(someZone, someInstant, (zone, reading) => {
      const at = zone.instantOf(reading)
      expect(zone.localOf(at)).toBeGreaterThanOrEqual(reading)
      expect(zone.localOf(at - 1)).toBeLessThan(reading)
    }),
    { numRuns: 2000 },
  )
})

test('the clock runs evenly until it is changed', () => {
  const zone = new Zone('Europe/Berlin')
  const edge = Date.UTC(2020, 0, 1) / 60_000
  expect(zone.steadyUntil(edge)).toBe(local('2020-03-29T01:00'))
  fc.assert(
    fc.property(someZone, someInstant, fc.nat(525_600), ({ name }, at, more) => {
      const fresh = new Zone(name)
      const until = fresh.steadyUntil(at)
      expect(until).toBeGreaterThan(at)
      expect(fresh.offsetAt(Math.min(at + more, until - 1))).toBe(fresh.offsetAt(at))
    }),
  )
})

test('before 1970 and from 2100 on a zone keeps its offset', () => {
  const zone = zoneNamed('Europe/Berlin')
  for (const year of [-4000, 1900, 1969, 2101, 9999])
    expect(zone.offsetAt(minuteOf(new Date(Date.UTC(year, 6, 1))))).toBe(60)
  expect(zone.steadyUntil(local('2150-01-01T00:00'))).toBe(Infinity)
})

test('an offset with seconds is that to the minute which the clock shows', () => {
  // 44 minutes and a half behind.
  expect(zoneNamed('Africa/Monrovia').offsetAt(0)).toBe(-45)
})

test('a zone is a name of the IANA database and nothing else', () => {
  for (const name of ['Europe/Berlin', 'UTC', 'Asia/Calcutta']) expect(isZoneName(name)).toBe(true)
  for (const name of ['', '+05:30', 'Europe/Atlantis', 'Europe/Berlin\0'])
    expect(isZoneName(name)).toBe(false)
})
