import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, openApp } from '../src/app.ts'
import type { OAuthClients } from '../src/http/program.ts'
import { createLog } from '../src/kit/log.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

export type TestServer = {
  app: App
  database: TestDatabase
  /** Where mails are kept: `{dataDir}/mail/{organizationId}/*.eml`. */
  dataDir: string
  /** `http://127.0.0.1:port` */
  url: string
  close(): Promise<void>
}

type Given = {
  database?: TestDatabase
  dataDir?: string
  work?: boolean
  withPages?: boolean
  patience?: number
  smtpUrl?: string
  /** Loopback alone, unless told otherwise: servers of tests are there. */
  allowPrivateUrls?: string[]
  oauth?: OAuthClients
}

/**
 * The whole program on a database of its own, listening on loopback. A second one on the same database and folder shows
 * what two processes do. Limits of public doors are raised unless `patience` is 1.
 */
export async function startServer(given: Given = {}): Promise<TestServer> {
  const database = given.database ?? (await freshDatabase())
  const dataDir = given.dataDir ?? (await mkdtemp(join(tmpdir(), 'guildhall-test-')))
  const app = await openApp({
    urls: {
      app: database.url('guildhall_app'),
      auth: database.url('guildhall_auth'),
      listen: database.url('guildhall_app'),
    },
    secret: 'a secret for tests, long enough to be one',
    dataDir,
    smtpUrl: given.smtpUrl,
    mailFrom: 'Guildhall <guildhall@guildhall.example>',
    trustProxy: false,
    allowPrivateUrls: given.allowPrivateUrls ?? ['127.0.0.1'],
    oauth: given.oauth ?? {},
    log: createLog('silent'),
    web: true,
    work: given.work ?? true,
    withPages: given.withPages ?? false,
    patience: given.patience ?? 100_000,
  })
  const url = (await app.listen(0, '127.0.0.1')).replace('localhost', '127.0.0.1')
  return {
    app,
    database,
    dataDir,
    url,
    async close() {
      await app.close()
      if (!given.dataDir) await rm(dataDir, { recursive: true, force: true })
      if (!given.database) await database.close()
    },
  }
}
