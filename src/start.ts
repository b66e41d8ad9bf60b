import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { arePagesFresh } from '../scripts/build.ts'
import { openApp } from './app.ts'
import type { Config } from './config.ts'
import { loadDemo } from './demo.ts'
import { openSetup } from './features/accounts/actions.ts'
import { startEmbeddedPostgres } from './kit/embedded-postgres.ts'
import type { Log } from './kit/log.ts'
import { migrate } from './kit/migrate.ts'
import { keepSecret } from './kit/secret-file.ts'

export type StartOptions = {
  config: Config
  log: Log
  web: boolean
  work: boolean
  demo: boolean
  /** Tells the person at the terminal. */
  print: (line: string) => void
  /** Aborts between two steps of the start. */
  signal: AbortSignal
}

/** What was begun; ending it is safe at any moment, also half-way through the start. */
export type Running = AsyncDisposableStack

/** From a configuration to an address that answers. Each thing begun is put on `running`, to be ended in reverse. */
export async function start(options: StartOptions, running: Running): Promise<void> {
  const { config, log, web, print, signal } = options
  await mkdir(config.dataDir, { recursive: true, mode: 0o711 })
  const database = await openDatabaseServer(options, running)
  signal.throwIfAborted()
  await migrate(database)
  signal.throwIfAborted()
  if (web && !(await arePagesFresh())) await buildPages(print)
  signal.throwIfAborted()
  const app = await openApp({
    ...config,
    urls: database.urls,
    secret: config.secret ?? (await keepSecret(config.dataDir)),
    log,
    web,
    work: options.work,
    withPages: web,
  })
  running.defer(() => app.close())
  signal.throwIfAborted()
  const address = await app.listen(config.port, config.host)
  if (!web) return print('Guildhall works its jobs.')
  print(`Guildhall answers at ${address}`)
  if (options.demo) await loadDemo(app.program, database.ownerUrl, print)
  const setup = await openSetup(app.program, config.setupToken)
  if (setup) print(`Set up your organisation, once: ${setup}`)
}

/** In a process of its own: building takes more memory than the program ever needs again. */
async function buildPages(print: (line: string) => void): Promise<void> {
  print('Building the pages, once …')
  const script = fileURLToPath(import.meta.resolve('../scripts/build.ts'))
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error('The pages could not be built: see above.')
}

type DatabaseServer = {
  ownerUrl: string
  /** Where the roles are ours to make. */
  superuserUrl?: string
  urls: { app: string; auth: string; listen: string }
}

async function openDatabaseServer({ config, log }: StartOptions, running: Running): Promise<DatabaseServer> {
  if (config.database) {
    const { appUrl, ownerUrl, authUrl, listenUrl } = config.database
    return { ownerUrl, urls: { app: appUrl, auth: authUrl, listen: listenUrl } }
  }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log: line => log.warn(line) })
  running.defer(() => embedded.leave())
  const app = embedded.url('guildhall_app')
  return {
    ownerUrl: embedded.url('guildhall_owner'),
    superuserUrl: embedded.superuserUrl,
    urls: { app, auth: embedded.url('guildhall_auth'), listen: app },
  }
}
