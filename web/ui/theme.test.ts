import { describe, expect, test } from 'vitest'
import { type ColorName, colors, dotColors } from './theme.ts'

const channels = (hex: string) => [1, 3, 5].map(at => linear(parseInt(hex.slice(at, at + 2), 16) / 255))
const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)

/** WCAG 2.2 relative luminance. */
function luminance(hex: string) {
  const [red, green, blue] = channels(hex) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Machado, Oliveira and Fernandes 2009, full severity. */
const sight = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
}

function seenAs(hex: string, matrix: number[]) {
  const rgb = channels(hex)
  const [r, g, b] = [0, 3, 6].map(row =>
    Math.max(
      0,
      rgb.reduce((sum, value, i) => sum + value * matrix[row + i]!, 0),
    ),
  ) as [number, number, number]
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

const states = ['grey', 'green', 'amber', 'red', 'blue'] as const
const readable: [ink: ColorName, ground: ColorName][] = [
  ...(['page', 'surface', 'hover', 'selected'] as const).flatMap(ground =>
    (['text', 'dimmed', 'link', 'red-ink', 'amber-ink'] as const).map(
      ink => [ink, ground] as [ColorName, ColorName],
    ),
  ),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['scan-ink', 'scan-paper'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ...states.map(state => [`${state}-ink`, `${state}-soft`] as [ColorName, ColorName]),
  ...states.map(state => ['text', `${state}-soft`] as [ColorName, ColorName]),
]

describe.each(['light', 'dark'] as const)('in the %s scheme', scheme => {
  test.each(readable)('%s can be read on %s', (ink, ground) => {
    expect(contrast(colors[scheme][ink], colors[scheme][ground])).toBeGreaterThanOrEqual(4.5)
  })

  test.each(['border', 'focus'] as const)('%s stands out from what it surrounds', edge => {
    for (const ground of ['page', 'surface'] as const) {
      expect(contrast(colors[scheme][edge], colors[scheme][ground])).toBeGreaterThanOrEqual(3)
    }
  })

  test('every group dot stands out from the page', () => {
    for (const dot of dotColors) expect(contrast(dot, colors[scheme].surface), dot).toBeGreaterThanOrEqual(3)
  })
})

test.each(Object.entries(sight))('group dots can be told apart with %s sight', (_, matrix) => {
  const seen = dotColors.map(dot => seenAs(dot, matrix))
  for (const [i, one] of seen.entries()) {
    for (const other of seen.slice(i + 1)) {
      expect(Math.hypot(...one.map((value, axis) => value - other[axis]!))).toBeGreaterThan(0.08)
    }
  }
})
