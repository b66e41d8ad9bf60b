import { expect, test } from 'vitest'
import { periodOf, timesOf, unitOf } from './period.ts'

test('a period is told in whole days around today', () => {
  expect(periodOf('week', '2026-11-22')).toEqual({ from: '2026-11-16', to: '2026-11-22' })
  expect(periodOf('4weeks', '2026-11-22')).toEqual({ from: '2026-10-26', to: '2026-11-22' })
  expect(periodOf('quarter', '2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-12-31' })
  expect(periodOf('year', '2026-02-03')).toEqual({ from: '2025-03-01', to: '2026-02-03' })
})

test('the longer the period, the longer what a bar of the chart stands for', () => {
  expect(unitOf(periodOf('4weeks', '2026-11-22'))).toBe('day')
  expect(unitOf(periodOf('quarter', '2026-11-22'))).toBe('week')
  expect(unitOf(periodOf('year', '2026-11-22'))).toBe('month')
})

test('days, weeks and months in which nothing happened have their place in the chart', () => {
  expect(timesOf({ from: '2028-02-28', to: '2028-03-01' }, 'day')).toEqual([
    '2028-02-28',
    '2028-02-29',
    '2028-03-01',
  ])
  expect(timesOf({ from: '2026-11-19', to: '2026-12-01' }, 'week')).toEqual([
    '2026-11-16',
    '2026-11-23',
    '2026-11-30',
  ])
  expect(timesOf({ from: '2025-12-31', to: '2026-02-01' }, 'month')).toEqual([
    '2025-12-01',
    '2026-01-01',
    '2026-02-01',
  ])
})
