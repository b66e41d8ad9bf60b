import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'
import { installJobs } from './jobs.ts'

const folder = new URL('../../db/', import.meta.url)

/** The statements of a file go as one simple query, so that a file is as plain as psql would take it. */
const migrationOf = (text: string): Migration => ({ up: async db => void (await sql.raw(text).execute(db)) })

async function readMigrations(): Promise<Record<string, string>> {
  const names = (await readdir(new URL('migrations/', folder))).filter(name => name.endsWith('.sql')).sort()
  const texts = names.map(async name => [name, await readFile(new URL(`migrations/${name}`, folder), 'utf8')])
  return Object.fromEntries(await Promise.all(texts)) as Record<string, string>
}

/** A hash of everything that shapes the database; changes when a migration does. */
export async function schemaFingerprint(): Promise<string> {
  const roles = await readFile(new URL('roles.sql', folder), 'utf8')
  return createHash('sha256')
    .update(roles)
    .update(JSON.stringify(await readMigrations()))
    .digest('hex')
    .slice(0, 16)
}

/** Makes the roles and extensions; needs a superuser, once per database. Safe to run again. */
async function createRoles(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    await client.query(await readFile(new URL('roles.sql', folder), 'utf8'))
  } finally {
    await client.end()
  }
}

/**
 * Brings the database to the version of this code; several processes may call it at once, one works and the rest wait.
 * @param ownerUrl URL of the role guildhall_owner.
 * @param superuserUrl given where this program also makes the roles (embedded database, tests).
 * @returns names of the migrations that ran now.
 * @throws when a migration fails; nothing of that migration stays.
 */
export async function migrate(given: { ownerUrl: string; superuserUrl?: string }): Promise<string[]> {
  // The migrator locks for itself only; roles and grants made by two at once fail as "tuple concurrently updated".
  const lock = new pg.Client({ connectionString: given.superuserUrl ?? given.ownerUrl })
  await lock.connect()
  try {
    await lock.query(`select pg_advisory_lock(hashtext('guildhall.migrate'))`)
    return await migrateAlone(given)
  } finally {
    await lock.end()
  }
}

async function migrateAlone(given: { ownerUrl: string; superuserUrl?: string }): Promise<string[]> {
  if (given.superuserUrl) await createRoles(given.superuserUrl)
  const pool = new pg.Pool({ connectionString: given.ownerUrl, max: 2, application_name: 'guildhall' })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const texts = await readMigrations()
    const migrations = Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, migrationOf(text)]),
    )
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => migrations },
      migrationTableSchema: 'migrations',
    })
    const { error, results } = await migrator.migrateToLatest()
    if (error) {
      const failed = results?.find(result => result.status === 'Error')?.migrationName
      throw new Error(`migration ${failed ?? ''} failed`, { cause: error })
    }
    await installJobs(given.ownerUrl)
    return (results ?? []).map(result => result.migrationName)
  } finally {
    await db.destroy()
  }
}
