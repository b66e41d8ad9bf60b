import { expect, test } from 'vitest'
import { colors } from '../ui/theme.ts'
import { contrast, readableOn, textOn } from './color.ts'

const levels = ['00', '33', '66', '99', 'cc', 'ff']
const everyColor = levels.flatMap(red =>
  levels.flatMap(green => levels.map(blue => `#${red}${green}${blue}`)),
)

test('A button in whatever colour the organisation chose has a text that can be read', () => {
  const poor = everyColor.filter(color => contrast(textOn(color), color) < 4.5)
  expect(poor).toEqual([])
})

test('The colour can be read as a text, on light and on dark', () => {
  for (const ground of [colors.light.page, colors.dark.page]) {
    const poor = everyColor.filter(color => contrast(readableOn(ground, color), ground) < 4.5)
    expect(poor).toEqual([])
  }
})

test('A colour that reads well already stays as it is', () => {
  expect(readableOn('#ffffff', '#0e6549')).toBe('#0e6549')
  expect(textOn('#0e6549')).toBe('#ffffff')
  expect(textOn('#ffe600')).toBe('#000000')
})
