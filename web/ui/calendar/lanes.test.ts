import { expect, test } from 'vitest'
import { inLanes } from './lanes.ts'

const drawn = (...spans: [number, number][]) =>
  inLanes(spans.map(([from, to]) => ({ from, to }))).map(
    ({ from, lane, lanes }) => `${from}: ${lane + 1} of ${lanes}`,
  )

test('what does not overlap takes the whole width', () => {
  expect(drawn([0, 30], [30, 60], [90, 120])).toEqual(['0: 1 of 1', '30: 1 of 1', '90: 1 of 1'])
})

test('what overlaps lies side by side, and a lane that is free again is used again', () => {
  expect(drawn([0, 60], [0, 30], [30, 60], [60, 90])).toEqual([
    '0: 1 of 2',
    '0: 2 of 2',
    '30: 2 of 2',
    '60: 1 of 1',
  ])
})
