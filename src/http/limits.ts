import rateLimit from '@fastify/rate-limit'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import type { Database } from '../kit/db.ts'
import { invalid } from '../kit/errors.ts'
import { say } from '../kit/sentence.ts'

type Done = (error: Error | null, result?: { current: number; ttl: number }) => void

/** Counts in PostgreSQL, so that every process counts the same. */
const storeIn = (database: Database) =>
  class Store {
    #door = ''
    incr(key: string, done: Done, windowMs: number): void {
      sql<{
        count: number
        ttlMs: number
      }>`select * from app.count_hit(${`${this.#door} ${key}`}, ${windowMs}::integer)`
        .execute(database)
        .then(
          ({ rows: [row] }) => done(null, { current: row?.count ?? 1, ttl: row?.ttlMs ?? windowMs }),
          (error: Error) => done(error),
        )
    }
    child({ routeInfo }: { routeInfo?: { method?: string | string[]; url?: string } }): Store {
      const store = new Store()
      store.#door = `${String(routeInfo?.method ?? '')} ${routeInfo?.url ?? ''}`
      return store
    }
  }

/** How often a door may be used from one address. */
export type Limit = { max: number; windowMs: number }

/** A public door without a limit of its own. */
export const publicDoor: Limit = { max: 120, windowMs: 60_000 }

/** What Fastify's route takes. Counted before the body is read. */
export const limitConfig = ({ max, windowMs }: Limit) => ({ rateLimit: { max, timeWindow: windowMs } })

/** Who is gone before being heard has no address to be counted by, and nobody is there for an answer. */
const leftAlready = () => invalid([{ pointer: '', detail: say('The connection was cut off.') }])

/** Off unless a route asks for it. Answers carry the headers of the IETF draft on rate limits. */
export async function registerLimits(app: FastifyInstance, database: Database): Promise<void> {
  app.addHook('onRequest', async ({ raw }) => {
    if (raw.socket.remoteAddress === undefined) throw leftAlready()
  })
  await app.register(rateLimit, { global: false, store: storeIn(database) as never, enableDraftSpec: true })
}
