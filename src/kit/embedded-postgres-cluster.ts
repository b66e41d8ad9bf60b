import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, fchownSync, fstatSync, fsyncSync, ftruncateSync, openSync } from 'node:fs'
import { readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, type Home, moveOrDrop } from './embedded-postgres-home.ts'

/** Errors of statements stay out of the log: their text carries clients' data. */
const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  shared_buffers: '64MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  max_connections: '200',
  io_method: 'sync',
  random_page_cost: '1.1',
  jit: 'off',
  update_process_title: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
}

/** For databases that may be lost with the machine: those of tests. */
const fastSettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

const program = (home: Home, name: string) => join(home.native, 'bin', name)

const surroundings = (home: Home) => ({
  cwd: home.folder,
  env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', LD_LIBRARY_PATH: join(home.native, 'lib') },
  ...(home.account && { uid: home.account.uid, gid: home.account.gid }),
})

/** Makes the cluster where there is none, under another name first: half a cluster never has the right name. */
export function makeCluster(home: Home, durable: boolean): void {
  if (existsSync(home.cluster)) return refuseOtherVersion(home)
  dropUnfinished(home)
  const part = `${home.cluster}.${process.pid}`
  const flags = [
    '--username=guildhall',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ]
  const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const made = spawnSync(program(home, 'initdb'), [`--pgdata=${part}`, ...flags, ...locale], {
    ...surroundings(home),
    encoding: 'utf8',
  })
  if (made.status !== 0) {
    rmSync(part, { recursive: true, force: true })
    throw new Error(
      `PostgreSQL could not make its folder ${home.cluster}: ${made.error?.message ?? made.stderr.trim()}`,
    )
  }
  moveOrDrop(part, home.cluster)
  if (durable) syncFolder(home.folder)
}

/** A new name lasts through a power cut only once its folder is on the disk. */
function syncFolder(folder: string): void {
  const opened = openSync(folder, 'r')
  fsyncSync(opened)
  closeSync(opened)
}

function refuseOtherVersion(home: Home): void {
  const found = readFileSync(join(home.cluster, 'PG_VERSION'), 'utf8').trim()
  const [major] = home.version.split('.')
  if (found !== major)
    throw new Error(
      `${home.cluster} was made by PostgreSQL ${found}, and this Guildhall brings ${major}: start it with the Guildhall that made it.`,
    )
}

/** What a process that was killed amid initdb left behind. */
function dropUnfinished(home: Home): void {
  for (const name of readdirSync(home.folder)) {
    const [, pid] = /^data\.(\d+)$/.exec(name) ?? []
    if (pid && !isAlive(Number(pid))) rmSync(join(home.folder, name), { recursive: true, force: true })
  }
}

/** Where PostgreSQL writes its own complaints. */
export const logOf = (home: Home) => join(home.folder, 'postgres.log')

const longestLog = 1_000_000

/** One attempt at a postmaster; of two attempts on one folder, PostgreSQL lets one live. */
export class Postmaster {
  private failure = ''
  private readonly home: Home
  private readonly child: ChildProcess
  private readonly logStart: number

  constructor(home: Home, durable: boolean) {
    const all = { ...settings, unix_socket_directories: home.socketFolder, ...(durable ? {} : fastSettings) }
    const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    dropStaleLocks(home)
    const log = openSync(logOf(home), 'a', 0o600)
    if (home.account) fchownSync(log, home.account.uid, home.account.gid)
    if (fstatSync(log).size > longestLog) ftruncateSync(log)
    this.home = home
    this.logStart = fstatSync(log).size
    // Its own session: Ctrl-C is for us, who then stop it in order.
    this.child = spawn(program(home, 'postgres'), ['-D', home.cluster, ...flags], {
      ...surroundings(home),
      detached: true,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    this.child.on('error', error => (this.failure = error.message))
    this.child.unref()
  }

  get hasExited(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined
  }

  /** Throws unless another postmaster was in the way: one just starting, or one killed whose processes still end. */
  throwUnlessInTheWay(): void {
    const said = readFileSync(logOf(this.home)).subarray(this.logStart).toString().trim()
    if (!/lock file|shared memory/.test(said))
      throw new Error(`PostgreSQL did not start: ${this.failure || said}`)
  }
}

const lockOf = (home: Home) => join(home.cluster, 'postmaster.pid')

/**
 * PostgreSQL trusts the process ids in its locks, although after a kill they may be another program's, or a zombie's
 * that nobody collects. Its check of shared memory still refuses to start beside living processes.
 */
function dropStaleLocks(home: Home): void {
  for (const lock of [lockOf(home), join(home.socketFolder, '.s.PGSQL.5432.lock')]) {
    const pid = pidIn(lock)
    if (pid && isAlive(pid) && !commandOf(pid).includes('postgres')) rmSync(lock, { force: true })
  }
}

/**
 * Stops the postmaster in order ("fast": open transactions are rolled back) and waits until it is gone. Not by pg_ctl,
 * which would go on waiting for the next postmaster, where one starts at once.
 */
export async function stopPostmaster(home: Home): Promise<void> {
  const pid = pidIn(lockOf(home))
  if (!pid) return
  process.kill(pid, 'SIGINT')
  // A zombie that nobody collects is gone.
  while (isAlive(pid) && commandOf(pid) !== '') await sleep(10)
}

function pidIn(lock: string): number {
  return Number.parseInt(readOr(lock, '0'), 10)
}

/** Empty for a zombie. Where there is no /proc, every process is taken for a PostgreSQL. */
const commandOf = (pid: number) =>
  readOr(`/proc/${pid}/cmdline`, process.platform === 'linux' ? '' : 'postgres')

function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
