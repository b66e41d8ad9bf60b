import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export type TestDatabase = {
  name: string
  /** `role` is one of db/roles.sql, or `superuser`. */
  url(role: string): string
  close(): Promise<void>
}

declare module 'vitest' {
  interface ProvidedContext {
    database: { superuserUrl: string; template: string; run: string }
  }
}

/** A migrated database of its own, for one test file. */
export async function freshDatabase(): Promise<TestDatabase> {
  const { superuserUrl, template, run } = inject('database')
  const name = `test_${run}_${randomBytes(6).toString('hex')}`
  await asSuperuser(superuserUrl, client => client.query(`create database ${name} template ${template}`))
  return {
    name,
    url: role => urlFor(superuserUrl, name, role),
    close: async () => {
      await asSuperuser(superuserUrl, client => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

/** The same server, another database and role. */
export function urlFor(superuserUrl: string, database: string, role: string): string {
  const [, superuser, server, , query] =
    /^postgres(?:ql)?:\/\/([^@]*)@([^/]*)\/([^?]*)(.*)$/.exec(superuserUrl) ?? []
  if (superuser === undefined)
    throw new Error('TEST_DATABASE_SUPERUSER_URL must look like postgres://user@host/database.')
  return `postgres://${role === 'superuser' ? superuser : role}@${server}/${database}${query}`
}

export async function asSuperuser<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
