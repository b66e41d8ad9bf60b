import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { logOf, makeCluster, Postmaster, stopPostmaster } from './embedded-postgres-cluster.ts'
import { codeOf, type Home, prepareHome } from './embedded-postgres-home.ts'

export type EmbeddedPostgres = {
  /** True where a PostgreSQL that another process started was found running. */
  attached: boolean
  superuserUrl: string
  url(role: string, database?: string): string
  /** The last process to leave stops PostgreSQL. */
  leave(): Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  log?: (line: string) => void
  /** False lets a power cut destroy the database, in return for speed. */
  durable?: boolean
}

/** Any number, the same in every process: who uses the database holds it shared, who stops it holds it alone. */
const presenceLock = 4841

const patienceMs = 60_000

/**
 * Runs real PostgreSQL in `dataDir`, or attaches to the one already running there. Presence is a lock inside the
 * database, held by a connection: when a process is killed, its connection and with it its presence end.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => {})
  const home = prepareHome(options.dataDir, log)
  const supervisor = new Supervisor(home, options.durable ?? true, log)
  const attached = await supervisor.arrive()
  await makeDatabase(urlOf(home, 'guildhall', 'postgres'))
  return {
    attached,
    superuserUrl: urlOf(home, 'guildhall', 'guildhall'),
    url: (role, database = 'guildhall') => urlOf(home, role, database),
    leave: () => supervisor.leave(),
  }
}

const urlOf = (home: Home, role: string, database: string) =>
  `postgres://${role}@/${database}?host=${encodeURIComponent(home.socketFolder).replaceAll('%2F', '/')}`

class Supervisor {
  private presence: pg.Client | undefined
  private revival: Promise<void> | undefined
  private leaving = false
  private readonly home: Home
  private readonly durable: boolean
  private readonly log: (line: string) => void

  constructor(home: Home, durable: boolean, log: (line: string) => void) {
    this.home = home
    this.durable = durable
    this.log = log
  }

  /** Returns whether it attached to a running PostgreSQL. */
  async arrive(): Promise<boolean> {
    let postmaster: Postmaster | undefined
    let until = Date.now() + patienceMs
    for (;;) {
      const found = await this.enter()
      if (found === 'entered') return !postmaster || postmaster.hasExited
      if (found === 'busy') until = Date.now() + patienceMs
      if (found === 'silent' && (!postmaster || postmaster.hasExited)) {
        if (postmaster) {
          postmaster.throwUnlessInTheWay()
          await sleep(200)
        }
        makeCluster(this.home, this.durable)
        postmaster = new Postmaster(this.home, this.durable)
      }
      if (Date.now() > until)
        throw new Error(`PostgreSQL did not answer within a minute: see ${logOf(this.home)}.`)
      await sleep(found === 'busy' ? 50 : 20)
    }
  }

  /** Silent: nobody listens. Busy: it starts, recovers or stops. Unclear: the connection broke off. */
  private async enter(): Promise<'entered' | 'silent' | 'busy' | 'unclear'> {
    const client = new pg.Client({
      connectionString: urlOf(this.home, 'guildhall', 'postgres'),
      application_name: 'guildhall',
    })
    client.on('error', () => {})
    try {
      await client.connect()
      const { rows } = await client.query('select pg_try_advisory_lock_shared($1) as entered', [presenceLock])
      if (!rows[0].entered) {
        await client.end()
        return 'busy'
      }
      client.once('end', () => this.onEnd())
      this.presence = client
      return 'entered'
    } catch (error) {
      await client.end().catch(() => {})
      const code = codeOf(error)
      if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'silent'
      // SQLSTATE classes 57 (operator intervention) and 53 (insufficient resources).
      if (code && /^5[37]/.test(code)) return 'busy'
      if (code === undefined || code === 'ECONNRESET' || code === 'EPIPE') return 'unclear'
      throw error
    }
  }

  private onEnd(): void {
    this.presence = undefined
    if (!this.leaving) this.revival = this.revive()
  }

  /** PostgreSQL ended although we still need it: someone killed or restarted it. */
  private async revive(): Promise<void> {
    while (!this.presence && !this.leaving) {
      this.log('PostgreSQL ended unexpectedly: starting it again.')
      await this.arrive().catch((error: Error) => this.log(error.message))
      if (!this.presence) await sleep(1000)
    }
  }

  async leave(): Promise<void> {
    this.leaving = true
    await this.revival
    const { presence } = this
    if (!presence) return
    try {
      if (await this.isLast(presence)) await stopPostmaster(this.home)
    } finally {
      await presence.end().catch(() => {})
    }
  }

  private async isLast(presence: pg.Client): Promise<boolean> {
    try {
      await presence.query('select pg_advisory_unlock_shared($1)', [presenceLock])
      // PostgreSQL takes a moment to notice that a killed process, which may have been the last other one, is gone.
      for (let tries = 0; tries < 10; tries++) {
        const { rows } = await presence.query('select pg_try_advisory_lock($1) as last', [presenceLock])
        if (rows[0].last) return true
        await sleep(30)
      }
    } catch {
      // Another one who left at the same time was the last, and has stopped it already.
    }
    return false
  }
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select 1 from pg_database where datname = 'guildhall'`)
    if (rowCount === 0) await client.query('create database guildhall')
  } catch (error) {
    // Another process made it between the two statements: duplicate_database, or its unique index.
    if (codeOf(error) !== '42P04' && codeOf(error) !== '23505') throw error
  } finally {
    await client.end()
  }
}
