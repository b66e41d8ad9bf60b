import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/kit/embedded-postgres.ts'
import { migrate, schemaFingerprint } from '../src/kit/migrate.ts'
import { describe, load, type Population, type Size } from './load.ts'
import { allowMeter } from './measure.ts'

export type Urls = { superuser: string; owner: string; app: string; auth: string }
export type Loaded = { name: string; population: Population; urls: Urls; loadSeconds: number }

/** The bench's own PostgreSQL, beside the program's and with the program's settings; loads stay until they are stale. */
export async function openCluster(log: (line: string) => void): Promise<Cluster> {
  return new Cluster(await startEmbeddedPostgres({ dataDir: join(import.meta.dirname, 'data'), log }), log)
}

export class Cluster {
  readonly #postgres: EmbeddedPostgres
  readonly #log: (line: string) => void

  constructor(postgres: EmbeddedPostgres, log: (line: string) => void) {
    this.#postgres = postgres
    this.#log = log
  }

  urlsOf(database: string): Urls {
    const url = (role: string, name: string) => this.#postgres.url(role, name)
    return {
      superuser: url('guildhall', database),
      owner: url('guildhall_owner', database),
      app: url('guildhall_app', database),
      auth: url('guildhall_auth', database),
    }
  }

  /** A population in a database of its own; loaded now unless an earlier run left the very same. */
  async loaded(name: string, size: Size, skew: 'many inviters' | 'one inviter'): Promise<Loaded> {
    const population = describe(size, skew)
    const stamp = await this.#stamp(size, skew)
    const urls = this.urlsOf(name)
    const known = await this.#comment(name)
    const [knownStamp, seconds] = known?.split(' ') ?? []
    if (knownStamp === stamp) return { name, population, urls, loadSeconds: Number(seconds) }
    this.#log(`Loading ${size.clients.toLocaleString('en')} clients, ${skew}.`)
    await this.empty(name)
    const begin = performance.now()
    await load(urls.superuser, population)
    const loadSeconds = Math.round((performance.now() - begin) / 100) / 10
    await this.#run(`comment on database ${name} is '${stamp} ${loadSeconds}'`)
    this.#log(`Loaded in ${loadSeconds} s.`)
    return { name, population, urls, loadSeconds }
  }

  /** A copy to change at will; nobody may be in the original meanwhile. */
  async copy(loaded: Loaded, name: string): Promise<Urls> {
    await this.drop(name)
    await this.#run(`create database ${name} template ${loaded.name}`)
    return this.urlsOf(name)
  }

  /** A migrated database without a row. */
  async empty(name: string): Promise<Urls> {
    await this.drop(name)
    await this.#run(`create database ${name}`)
    const urls = this.urlsOf(name)
    await migrate({ ownerUrl: urls.owner, superuserUrl: urls.superuser })
    await this.#run(allowMeter)
    return urls
  }

  async drop(name: string): Promise<void> {
    await this.#run(`drop database if exists ${name} with (force)`)
  }

  async version(): Promise<string> {
    const rows = await this.#run(`select current_setting('server_version') as comment`)
    return rows[0]?.comment ?? ''
  }

  leave(): Promise<void> {
    return this.#postgres.leave()
  }

  async #stamp(size: Size, skew: string): Promise<string> {
    const hash = createHash('sha256').update(await schemaFingerprint())
    hash.update(JSON.stringify([size, skew]))
    for (const file of ['load.ts', 'names.ts', 'population.ts'])
      hash.update(await readFile(join(import.meta.dirname, file)))
    return hash.digest('hex').slice(0, 16)
  }

  async #comment(name: string): Promise<string | undefined> {
    const rows = await this.#run(
      `select shobj_description(oid, 'pg_database') as comment from pg_database where datname = '${name}'`,
    )
    return rows[0]?.comment ?? undefined
  }

  async #run(text: string): Promise<{ comment: string | null }[]> {
    const client = new pg.Client({ connectionString: this.#postgres.superuserUrl })
    await client.connect()
    try {
      return (await client.query(text)).rows
    } finally {
      await client.end()
    }
  }
}
