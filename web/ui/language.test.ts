import { describe, expect, test } from 'vitest'
import { formatRelative, t } from './language.ts'

describe('a message', () => {
  test('is itself where no translation is known', () => {
    expect(t('Send invite')).toBe('Send invite')
  })

  test('counts in the grammar of the language', () => {
    const message = '{count, plural, one {# client} other {# clients}}'
    expect(t(message, { count: 1 })).toBe('1 client')
    expect(t(message, { count: 1200 })).toBe('1,200 clients')
  })

  test('keeps what a name holds as it was written', () => {
    expect(t('To {address}', { address: '<b>{x}</b>' })).toBe('To <b>{x}</b>')
  })
})

describe('a time that passed', () => {
  const now = Date.parse('2025-06-15T12:00:00Z')

  test.each([
    ['2025-06-15T11:59:40Z', 'now'],
    ['2025-06-15T11:30:00Z', '30 minutes ago'],
    ['2025-06-14T09:00:00Z', 'yesterday'],
    ['2025-06-12T09:00:00Z', '3 days ago'],
    ['2025-03-01T09:00:00Z', '3 months ago'],
    ['2025-06-18T12:00:00Z', 'in 3 days'],
  ])('%s reads “%s”', (at, words) => {
    expect(formatRelative(at, now)).toBe(words)
  })
})
