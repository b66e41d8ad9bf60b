import { expect, test } from 'vitest'
import { endingAt, hoursOf, inOrder, movedTo, partsOf, startingAt, theOneWith, weeklyOf } from './weekly.ts'

const monday = (from: number, to: number) => ({ day: 1, from, to })

test('hours are read and written as the API spells them, across midnight and until midnight too', () => {
  const weekly = [
    { day: 1, start: '09:00', end: '24:00' },
    { day: 2, start: '22:00', end: '06:00' },
  ]
  expect(hoursOf(weekly)).toEqual([monday(540, 1440), { day: 2, from: 1320, to: 1800 }])
  expect(weeklyOf(hoursOf(weekly))).toEqual(weekly)
})

test('hours that overlap or touch are one, and those of another day are not', () => {
  expect(inOrder([monday(780, 900), monday(540, 780), { day: 2, from: 540, to: 600 }])).toEqual([
    monday(540, 900),
    { day: 2, from: 540, to: 600 },
  ])
})

test('hours are moved by the quarter of an hour and stay inside the week and the day', () => {
  expect(movedTo(monday(540, 600), 3, 547)).toEqual({ day: 3, from: 540, to: 600 })
  expect(movedTo(monday(540, 600), 9, 1430)).toEqual({ day: 7, from: 1380, to: 1440 })
  expect(movedTo(monday(1320, 1800), 1, 1500)).toEqual(monday(1425, 1905))
})

test('an end cannot pass the other, nor leave a day between them', () => {
  expect(startingAt(monday(540, 600), 700)).toEqual(monday(585, 600))
  expect(endingAt(monday(540, 600), 500)).toEqual(monday(540, 555))
  expect(endingAt(monday(540, 600), 9999)).toEqual(monday(540, 1980))
})

test('hours that come to touch others are found again in what they became', () => {
  const moved = { day: 1, from: 12 * 60, to: 13 * 60 }
  const joined = inOrder([{ day: 1, from: 9 * 60, to: 12 * 60 }, moved])
  expect(theOneWith(joined, moved)).toEqual({ day: 1, from: 9 * 60, to: 13 * 60 })
  expect(theOneWith([], moved)).toBeUndefined()
})

test('hours across midnight lie on two days, those of Sunday on Monday too', () => {
  expect(partsOf({ day: 7, from: 22 * 60, to: 26 * 60 })).toEqual([
    { day: 7, from: 22 * 60, to: 1440, isRest: false },
    { day: 1, from: 0, to: 2 * 60, isRest: true },
  ])
  expect(partsOf({ day: 3, from: 22 * 60, to: 1440 })).toHaveLength(1)
})
