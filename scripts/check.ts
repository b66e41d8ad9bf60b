import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const root = join(import.meta.dirname, '..')

export type Step = {
  name: string
  command: string[]
  /** A file that the command writes; it must have been so already. */
  writes?: string
  /** What mends it, where the command itself doesn't say. */
  mend?: string
}

/** Everything but the tests, in the order in which one would mend it. */
const steps: Step[] = [
  {
    name: 'format',
    command: ['prettier', '--check', '--log-level=warn', '.'],
    mend: 'npx prettier --write .',
  },
  { name: 'lint', command: ['oxlint', '--type-aware', '--quiet'] },
  { name: 'types', command: ['tsc'] },
  { name: 'types of the console', command: ['tsc', '--noEmit', '-p', 'web'] },
  { name: 'types of the journey', command: ['tsc', '--noEmit', '-p', 'web/journey'] },
  { name: 'types of the booking page', command: ['tsc', '--noEmit', '-p', 'web/booking'] },
  { name: 'structure', command: ['node', 'scripts/structure.ts'] },
  { name: 'permissions', command: ['node', 'scripts/permissions.ts'], writes: 'docs/permissions.md' },
  { name: 'messages', command: ['node', 'scripts/messages.ts'] },
  { name: 'unused', command: ['knip', '--no-progress'] },
  { name: 'pages', command: ['node', 'scripts/bundle-sizes.ts'] },
]

/** Returns how many steps passed and failed; what failed shows its output. */
export async function check(): Promise<{ passed: number; failed: number }> {
  let failed = 0
  for (const step of steps) {
    const fault = await faultOf(step)
    console.log(`${fault === null ? '✓' : '✗'} ${step.name}`)
    if (fault === null) continue
    failed += 1
    console.log(`${fault.trimEnd()}\n`)
  }
  return { passed: steps.length - failed, failed }
}

async function faultOf({ command, writes, mend }: Step): Promise<string | null> {
  const before = writes && contentOf(writes)
  const { status, said } = await run(command)
  if (status !== 0) return mend ? `${said.trimEnd()}\nMend it with: ${mend}` : said
  if (writes && contentOf(writes) !== before) return `${writes} was stale. It is written anew: commit it.`
  return null
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return null
  }
}

function run([program = '', ...args]: string[]): Promise<{ status: number | null; said: string }> {
  const PATH = join(root, 'node_modules/.bin') + delimiter + process.env.PATH
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return new Promise(done => {
    child.once('error', error => done({ status: 1, said: error.message }))
    child.once('close', status => done({ status, said }))
  })
}

if (import.meta.main) {
  const { failed } = await check()
  if (failed > 0) process.exitCode = 1
}
