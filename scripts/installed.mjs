// Loaded before the server and the tests (node --import): where npm's scripts are switched off, nothing was installed
// for them, and this says so instead of a riddle about file extensions. Plain JavaScript, as install.mjs.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp = join(root, 'node_modules', '.guildhall-installed')

/** What an installation is made from. */
const source = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.platform + process.arch)
    .digest('hex')

export const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === source()

export const markInstalled = () => writeFileSync(stamp, source())

const [major, minor] = process.versions.node.split('.').map(Number)
const runsTypeScript = major > 22 || (major === 22 && minor >= 18)
const isPreloaded = process.execArgv.some(argument => argument.includes('installed.mjs'))

if (isPreloaded && (!runsTypeScript || !existsSync(join(root, 'node_modules', 'fastify')))) {
  console.error(
    process.env.npm_config_ignore_scripts === 'true'
      ? 'Nothing is installed, because npm’s scripts are switched off (ignore-scripts): run "npm ci --include=dev --include=optional" first.'
      : 'Packages or Node 22.18 are missing: start with "npm start", which brings both.',
  )
  process.exit(1)
}
