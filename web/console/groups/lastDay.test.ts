import { expect, test } from 'vitest'
import { dayOf, endOf } from './lastDay.ts'

test('a membership that ends on a day lasts until that day is over', () => {
  for (const day of ['2027-03-28', '2027-12-31', '2028-02-29']) expect(dayOf(endOf(day))).toBe(day)
  expect(new Date(endOf('2027-12-31')!).getFullYear()).toBe(2028)
})

test('without a last day it does not end by itself', () => {
  expect(endOf('')).toBe(null)
  expect(dayOf(null)).toBe('')
})
