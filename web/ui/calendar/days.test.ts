import { expect, test } from 'vitest'
import { addDays, instantIn, partOn, readingIn, weekOf } from './days.ts'

const berlin = 'Europe/Berlin'

test('a week runs from Monday to Sunday, across months', () => {
  expect(weekOf('2027-03-31')).toEqual([
    '2027-03-29',
    '2027-03-30',
    '2027-03-31',
    '2027-04-01',
    '2027-04-02',
    '2027-04-03',
    '2027-04-04',
  ])
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
})

test('the clock of a zone is read on both sides of a change', () => {
  expect(readingIn(berlin, '2027-03-28T00:59:00Z')).toEqual({ day: '2027-03-28', minute: 119 })
  expect(readingIn(berlin, '2027-03-28T01:00:00Z')).toEqual({ day: '2027-03-28', minute: 180 })
  expect(instantIn(berlin, { day: '2027-03-28', minute: 180 })).toBe('2027-03-28T01:00:00.000Z')
  expect(instantIn(berlin, { day: '2027-10-31', minute: 150 })).toBe('2027-10-31T00:30:00.000Z')
})

test('a time across midnight has a part on each day, and none on the day at whose start it ends', () => {
  const night = { startsAt: '2027-01-04T22:00:00Z', endsAt: '2027-01-05T01:00:00Z' }
  expect(partOn('2027-01-04', berlin, night)).toEqual({ from: 1380, to: 1440 })
  expect(partOn('2027-01-05', berlin, night)).toEqual({ from: 0, to: 120 })
  expect(
    partOn('2027-01-05', berlin, { startsAt: '2027-01-04T22:00:00Z', endsAt: '2027-01-04T23:00:00Z' }),
  ).toBeUndefined()
})

test('in the hour that comes twice a meeting still has a length', () => {
  const { from, to } =
    partOn('2027-10-31', berlin, { startsAt: '2027-10-31T00:45:00Z', endsAt: '2027-10-31T01:15:00Z' }) ?? {}
  expect(from).toBe(165)
  expect(to).toBeGreaterThan(165)
})
