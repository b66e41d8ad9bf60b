import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'

const sources = '{src,cli,db,web,sdk,test,bench,scripts}/**/*.{ts,tsx,mts,mjs,css,sql}'
const generated = ['db/types.ts', 'db/migrations/']
const mostLines = 300

const stems = ['routes', 'public', 'schema', 'queries', 'actions', 'rules', 'jobs', 'mail', 'remote']
/** What one feature may use of another. */
const offered = ['queries', 'actions', 'rules', 'schema']
const drawers = ['utils', 'util', 'helpers', 'helper', 'services', 'common', 'lib', 'misc', 'shared']

type Import = { from: string; typeOnly: boolean }
type Source = { path: string; text: string; imports: Import[] }

/** Everything in the tree that breaks the rules of STYLE.md, one kind sentence each. */
export function findFaults(root: string): string[] {
  const order = readOrder(root)
  return globSync(sources, { cwd: root, exclude: ['**/node_modules/**'] })
    .toSorted()
    .flatMap(path => {
      const source = read(root, path)
      return [
        ...fileFaults(source, order),
        ...source.imports.flatMap(used => importFaults(source, used, order)),
      ]
    })
}

function readOrder(root: string): string[] {
  const file = join(root, 'src/features/order.txt')
  return existsSync(file) ? readFileSync(file, 'utf8').split(/\s+/).filter(Boolean) : []
}

const importPattern =
  /^\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^\s*import\s+'([^']+)'/gm

/** Imports of files are told by their path in the tree, those of packages by their name. */
function read(root: string, path: string): Source {
  const text = readFileSync(join(root, path), 'utf8')
  if (!/\.m?tsx?$/.test(path)) return { path, text, imports: [] }
  const imports = [...text.matchAll(importPattern)].map(([, type, named, dynamic, bare]) => {
    const from = named ?? dynamic ?? bare ?? ''
    return { from: from.startsWith('.') ? relative('.', join(dirname(path), from)) : from, typeOnly: !!type }
  })
  return { path, text, imports }
}

function fileFaults({ path, text }: Source, order: string[]): string[] {
  const faults: string[] = []
  const say = (what: string) => faults.push(`${path} ${what}`)
  const lines = text.split('\n').length - 1
  const stem = basename(path).replace(/\..*$/, '')
  if (lines > mostLines && !generated.some(start => path.startsWith(start))) {
    say(`has ${lines} lines, and ${mostLines} is the most: make it two files with two nouns.`)
  }
  const drawer = path.split(/[/.]/).find(part => drawers.includes(part))
  if (drawer) say(`sits in a drawer (“${drawer}”): name it by what it knows.`)
  if (/\.m?tsx?$/.test(path) && (stem === 'index' || isBarrel(text))) {
    say('only passes on what others export: import from the file that has it.')
  }
  if (path.startsWith('src/') && path !== 'src/config.ts' && !isTest(path) && /\bprocess\.env\b/.test(text)) {
    say('reads process.env: add the variable to src/config.ts and take its value as an argument.')
  }
  if (path.startsWith('src/features/')) faults.push(...featureFaults(path, text, order))
  return faults
}

function featureFaults(path: string, text: string, order: string[]): string[] {
  const [feature = '', ...rest] = path.split('/').slice(2)
  if (isTest(path)) return []
  if (!order.includes(feature))
    return [
      `${path} belongs to no feature of src/features/order.txt: add “${feature}” after what it builds on.`,
    ]
  const first = rest[0]?.replace(/\.ts$/, '') ?? ''
  const isListed = stems.includes(first) && path.endsWith('.ts') && rest.length <= 2
  if (!isListed)
    return [
      `${path} has a name of its own: a feature is made of ${stems.join(', ')} (or actions/<noun>.ts), and tests.`,
    ]
  if (first === 'rules' && /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(/.test(text)) {
    return [
      `${path} asks the clock or chance: take the time or the value as an argument, so that the rule can be tested.`,
    ]
  }
  return []
}

/** Nothing but `export … from`. */
function isBarrel(text: string): boolean {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim()
  return (
    code !== '' &&
    code.replaceAll(/export\s+(type\s+)?(\*|\{[^}]*\})(\s+as\s+\w+)?\s+from\s+'[^']+';?/g, '').trim() === ''
  )
}

const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith('test/')

const isPackage = (from: string) => !/^(src|web|cli|db|sdk|test|bench|scripts)\//.test(from)

/** Which layer a file is of; what is not listed here (cli, tests, server.ts, routes.ts …) may import anything. */
function layerOf(path: string): string | null {
  const [top = '', second = ''] = path.split('/')
  if (isTest(path) || path.startsWith('web/vite')) return null
  if (top === 'web' || top === 'sdk') return top
  if (top === 'src' && ['kit', 'access', 'events', 'http', 'features'].includes(second)) return second
  return null
}

const below: Record<string, string[]> = {
  kit: [],
  access: ['kit'],
  events: ['kit', 'access'],
  http: ['kit', 'access'],
  features: ['kit', 'access', 'events', 'http'],
}

function importFaults({ path }: Source, { from, typeOnly }: Import, order: string[]): string[] {
  const layer = layerOf(path)
  if (layer === null) return []
  if (layer === 'web' || layer === 'sdk') return pageFaults(path, from)
  if ((shapes.includes(path) && !typeOnly) || (layer === 'features' && partOf(path).part === 'schema'))
    return schemaFaults(path, from, order)
  if (layer === 'features' && partOf(path).part === 'rules' && !typeOnly)
    return rulesFaults(path, from, order)
  if (isPackage(from) || from === 'db/types.ts') return []
  if (from === 'src/config.ts') {
    return typeOnly || layer === 'kit'
      ? []
      : [`${path} imports src/config.ts: take the value as an argument.`]
  }
  const target = layerOf(from)
  if (target === layer) return layer === 'features' ? betweenFeatures(path, from, order) : []
  if (target !== null && below[layer]?.includes(target)) return []
  if (isTest(from)) return [`${path} imports ${from}, which is for tests: move what it needs to ${layer}.`]
  return [
    `${path} imports ${from}, and ${layer} may only build on ${below[layer]?.join(', ') || 'packages'}: pass it in from above, or record an event.`,
  ]
}

const partOf = (path: string) => ({
  feature: path.split('/')[2] ?? '',
  part: path.split('/')[3]?.replace(/\.ts$/, '') ?? '',
})

function betweenFeatures(path: string, from: string, order: string[]): string[] {
  const [mine, other] = [partOf(path), partOf(from)]
  if (mine.feature === other.feature) return []
  if (order.indexOf(other.feature) > order.indexOf(mine.feature)) {
    return [
      `${path}: ${mine.feature} imports ${other.feature}, which comes after it in order.txt: record an event instead.`,
    ]
  }
  if (!offered.includes(other.part)) {
    return [`${path} imports the ${other.part} of ${other.feature}: use its ${offered.join(', ')} instead.`]
  }
  return []
}

/** Of kit, what only reckons: with time, from what it is given. Rules and pages may. */
const arithmetic = ['src/kit/minutes.ts', 'src/kit/zone.ts', 'src/kit/recurrence.ts']
/** What several schemas are made of; it goes to the browser with them. */
const shapes = ['src/kit/shapes.ts', 'src/kit/sentence.ts', 'src/access/shapes.ts', 'src/access/matrix.ts']

function schemaFaults(path: string, from: string, order: string[]): string[] {
  if (from === 'zod' || shapes.includes(from)) return []
  if (from.startsWith('src/features/') && partOf(from).part === 'schema')
    return betweenFeatures(path, from, order)
  return [
    `${path} imports ${from}, and the browser shares it: a schema imports zod, shapes and other schemas only.`,
  ]
}

function rulesFaults(path: string, from: string, order: string[]): string[] {
  if (from.startsWith('src/features/') && ['schema', 'rules'].includes(partOf(from).part))
    return betweenFeatures(path, from, order)
  const reachesOut = from.startsWith('node:') || ['pg', 'kysely', 'pg-boss', 'uuid'].includes(from)
  if ((isPackage(from) && !reachesOut) || shapes.includes(from) || arithmetic.includes(from)) return []
  return [`${path} imports ${from}, and rules only decide: load in queries, and hand the rows in.`]
}

function pageFaults(path: string, from: string): string[] {
  const area = path.split('/')[1] ?? ''
  if (isPackage(from) || from.startsWith(`web/${area}/`) || from.startsWith('sdk/')) {
    return from.startsWith('sdk/') && !path.startsWith('sdk/') && from !== 'sdk/protocol.ts'
      ? [`${path} imports ${from}: pages share sdk/protocol.ts only.`]
      : []
  }
  if (path.startsWith('sdk/'))
    return [`${path} imports ${from}, and the SDK ships alone: keep what it needs in sdk.`]
  if (from.startsWith('web/public/') && ['booking', 'journey'].includes(area)) return []
  if (arithmetic.includes(from)) return []
  if (from.startsWith('web/ui/') || /^src\/features\/[^/]+\/schema(\/[^/]+)?\.ts$/.test(from)) return []
  return [
    `${path} imports ${from}: pages share web/ui, a feature's schema.ts and sdk/protocol.ts; everything else comes through the API.`,
  ]
}

if (import.meta.main) {
  const faults = findFaults(join(import.meta.dirname, '..'))
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
}
