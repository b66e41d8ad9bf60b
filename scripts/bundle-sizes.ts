import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { buildPages } from './build.ts'

type Chunk = { file: string; isEntry?: boolean; imports?: string[]; css?: string[] }
type Manifest = Record<string, Chunk>

const built = fileURLToPath(new URL('../dist/web/', import.meta.url))

/** What a first visit fetches: the entry and all it imports at once, not what a section loads later. */
async function firstLoad(page: string) {
  const manifest: Manifest = JSON.parse(await readFile(`${built}${page}/manifest.json`, 'utf8'))
  const scripts = new Set<string>()
  const styles = new Set<string>()
  const add = (chunk: Chunk) => {
    if (scripts.has(chunk.file)) return
    scripts.add(chunk.file)
    for (const style of chunk.css ?? []) styles.add(style)
    for (const name of chunk.imports ?? []) add(manifest[name]!)
  }
  for (const chunk of Object.values(manifest)) if (chunk.isEntry) add(chunk)
  return { script: await gzipped(page, scripts), style: await gzipped(page, styles) }
}

async function gzipped(page: string, files: Set<string>) {
  const sizes = await Promise.all(
    [...files].map(async file => gzipSync(await readFile(`${built}${page}/${file}`)).length),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

await buildPages()
const consolePage = await firstLoad('console')
const journeyPage = await firstLoad('journey')
const bookingPage = await firstLoad('booking')
const budgets = [
  { what: 'console, first script', bytes: consolePage.script, budget: 220_000 },
  { what: 'journey, script and style', bytes: journeyPage.script + journeyPage.style, budget: 35_000 },
  { what: 'booking, script and style', bytes: bookingPage.script + bookingPage.style, budget: 30_000 },
]
for (const { what, bytes, budget } of budgets) {
  const fits = bytes <= budget
  console.log(`${what}: ${(bytes / 1000).toFixed(1)} kB of ${budget / 1000} kB${fits ? '' : ', too much'}`)
  if (!fits) process.exitCode = 1
}
