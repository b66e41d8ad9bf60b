import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const source = fileURLToPath(new URL('../console/color-scheme.js', import.meta.url))

/**
 * Puts the colour scheme script before everything else, so that a dark page never flashes light. It is a file
 * of its own: the content security policy allows no inline script, and a module would run too late.
 */
export function colorScheme(): Plugin {
  let base = '/'
  let building = false
  return {
    name: 'guildhall-color-scheme',
    configResolved(config) {
      base = config.base
      building = config.command === 'build'
    },
    buildStart() {
      if (!building) return
      this.emitFile({ type: 'asset', name: 'color-scheme.js', source: readFileSync(source, 'utf8') })
    },
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const emitted = Object.values(bundle ?? {}).find(file => file.fileName.startsWith('color-scheme'))
        const src = building ? base + emitted?.fileName : '/color-scheme.js'
        return [{ tag: 'script', attrs: { src }, injectTo: 'head-prepend' }]
      },
    },
  }
}
