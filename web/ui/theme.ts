import type { CSSVariablesResolver, MantineThemeOverride } from '@mantine/core'

/** Lightness steps 0 (palest) to 9 (darkest), as Mantine counts them. */
const ramps = {
  guild: '#f0f9f5 #def3e9 #c3e8d7 #a3d9c0 #7fc2a4 #58a484 #307e60 #0e6549 #005037 #003b28',
  amber: '#fdf6ec #fbead5 #f6d9b2 #ecc38b #d9a75e #bd8630 #956100 #7b4800 #633700 #4a2700',
  red: '#fff2f0 #ffe2de #ffcac3 #ffada4 #ff8a82 #e3645e #b83c3b #9b1e22 #7e0d15 #5f050c',
  blue: '#f0f8ff #ddefff #c1e2ff #a0cfff #7bb6f3 #5497d9 #2d70b0 #0e5794 #004479 #00315b',
  gray: '#fbfaf9 #f5f4f2 #ecebe8 #e1dfdc #cccac6 #a19e99 #83807b #63605b #423f3b #23211e',
  dark: '#eae7e3 #d3d1cd #aaa7a3 #8b8985 #54524f #3c3a37 #2a2825 #1c1a17 #171512 #12100e',
}
type Ramp = keyof typeof ramps
const white = '#ffffff'
const shade = (ramp: Ramp, step: number) => ramps[ramp].split(' ')[step]!

/**
 * Every colour the pages may use, by what it is for. `line` only separates; `border` outlines what can be
 * operated and so reaches 3 : 1.
 */
export const colors = {
  light: {
    page: shade('gray', 0),
    surface: white,
    hover: shade('gray', 1),
    selected: shade('guild', 0),
    line: shade('gray', 3),
    border: shade('gray', 6),
    text: shade('gray', 9),
    dimmed: shade('gray', 7),
    accent: shade('guild', 7),
    'accent-hover': shade('guild', 8),
    'on-accent': white,
    link: shade('guild', 7),
    focus: shade('guild', 7),
    danger: shade('red', 7),
    'danger-hover': shade('red', 8),
    'on-danger': white,
    veil: '#23211e66',
    'scan-ink': shade('gray', 9),
    'scan-paper': white,
    'grey-soft': shade('gray', 2),
    'grey-ink': shade('gray', 8),
    'green-soft': shade('guild', 1),
    'green-ink': shade('guild', 8),
    'amber-soft': shade('amber', 1),
    'amber-ink': shade('amber', 8),
    'red-soft': shade('red', 1),
    'red-ink': shade('red', 8),
    'blue-soft': shade('blue', 1),
    'blue-ink': shade('blue', 8),
  },
  dark: {
    page: shade('dark', 8),
    surface: shade('dark', 7),
    hover: shade('dark', 6),
    selected: '#17332a',
    line: shade('dark', 5),
    border: '#7a7874',
    text: shade('dark', 0),
    dimmed: shade('dark', 2),
    accent: shade('guild', 6),
    'accent-hover': shade('guild', 7),
    'on-accent': white,
    link: shade('guild', 4),
    focus: shade('guild', 4),
    danger: shade('red', 6),
    'danger-hover': shade('red', 7),
    'on-danger': white,
    veil: '#000000a6',
    'scan-ink': shade('gray', 9),
    'scan-paper': white,
    'grey-soft': shade('dark', 5),
    'grey-ink': shade('dark', 1),
    'green-soft': '#123f30',
    'green-ink': shade('guild', 3),
    'amber-soft': '#473010',
    'amber-ink': shade('amber', 3),
    'red-soft': '#51201f',
    'red-ink': shade('red', 3),
    'blue-soft': '#12385a',
    'blue-ink': shade('blue', 3),
  },
} as const
export type ColorName = keyof typeof colors.light

/** Ten that stay apart for people with protanopia and deuteranopia too, and stand out on both schemes. */
export const dotColors = [
  '#6292e1',
  '#cc1a0a',
  '#17a750',
  '#795a90',
  '#fd5b0b',
  '#2b7351',
  '#f153aa',
  '#455dc9',
  '#359282',
  '#526ffb',
] as const

const rem = (pixels: number) => `${pixels / 16}rem`
const fontSizes = { 12: rem(12), 14: rem(14), 16: rem(16), 20: rem(20), 28: rem(28) }
const font = {
  text: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  mono: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
}
const radius = { control: rem(6), panel: rem(10) }
const shadow = '0 1px 2px #12100e0f, 0 8px 24px #12100e24'

/** Where a layout changes; the style sheets write `@media (--phone)` and the build fills in the width. */
export const media = { phone: `(width < ${rem(768)})`, narrow: `(width < ${rem(1100)})` }

/** In CSS pixels at the usual text size, for what is laid out before it is drawn. */
export const rowHeights = { table: 44, card: 68 }

export const sizes = {
  'space-1': rem(4),
  'space-2': rem(8),
  'space-3': rem(12),
  'space-4': rem(16),
  'space-5': rem(20),
  'space-6': rem(24),
  'space-8': rem(32),
  'space-10': rem(40),
  'space-12': rem(48),
  'space-16': rem(64),
  'font-12': fontSizes[12],
  'font-14': fontSizes[14],
  'font-16': fontSizes[16],
  'font-20': fontSizes[20],
  'font-28': fontSizes[28],
  'weight-regular': '400',
  'weight-medium': '500',
  'weight-strong': '600',
  'leading-tight': '1.25',
  leading: '1.5',
  'radius-control': radius.control,
  'radius-panel': radius.panel,
  shadow,
  hairline: '1px',
  'focus-ring': '2px',
  control: rem(32),
  touch: rem(44),
  row: rem(rowHeights.table),
  card: rem(rowHeights.card),
  hour: rem(48),
  dot: rem(8),
  icon: rem(16),
  avatar: rem(24),
  'sidebar-width': rem(232),
  'form-width': rem(400),
  'text-width': rem(640),
  'page-width': rem(1120),
  'panel-width': rem(440),
  motion: '120ms',
  'font-text': font.text,
  'font-mono': font.mono,
}

const tuple = (ramp: Ramp) =>
  ramps[ramp].split(' ') as [string, string, string, string, string, string, string, string, string, string]

export const theme: MantineThemeOverride = {
  white,
  black: shade('gray', 9),
  colors: Object.fromEntries((Object.keys(ramps) as Ramp[]).map(ramp => [ramp, tuple(ramp)])),
  primaryColor: 'guild',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: font.text,
  fontFamilyMonospace: font.mono,
  fontSizes: {
    xs: fontSizes[12],
    sm: fontSizes[14],
    md: fontSizes[16],
    lg: fontSizes[20],
    xl: fontSizes[28],
  },
  spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
  radius: { xs: radius.control, sm: radius.control, md: radius.control, lg: radius.panel, xl: radius.panel },
  defaultRadius: 'sm',
  shadows: { xs: shadow, sm: shadow, md: shadow, lg: shadow, xl: shadow },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: fontSizes[20], lineHeight: '1.25' },
      h2: { fontSize: fontSizes[16], lineHeight: '1.25' },
      h3: { fontSize: fontSizes[14], lineHeight: '1.5' },
    },
  },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  cursorType: 'pointer',
  respectReducedMotion: true,
}

/** Points Mantine's own variables at the tokens, so that its components reach the same contrast. */
export const mantineVariables: CSSVariablesResolver = () => {
  const scheme = {
    '--mantine-color-body': 'var(--color-surface)',
    '--mantine-color-text': 'var(--color-text)',
    '--mantine-color-bright': 'var(--color-text)',
    '--mantine-color-dimmed': 'var(--color-dimmed)',
    '--mantine-color-placeholder': 'var(--color-dimmed)',
    '--mantine-color-error': 'var(--color-red-ink)',
    '--mantine-color-anchor': 'var(--color-link)',
    '--mantine-color-default': 'var(--color-surface)',
    '--mantine-color-default-hover': 'var(--color-hover)',
    '--mantine-color-default-color': 'var(--color-text)',
    '--mantine-color-default-border': 'var(--color-border)',
    '--mantine-color-disabled': 'var(--color-hover)',
    '--mantine-color-disabled-color': 'var(--color-dimmed)',
    '--mantine-color-disabled-border': 'var(--color-line)',
    '--mantine-primary-color-filled': 'var(--color-accent)',
    '--mantine-primary-color-filled-hover': 'var(--color-accent-hover)',
    '--mantine-color-guild-filled': 'var(--color-accent)',
    '--mantine-color-guild-filled-hover': 'var(--color-accent-hover)',
    '--mantine-color-guild-light': 'var(--color-green-soft)',
    '--mantine-color-guild-light-color': 'var(--color-green-ink)',
    '--mantine-color-red-filled': 'var(--color-danger)',
    '--mantine-color-red-filled-hover': 'var(--color-danger-hover)',
    '--mantine-color-red-6': 'var(--color-red-ink)',
    '--mantine-color-red-light': 'var(--color-red-soft)',
    '--mantine-color-red-light-color': 'var(--color-red-ink)',
  }
  return { variables: {}, light: scheme, dark: scheme }
}
