// Installs what is missing before `npm start` and `npm test`. It runs on whatever Node is there, before anything is
// installed: plain JavaScript, nothing imported from packages.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './chromium.mjs'
import { isInstalled, markInstalled } from './installed.mjs'
import { findRadicale } from './radicale.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const longestInstallMs = 15 * 60_000
/** What the tests need of the system: Debian's package of it, and what says that it is there. */
const neededByTests = [
  { name: 'Chromium', package: 'chromium', find: findChromium, else: 'install Google Chrome' },
  { name: 'Radicale', package: 'radicale', find: findRadicale, else: 'pip install radicale' },
]

try {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Error(`Guildhall needs Node 20 or newer; this is ${process.version}.`)
  if (!isInstalled()) alone(() => isInstalled() || install())
  if (process.argv.includes('--for-tests')) installForTests(neededByTests.filter(({ find }) => !find()))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

function install() {
  console.error('Installing packages, once.')
  const { npm_execpath: npm } = process.env
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const options = { cwd: root, stdio: ['ignore', 2, 2] }
  const done = npm ? spawnSync(process.execPath, [npm, ...args], options) : spawnSync('npm', args, options)
  if (done.status !== 0) throw new Error('npm ci failed: see above.')
  markInstalled()
}

function installForTests(missing) {
  const packages = missing.map(each => each.package)
  if (missing.length > 0 && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    console.error(`Installing ${missing.map(({ name }) => name).join(' and ')} for the tests, once.`)
    const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    spawnSync('apt-get', ['update'], options)
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], options)
  }
  const lines = missing
    .filter(({ find }) => !find())
    .map(
      each =>
        `The tests need ${each.name}: apt-get install -y ${each.package} (or ${each.else}), then npm test again.`,
    )
  if (lines.length > 0) throw new Error(lines.join('\n'))
}

/** Runs `work` in one process at a time; the others wait. */
function alone(work) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 12)
  const lock = join(tmpdir(), `guildhall-install-${process.getuid?.() ?? 0}-${name}`)
  const mine = `${lock}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    while (!take(lock, mine)) {
      if (isStale(lock)) rmSync(lock, { force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
    }
    try {
      work()
    } finally {
      rmSync(lock, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/** A link appears with its content, so that nobody ever reads a lock without an owner. */
function take(lock, mine) {
  try {
    linkSync(mine, lock)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function isStale(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > longestInstallMs) return true
    process.kill(Number(readFileSync(lock, 'utf8')), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
