import { expect, test } from 'vitest'
import { messagesIn, saysNoLiteral, sentencesIn } from './messages.ts'

test('every way of quoting a message is found', () => {
  const source = "t('It\\'s here') t(\"Say “hi”\") t(`Two\\nlines`) t(\n  'On its own line',\n  { count },\n)"
  expect(messagesIn(source)).toEqual(["It's here", 'Say “hi”', 'Two\nlines', 'On its own line'])
})

test('a sentence of a problem is a message too', () => {
  expect(messagesIn("new Problem('gone', say('It is gone.')) essay('x') list.say('y')")).toEqual([
    'It is gone.',
  ])
})

test('a problem that says what no catalogue can have is refused', () => {
  expect(saysNoLiteral("say('It is gone.') say(\n  `It is\n  gone.`,\n) essay(x)")).toBe(false)
  for (const call of ['say(words)', 'say(`At most ${most}.`)', "say(late ? 'a' : 'b')"])
    expect(saysNoLiteral(call)).toBe(true)
})

test('whatever a shape says is found, and none of its names', () => {
  const source =
    "z.enum(['email', 'link']).regex(/a. b/, 'Use letters, such as \\'a\\'.').min(\n  1,\n  'Choose one.',\n)"
  expect(sentencesIn(source)).toEqual(["Use letters, such as 'a'.", 'Choose one.'])
})

test('what only looks like a message is left alone', () => {
  expect(messagesIn("test('x') at('y') list.t('z') t(variable) t(`a ${b}`)")).toEqual([])
})

test('a comment that speaks of messages says nothing', () => {
  const source = "/**\n * Say it as `t('…')`.\n */\n// so t('not this')\nconst said = t('this')"
  expect(messagesIn(source)).toEqual(['this'])
})
