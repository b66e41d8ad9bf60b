import { createHash } from 'node:crypto'
import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction, sql } from 'kysely'
import pg from 'pg'
import type { DB } from '../../db/types.ts'
import type { Jobs } from './jobs.ts'

export type Database = Kysely<DB>
/** One transaction, with an identity in it and the jobs that commit with it; all that reads or writes rows takes this. */
export type Db = Transaction<DB> & { readonly jobs: Jobs }

const names = new Map<string, string>()
const nameOf = (text: string) => {
  let name = names.get(text)
  if (!name) names.set(text, (name = createHash('sha256').update(text).digest('base64url').slice(0, 24)))
  return name
}

/** Kysely sends text and values; here every such statement is prepared once per connection, under a name of its own. */
class PreparingClient extends pg.Client {
  override query(...given: unknown[]): never {
    const [text, values] = given
    const prepared = typeof text === 'string' && Array.isArray(values) && values.length > 0
    return super.query(...((prepared ? [{ name: nameOf(text), text, values }] : given) as [string])) as never
  }
}

// bigint counts fit a number; times stay Dates.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/**
 * A pool to one database role.
 * @param url postgres URL of the role.
 * @param max most connections at once.
 */
export const openPool = (url: string, max = 10): pg.Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    Client: PreparingClient,
    application_name: 'guildhall',
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
  })
  // An idle connection that breaks (a restart of the database) is replaced by the pool; without a listener it ends the process.
  pool.on('error', () => {})
  // One that breaks while it is used fails its statements, which is enough: as an event it would end the process, too.
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

/** camelCase outside, snake_case inside; what is stored as JSON stays as it is. */
export const openDatabase = (pool: pg.Pool): Database =>
  new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })

/** Begins a transaction that enqueues into `jobs`. Who asks is entered by access/enter.ts, first thing. */
export const transact = <T>(database: Database, jobs: Jobs, work: (db: Db) => Promise<T>): Promise<T> =>
  database.transaction().execute(transaction => work(Object.assign(transaction, { jobs })))

/** Runs `work` inside a savepoint that is rolled back whatever it answers: for saying what a change would do. */
export async function rehearse<T>(db: Db, work: () => Promise<T>): Promise<T> {
  await sql`savepoint rehearsal`.execute(db)
  try {
    return await work()
  } finally {
    await sql`rollback to savepoint rehearsal`.execute(db)
    // A rehearsal within a rehearsal has the same name: kept, it would hide the outer one.
    await sql`release savepoint rehearsal`.execute(db)
  }
}
