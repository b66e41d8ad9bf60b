import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { readCatalogue } from '../web/vite/messages.ts'

type Elements = ReturnType<IntlMessageFormat['getAst']>

const parsed = (text: string, language: string) =>
  new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst()

/** Names of what is filled in, those inside of plurals too. */
const argumentsOf = (elements: Elements): string[] =>
  elements
    .flatMap(element => {
      if (`${element.type}` === '0' || !('value' in element)) return []
      const inside = 'options' in element ? Object.values(element.options) : []
      return [element.value, ...inside.flatMap(({ value }) => argumentsOf(value))]
    })
    .filter((name, index, names) => names.indexOf(name) === index)
    .sort()

describe.each(['nl', 'de', 'es', 'fr'])('each message in %s', language => {
  const messages = Object.entries(readCatalogue(language))

  test('can be read, and has the English message’s arguments', () => {
    const filledIn = messages.map(([english, text]) => [english, argumentsOf(parsed(text, language))])
    const asked = messages.map(([english]) => [english, argumentsOf(parsed(english, 'en'))])
    expect(filledIn).toEqual(asked)
  })

  test('raises its voice no more than the English one', () => {
    expect(messages.filter(([, text]) => /[!¡]/.test(text))).toEqual([])
  })
})
