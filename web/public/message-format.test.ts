import { IntlMessageFormat as Package } from 'intl-messageformat'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { IntlMessageFormat } from './message-format.ts'

const folder = new URL('../../messages/', import.meta.url)
const catalogues = readdirSync(folder).map(file => ({
  language: file.slice(0, 2),
  messages: JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Record<string, string>,
}))

/** Names and the branches of select, as they are found in the message. */
function valuesFor(message: string, count: number) {
  const names = [...message.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name = '']) => name)
  const [, chosen = 'other'] = /select,\s*(\w+)/.exec(message) ?? []
  return Object.fromEntries(
    names.map(name => [
      name,
      new RegExp(`\\{\\s*${name}\\s*,\\s*(plural|number)`).test(message)
        ? count
        : message.includes(`{${name}, select`)
          ? count % 2
            ? chosen
            : 'other'
          : `‹${name}›`,
    ]),
  )
}

test('Every message says in a public page what it says everywhere else', () => {
  const different: string[] = []
  for (const { language, messages } of catalogues) {
    for (const [english, translated] of Object.entries(messages)) {
      for (const [locale, message] of [['en', english] as const, [language, translated] as const]) {
        for (const count of [0, 1, 2, 5, 12_345]) {
          const values = valuesFor(message, count)
          const expected = new Package(message, locale, undefined, { ignoreTag: true }).format(values)
          if (new IntlMessageFormat(message, locale).format(values) !== expected) different.push(message)
        }
      }
    }
  }
  expect([...new Set(different)]).toEqual([])
})

test.each([
  ["It''s {name}''s", "It's Anna's"],
  ["It's here", "It's here"],
  ["Write '{name}' like that", 'Write {name} like that'],
  ['{count, plural, =0 {none} one {# day} other {# days, {name}}}', '2 days, Anna'],
  ['{kind, select, a {{count, plural, one {one} other {#}}} other {none}}!', '2!'],
  ["{count, plural, other {'#' is #}}", '# is 2'],
])('Quotes and branches within branches are read as ICU reads them: %s', (message, said) => {
  const values = { name: 'Anna', count: 2, kind: 'a' }
  expect(new IntlMessageFormat(message, 'en').format(values)).toBe(said)
  expect(new Package(message, 'en', undefined, { ignoreTag: true }).format(values)).toBe(said)
})
