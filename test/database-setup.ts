import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate, schemaFingerprint } from '../src/kit/migrate.ts'
import { asSuperuser, urlFor } from './database.ts'
import { keep, type Kept } from './keeper.ts'

const root = join(import.meta.dirname, '..')

/** One PostgreSQL for the run, shared with other runs of this folder, and a template of a migrated database. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_SUPERUSER_URL
  const kept: Kept = given ? { url: given, leave: async () => {} } : await keepDatabase()
  const url = urlFor(kept.url, 'postgres', 'superuser')
  const run = String(process.pid)
  const template = await asSuperuser(url, async client => {
    // Other runs may be making the same template right now.
    await client.query(`select pg_advisory_lock(hashtext('template'))`)
    await dropLeftovers(client)
    return makeTemplate(client, url)
  })
  project.provide('database', { superuserUrl: url, template, run })
  return async () => {
    await asSuperuser(url, client => dropDatabases(client, name => name.startsWith(`test_${run}_`)))
    await kept.leave()
  }
}

function keepDatabase(): Promise<Kept> {
  const folder = createHash('sha256').update(root).digest('hex').slice(0, 12)
  return keep('database-keeper.ts', [join(tmpdir(), `guildhall-test-${process.getuid?.()}-${folder}`)])
}

async function makeTemplate(client: pg.Client, url: string): Promise<string> {
  const hash = createHash('sha256').update(await schemaFingerprint())
  for (const file of ['src/kit/migrate.ts', 'src/kit/jobs.ts', 'package-lock.json'])
    hash.update(readFileSync(join(root, file)))
  const name = `template_${hash.digest('hex').slice(0, 16)}`
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
  if (rowCount) return name
  const part = `${name}_part`
  await client.query(`drop database if exists ${part} with (force)`)
  await client.query(`create database ${part} template template0`)
  await migrate({
    ownerUrl: urlFor(url, part, 'guildhall_owner'),
    superuserUrl: urlFor(url, part, 'superuser'),
  })
  await client.query(`alter database ${part} rename to ${name}`)
  return name
}

/** Databases of runs that were killed, and templates of older migrations; the newest may be in use elsewhere. */
async function dropLeftovers(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `select datname from pg_database where datname ~ '^template_' order by oid desc offset 3`,
  )
  const old = new Set(rows.map(row => row.datname))
  await dropDatabases(
    client,
    name => old.has(name) || (name.startsWith('test_') && !isAlive(Number(name.split('_')[1]))),
  )
}

async function dropDatabases(client: pg.Client, isMeant: (name: string) => boolean): Promise<void> {
  const { rows } = await client.query<{ datname: string }>('select datname from pg_database')
  for (const { datname } of rows.filter(row => isMeant(row.datname))) {
    await client.query(`drop database if exists ${datname} with (force)`)
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM'
  }
}
