import { spawn } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keep } from '../test/keeper.ts'
import { check } from './check.ts'

const root = join(import.meta.dirname, '..')

type Counts = { passed: number; failed: number }

/** Everything CI runs: the checks, the tests, and the database's tests once more on another PostgreSQL. */
async function runAll(): Promise<Counts> {
  const parts = [await check(), await vitest([], process.env)]
  const other = findOtherPostgres()
  if (other) {
    console.log(`The tests of the database once more, on ${other}:`)
    const kept = await keep('other-postgres-keeper.ts', [other])
    try {
      parts.push(await vitest(databaseTests(), { ...process.env, TEST_DATABASE_SUPERUSER_URL: kept.url }))
    } finally {
      await kept.leave()
    }
  } else
    console.log(
      'No other PostgreSQL from 15 on is installed here, so the database’s tests ran on one version.',
    )
  return {
    passed: parts.reduce((sum, part) => sum + part.passed, 0),
    failed: parts.reduce((sum, part) => sum + part.failed, 0),
  }
}

/** A run that ends without a report, or badly without a failed test, counts as one failure. */
async function vitest(files: string[], env: NodeJS.ProcessEnv): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-'))
  const report = join(folder, 'report.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile=${report}`, ...files]
  const child = spawn(join(root, 'node_modules/.bin/vitest'), args, { cwd: root, env, stdio: 'inherit' })
  const status = await new Promise(done => child.once('close', done))
  try {
    if (!existsSync(report)) return { passed: 0, failed: 1 }
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
    return { passed: numPassedTests, failed: status === 0 ? numFailedTests : Math.max(numFailedTests, 1) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The tests that take a database of the run; end to end and when the program is run, it is the program's own. */
function databaseTests(): string[] {
  const takesDatabase = /from '[./]*(test\/)?(database|world)\.ts'/
  return globSync(['src/**/*.test.ts', 'db/**/*.test.ts'], { cwd: root })
    .filter(path => takesDatabase.test(readFileSync(join(root, path), 'utf8')))
    .toSorted()
}

/** Debian and Ubuntu keep each version's programs in a folder of its own. The oldest we support tells the most. */
function findOtherPostgres(): string | undefined {
  return globSync('/usr/lib/postgresql/*/bin')
    .map(path => ({ path, major: Number(path.split('/')[4]) }))
    .filter(({ path, major }) => major >= 15 && existsSync(join(path, 'initdb')))
    .toSorted((a, b) => a.major - b.major)[0]?.path
}

const { passed, failed } = await runAll()
console.log(`${passed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1
