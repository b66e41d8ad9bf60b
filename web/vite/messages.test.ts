import { expect, test } from 'vitest'
import { messagesIn } from './messages.ts'

test('every way of quoting a message is found', () => {
  const source = "t('It\\'s here') t(\"Say “hi”\") t(`Two\\nlines`) t(\n  'On its own line',\n  { count },\n)"
  expect(messagesIn(source)).toEqual(["It's here", 'Say “hi”', 'Two\nlines', 'On its own line'])
})

test('what only looks like a message is left alone', () => {
  expect(messagesIn("test('x') at('y') list.t('z') t(variable) t(`a ${b}`)")).toEqual([])
})

test('a comment that speaks of messages says nothing', () => {
  const source = "/**\n * Say it as `t('…')`.\n */\n// so t('not this')\nconst said = t('this')"
  expect(messagesIn(source)).toEqual(['this'])
})
