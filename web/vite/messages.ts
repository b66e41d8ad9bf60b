import { readFileSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const root = fileURLToPath(new URL('../../', import.meta.url))
const call = /(?<![\w.$])(?:t|say)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\$]|\\.)*)`)/gs

/**
 * Every message that is the first argument of a t(…) or a say(…) in the files below these folders, or a sentence of a
 * shape, with its files.
 */
export async function findMessages(folders: string[]) {
  const found = new Map<string, string[]>()
  for await (const path of glob(
    folders.map(folder => `${folder}/**/*.{ts,tsx}`),
    { cwd: root },
  )) {
    if (path.includes('.test.')) continue
    const source = await readFile(root + path, 'utf8')
    if (saysNoLiteral(source))
      throw new Error(`${path} says what is no literal, and no catalogue can have it`)
    const said = isOfShapes(path) ? [...messagesIn(source), ...sentencesIn(source)] : messagesIn(source)
    for (const message of said) {
      found.set(message, [...new Set([...(found.get(message) ?? []), path])])
    }
  }
  return found
}

/** Lines of comments, which may speak of t(…) without saying anything to anybody. */
const comments = /^\s*(?:\/\/|\/?\*).*$/gm

export const messagesIn = (source: string) =>
  [...source.replace(comments, '').matchAll(call)].map(([, single, double, backtick]) =>
    unescape(single ?? double ?? backtick ?? ''),
  )

export const saysNoLiteral = (source: string) =>
  /(?<![\w.$])say\((?!\s*(?:['"]|`[^`$]*`))/.test(source.replace(comments, ''))

/** Zod takes what a shape says as it is, without a call around it. */
const isOfShapes = (path: string) => /\/(?:schema|schema\/[^/]+|shapes)\.ts$/.test(path)
const sentence = /'([A-Z](?:[^'\\\n]|\\.)*\.)'/g

export const sentencesIn = (source: string) =>
  [...source.replace(comments, '').matchAll(sentence)].map(([, text = '']) => unescape(text))

const unescape = (literal: string) =>
  literal.replace(/\\(.)/gs, (_, char: string) => (char === 'n' ? '\n' : char))

export const readCatalogue = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(cataloguePath(language), 'utf8'))

export const cataloguePath = (language: string) => `${root}messages/${language}.json`

/** Gives each bundle the translations of its own messages only: a client's phone needs none of the console's. */
export function messages(folders: string[]): Plugin {
  const prefix = 'virtual:messages/'
  return {
    name: 'guildhall-messages',
    resolveId: id => (id.startsWith(prefix) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${prefix}`)) return
      const language = id.slice(prefix.length + 1)
      this.addWatchFile(cataloguePath(language))
      const used = await findMessages(folders)
      const entries = Object.entries(readCatalogue(language)).filter(
        ([message, text]) => text && used.has(message),
      )
      return `export default ${JSON.stringify(Object.fromEntries(entries))}`
    },
  }
}
