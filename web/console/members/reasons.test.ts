import { expect, test } from 'vitest'
import { parseAddresses } from '../../../src/features/members/rules.ts'
import { reasonWords } from './reasons.ts'

test('every reason why a pasted line cannot be used is known in words', () => {
  const lines = ['Mona', 'a@b@c.nl', 'mo na@utrecht.nl', '@utrecht.nl', 'mona@', 'mona@utrecht']
  const { invalid } = parseAddresses([...lines, `${'Mona '.repeat(50)}<mona@utrecht.nl>`].join('\n'))
  const reasons = invalid.map(({ reason }) => reason)
  expect(reasons.filter(reason => !reasonWords()[reason])).toEqual([])
  expect(new Set(reasons)).toEqual(new Set(Object.keys(reasonWords())))
})
