import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { asSuperuser, freshDatabase, type TestDatabase } from '../../test/database.ts'
import { guardDatabase, type UnsafeDatabase } from './guard.ts'

let database: TestDatabase
/** Roles belong to the whole server, so that of this test has a name of its own. */
const role = `guard_${process.pid}`
const run = (text: string) => asSuperuser(database.url('superuser'), client => client.query(text))

beforeAll(async () => {
  database = await freshDatabase()
  await run(`create role ${role} login; grant guildhall_app to ${role}`)
})
afterEach(() => run(`alter role ${role} nosuperuser nobypassrls`))
afterAll(async () => {
  await run(`drop owned by ${role}; drop role ${role}`)
  await database.close()
})

async function faultsFor(user: string): Promise<readonly string[]> {
  const pool = new pg.Pool({ connectionString: database.url(user), max: 1 })
  try {
    await guardDatabase(pool)
    return []
  } catch (error) {
    return (error as UnsafeDatabase).faults
  } finally {
    await pool.end()
  }
}

describe('the server starts only where the wall in the database holds', () => {
  test('the role made for it may start', async () => {
    expect(await faultsFor('guildhall_app')).toEqual([])
  })

  test('a superuser may not', async () => {
    await run(`alter role ${role} superuser`)
    expect(await faultsFor(role)).toEqual([expect.stringContaining('is a superuser')])
  })

  test('a role that passes row-level security may not', async () => {
    await run(`alter role ${role} bypassrls`)
    expect(await faultsFor(role)).toEqual([expect.stringContaining('has BYPASSRLS')])
  })

  test('a role that could become a stronger one may not', async () => {
    await run(`grant guildhall_definer to ${role}`)
    expect(await faultsFor(role)).toEqual([
      `${role} can become guildhall_definer: revoke guildhall_definer from ${role}`,
    ])
    await run(`revoke guildhall_definer from ${role}`)
  })

  test('the owner of the tables may not, and every table is named', async () => {
    const faults = await faultsFor('guildhall_owner')
    expect(faults).toContain('guildhall_owner has BYPASSRLS: alter role guildhall_owner nobypassrls')
    expect(faults).toContain(
      'guildhall_owner owns app.client: alter table app.client owner to guildhall_owner',
    )
  })

  test('a table whose policies are not forced keeps it from starting', async () => {
    await run('alter table app.client no force row level security')
    expect(await faultsFor('guildhall_app')).toEqual([expect.stringContaining('app.client does not force')])
    await run(
      'alter table app.client force row level security; alter table app.invite disable row level security',
    )
    expect(await faultsFor('guildhall_app')).toEqual([expect.stringContaining('app.invite does not force')])
    await run('alter table app.invite enable row level security')
  })

  test('a table that may be used without any policy keeps it from starting', async () => {
    await run(`create table app.leak (id uuid); alter table app.leak enable row level security;
      alter table app.leak force row level security; grant select on app.leak to guildhall_app`)
    expect(await faultsFor('guildhall_app')).toEqual([expect.stringContaining('which has no policy')])
    await run('drop table app.leak')
  })

  test('a database without tables is told to be migrated', async () => {
    const pool = new pg.Pool({
      connectionString: database.url('superuser').replace(database.name, 'postgres'),
      max: 1,
    })
    await expect(guardDatabase(pool)).rejects.toThrow('run the migrations first')
    await pool.end()
  })
})
