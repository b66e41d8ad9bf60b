import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fastify } from 'fastify'
import { openApp } from '../src/app.ts'
import { itemOf, type Row } from '../src/features/clients/rules.ts'
import { ClientPage } from '../src/features/clients/schema.ts'
import { openDatabase, openPool } from '../src/kit/db.ts'
import { createLog } from '../src/kit/log.ts'
import type { Urls } from './databases.ts'
import { unguardedPage } from './reference.ts'

/**
 * A process to send requests to: the program itself, or the one route of its list without any permission — no session, no
 * transaction, no policy. It prints its address and ends with its input, so that nothing is left running.
 */
const [what, given = '{}'] = process.argv.slice(2)
const { urls, organizationId, secret } = JSON.parse(given) as {
  urls: Urls
  organizationId: string
  secret: string
}

if (what === 'program') await serveProgram()
else await serveReference()

async function serveProgram(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guildhall-bench-'))
  const app = await openApp({
    urls: { app: urls.app, auth: urls.auth, listen: urls.app },
    secret,
    dataDir,
    mailFrom: 'Guildhall <guildhall@localhost>',
    trustProxy: false,
    log: createLog('silent'),
    web: true,
    work: false,
    withPages: false,
    // Everything comes from one address.
    patience: 1_000_000,
  })
  console.log((await app.listen(0, '127.0.0.1')).replace('localhost', '127.0.0.1'))
  for await (const _ of process.stdin);
  await app.close()
  await rm(dataDir, { recursive: true, force: true })
}

async function serveReference(): Promise<void> {
  const database = openDatabase(openPool(urls.owner))
  const server = fastify()
  server.get('/api/v1/clients', async (_, reply) => {
    const { rows } = await unguardedPage(organizationId, organizationId, { filter: {} }).execute(database)
    const page = ClientPage.parse({
      items: (rows as Row[]).slice(0, 50).map(row => itemOf(row)),
      next: null,
    })
    return reply.type('application/json; charset=utf-8').send(JSON.stringify(page))
  })
  console.log(await server.listen({ port: 0, host: '127.0.0.1' }))
  for await (const _ of process.stdin);
  await server.close()
  await database.destroy()
}
