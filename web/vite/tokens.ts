import type { Plugin } from 'vite'
import { colors, dotColors, mantineVariables, media, sizes, theme } from '../ui/theme.ts'

const styleSheet = 'virtual:tokens.css'

/**
 * Writes the tokens of theme.ts as a style sheet. A file, and not the <style> that Mantine would add while
 * running, because the content security policy allows no inline styles.
 */
export function tokens(options: { mantine: boolean }): Plugin {
  return {
    name: 'guildhall-tokens',
    enforce: 'pre',
    resolveId: id => (id === styleSheet ? `\0${styleSheet}` : undefined),
    load: async id => (id === `\0${styleSheet}` ? writeTokens(options) : undefined),
    transform: (code, id) => (id.endsWith('.css') ? fillInMedia(code) : undefined),
  }
}

async function writeTokens({ mantine }: { mantine: boolean }) {
  const dark = declarations({ ...prefixed(colors.dark), 'color-scheme': 'dark' })
  const own = [
    `:root{${declarations({ ...named(sizes), ...dots() })}}`,
    `:root{${declarations({ ...prefixed(colors.light), 'color-scheme': 'light' })}}`,
  ]
  if (!mantine) return [...own, `@media (prefers-color-scheme: dark){:root{${dark}}}`].join('\n')
  return [...own, `:root[data-mantine-color-scheme='dark']{${dark}}`, await mantineTokens()].join('\n')
}

async function mantineTokens() {
  const { convertCssVariables, defaultCssVariablesResolver, mergeMantineTheme, DEFAULT_THEME } =
    await import('@mantine/core')
  const merged = mergeMantineTheme(DEFAULT_THEME, theme)
  const used = new Set(Object.keys(theme.colors ?? {}))
  const defaults = defaultCssVariablesResolver(merged)
  const overrides = mantineVariables(merged)
  const keep = (variables: Record<string, string>) =>
    Object.fromEntries(Object.entries(variables).filter(([name]) => isUsed(name, used)))
  return convertCssVariables({
    variables: keep(defaults.variables),
    light: { ...keep(defaults.light), ...overrides.light },
    dark: { ...keep(defaults.dark), ...overrides.dark },
  })
}

/** Mantine's stock palette is never painted; its hundred variables would only be weight. */
function isUsed(name: string, used: Set<string>) {
  const ramp = /^--mantine-color-([a-z]+)-(?:\d|filled|light|outline|text|contrast)/.exec(name)?.[1]
  return ramp === undefined || used.has(ramp) || ramp === 'default' || ramp === 'disabled'
}

const declarations = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}:${value}`)
    .join(';')

const named = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`--${name}`, value]))

const prefixed = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`--color-${name}`, value]))

const dots = () => Object.fromEntries(dotColors.map((color, index) => [`--dot-${index}`, color]))

function fillInMedia(code: string) {
  return Object.entries(media).reduce(
    (css, [name, condition]) => css.replaceAll(`(--${name})`, condition),
    code,
  )
}
