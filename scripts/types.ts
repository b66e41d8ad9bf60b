import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../src/kit/embedded-postgres.ts'
import { migrate } from '../src/kit/migrate.ts'

const root = join(import.meta.dirname, '..')

/** Writes the types of the tables in schema app to `file`. */
export function writeTypes(url: string, file: string): void {
  const flags = [
    '--dialect=postgres',
    '--camel-case',
    '--default-schema=app',
    '--include-pattern=app.*',
    '--log-level=error',
  ]
  execFileSync(
    join(root, 'node_modules/.bin/kysely-codegen'),
    [...flags, `--url=${url}`, `--out-file=${file}`],
    {
      stdio: 'inherit',
    },
  )
}

if (import.meta.main) {
  const dataDir = join(tmpdir(), `guildhall-types-${process.pid}`)
  mkdirSync(dataDir, { mode: 0o711 })
  const database = await startEmbeddedPostgres({ dataDir, durable: false })
  try {
    await migrate({ ownerUrl: database.url('guildhall_owner'), superuserUrl: database.superuserUrl })
    writeTypes(database.url('guildhall_owner'), join(root, 'db/types.ts'))
  } finally {
    await database.leave()
    rmSync(dataDir, { recursive: true })
  }
}
