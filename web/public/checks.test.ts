import { expect, test } from 'vitest'
import { type Field, faultOf } from './checks.ts'

const field = (kind: Field['kind'], required = false): Field => ({
  key: 'it',
  kind,
  required,
  label: 'It',
  help: null,
  choices: [],
})

test('what is not required may stay empty, and what is required may not', () => {
  expect(faultOf(field('text'), '')).toBeUndefined()
  expect(faultOf(field('text', true), ' ')).toBe('Please fill this in.')
})

test('an address and a number are looked at before they are sent', () => {
  expect(faultOf(field('email'), 'anna@example')).toMatch(/whole email address/)
  expect(faultOf(field('email'), ' anna@example.com ')).toBeUndefined()
  expect(faultOf(field('phone'), 'call me')).toMatch(/digits/)
  expect(faultOf(field('phone'), '030 (123) 45-67')).toBeUndefined()
})

test('a text as long as a book is refused kindly', () => {
  expect(faultOf(field('long_text'), 'a'.repeat(5001))).toMatch(/too long/)
})
