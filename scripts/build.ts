import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const built = `${root}dist/web`
const inputs = [
  'web/**/*.*',
  'messages/*.json',
  'src/kit/{minutes,zone}.ts',
  'src/features/*/{schema.ts,schema/*.ts}',
  'scripts/build.ts',
  'package-lock.json',
]

/**
 * Builds console, journey and booking into dist/web: `/assets/*` is that folder, `console/index.html` and so on
 * the pages. Does nothing while what is there was made from the same sources.
 */
export async function buildPages({ force = false }: { force?: boolean } = {}): Promise<void> {
  const made = await hashInputs()
  if (!force && (await stamp()) === made) return
  const { build } = await import('vite')
  const { bookingPage, consolePage, journeyPage } = await import('../web/vite.config.ts')
  // Built aside and put in place at once, so that two starts together never serve each other's halves.
  const aside = `${built}.${process.pid}`
  const outgoing = `${aside}.old`
  // Inside a test run it is another, and the pages would get React for developers.
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  try {
    await mkdir(aside, { recursive: true })
    await build(consolePage(aside))
    await build(journeyPage(aside))
    await build(bookingPage(aside))
    await writeFile(`${aside}/.made-from`, made)
    if (existsSync(built)) await rename(built, outgoing)
    await rename(aside, built)
  } catch (error) {
    if ((await stamp()) !== made) throw error
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
    await rm(aside, { recursive: true, force: true })
    await rm(outgoing, { recursive: true, force: true })
  }
}

async function hashInputs() {
  const hash = createHash('sha256')
  const paths: string[] = []
  for await (const path of glob(inputs, { cwd: root, withFileTypes: false })) paths.push(path)
  for (const path of paths.sort()) hash.update(path).update(await readFile(root + path))
  return hash.digest('hex')
}

/** Whether dist/web is made from the sources as they are. */
export const arePagesFresh = async () => (await stamp()) === (await hashInputs())

const stamp = () => readFile(`${built}/.made-from`, 'utf8').catch(() => undefined)

if (import.meta.main) await buildPages({ force: process.argv.includes('--force') })
