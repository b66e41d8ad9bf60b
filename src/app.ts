import type { FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createAuth } from './http/auth.ts'
import { buildServer } from './http/serve.ts'
import type { OAuthClients, Program } from './http/program.ts'
import { Secrets } from './kit/crypto.ts'
import { openDatabase, openPool } from './kit/db.ts'
import { guardDatabase } from './kit/guard.ts'
import { Jobs } from './kit/jobs.ts'
import { Live } from './kit/live.ts'
import type { Log } from './kit/log.ts'
import { Mail } from './kit/mail.ts'
import { createOutgoing } from './kit/outgoing.ts'
import { pages } from './pages.ts'
import { routes } from './routes.ts'
import { startWorker } from './worker.ts'

export type AppOptions = {
  urls: { app: string; auth: string; listen: string }
  secret: string
  secretPrevious?: string | undefined
  /** Unset: both loopback names at the port it listens on. */
  baseUrl?: string | undefined
  dataDir: string
  smtpUrl?: string | undefined
  mailFrom: string
  trustProxy: boolean | number | string[]
  /** Hosts, addresses and networks that are private and may be gone to all the same. */
  allowPrivateUrls?: readonly string[]
  oauth?: OAuthClients
  log: Log
  /** Answers requests, works jobs, or both. */
  web: boolean
  work: boolean
  withPages: boolean
  /** Times the limits of public doors; tests raise it. */
  patience?: number
}

export type App = {
  program: Program
  /** The HTTP side; undefined for a worker alone. */
  server: FastifyInstance | undefined
  /** @returns the address people open. */
  listen(port: number, host: string): Promise<string>
  /** Finishes what is under way, then leaves the database. */
  close(): Promise<void>
}

/** Puts the program together on a migrated database. Refuses one whose role could pass the wall. */
export async function openApp(options: AppOptions): Promise<App> {
  const { urls, log } = options
  const pool = openPool(urls.app)
  await guardDatabase(pool)
  const secrets = new Secrets(options.secret, options.secretPrevious)
  const mail = new Mail({
    smtpUrl: options.smtpUrl,
    from: options.mailFrom,
    directory: join(options.dataDir, 'mail'),
  })
  const origins = options.baseUrl ? [options.baseUrl] : []
  const program: Program = {
    database: openDatabase(pool),
    jobs: await new Jobs(urls.app, {
      supervise: options.work,
      onError: error => log.warn({ err: error }, 'The queue of jobs does not answer'),
    }).open(),
    secrets,
    mail,
    auth: createAuth({
      authUrl: urls.auth,
      secrets,
      isSecure: options.baseUrl?.startsWith('https:') ?? false,
    }),
    live: await new Live(urls.listen).open(),
    log,
    outgoing: createOutgoing({ allowPrivate: options.allowPrivateUrls ?? [] }),
    oauth: options.oauth ?? {},
    origin: options.baseUrl ?? 'http://localhost:3000',
  }
  const { trustProxy, withPages, patience = 1 } = options
  const server = options.web
    ? await buildServer({
        program,
        routes,
        pages: withPages ? pages : undefined,
        origins: () => origins,
        trustProxy,
        patience,
      })
    : undefined
  const worker = options.work ? await startWorker(program) : undefined
  return {
    program,
    server,
    async listen(port, host) {
      if (!server) return ''
      await server.listen({ port, host })
      if (options.baseUrl) return options.baseUrl
      const at = (server.server.address() as AddressInfo).port
      origins.push(`http://localhost:${at}`, `http://127.0.0.1:${at}`)
      return (program.origin = `http://localhost:${at}`)
    },
    async close() {
      await server?.close()
      await program.jobs.close()
      await worker?.close()
      await program.live.close()
      await program.auth.close()
      program.mail.close()
      await program.database.destroy()
    },
  }
}
