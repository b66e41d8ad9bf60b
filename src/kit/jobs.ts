import { CompiledQuery, type Transaction } from 'kysely'
import pg from 'pg'
import { type JobWithMetadata, PgBoss } from 'pg-boss'
import type { DB } from '../../db/types.ts'

const schema = 'jobs'
/** One queue: jobs differ in their handlers, not in how they are retried. */
const queue = 'job'
const base = { schema, migrate: false, createSchema: false, schedule: false, reindex: false } as const

export type Job = { name: string; data: unknown }
export type JobHandler = (data: never, attempt: { last: boolean }) => Promise<void>

/** Installs the queue's tables as their owner and lets the app use them. */
export async function installJobs(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, max: 1, schema, supervise: false, schedule: false })
  boss.on('error', () => {})
  await boss.start()
  const options = {
    retryLimit: 20,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 3600,
    expireInSeconds: 300,
    notify: true,
  }
  if (await boss.getQueue(queue)) await boss.updateQueue(queue, options)
  else await boss.createQueue(queue, options)
  await boss.stop({ graceful: false })
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query(`
      grant usage on schema ${schema} to guildhall_app;
      grant select, insert, update, delete on all tables in schema ${schema} to guildhall_app;
      grant usage on all sequences in schema ${schema} to guildhall_app;
      grant execute on all functions in schema ${schema} to guildhall_app`)
  } finally {
    await client.end()
  }
}

const inside = (db: Transaction<DB>) => ({
  executeSql: async (text: string, values: unknown[] = []) => {
    const { rows } = await db.withoutPlugins().executeQuery(CompiledQuery.raw(text, values))
    return { rows }
  },
})

/** The queue of jobs, as the app's role. What is enqueued in a transaction exists when that transaction commits. */
export class Jobs {
  readonly #boss: PgBoss
  #working = false

  constructor(url: string, options: { supervise: boolean; onError: (error: Error) => void }) {
    this.#boss = new PgBoss({
      connectionString: url,
      max: 2,
      ...base,
      supervise: options.supervise,
      useListenNotify: options.supervise,
    })
    this.#boss.on('error', options.onError)
  }

  async open(): Promise<this> {
    await this.#boss.start()
    return this
  }

  /** @param after seconds to wait, or the time to start at. */
  async enqueue(db: Transaction<DB>, job: Job, after: number | Date = 0): Promise<void> {
    await this.#boss.send(queue, job, { startAfter: after, db: inside(db) })
  }

  /** Many at once, in one statement. */
  async enqueueAll(db: Transaction<DB>, jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return
    await this.#boss.insert(
      queue,
      jobs.map(data => ({ data })),
      { db: inside(db) },
    )
  }

  /**
   * Works jobs, up to five at a time, each at least once; one that throws is tried again, later and later, for hours.
   * @throws nothing; a job of an unknown name fails as any other.
   */
  async work(
    handlers: Record<string, JobHandler>,
    onError: (name: string, error: unknown) => void,
  ): Promise<void> {
    this.#working = true
    const options = {
      batchSize: 1,
      localConcurrency: 5,
      includeMetadata: true,
      pollingIntervalSeconds: 1,
      // Nobody gives notice of a job whose time has come, such as a retry.
      notifyPollingIntervalSeconds: 3,
      burstWhenBatchFull: true,
    } as const
    await this.#boss.work(queue, options, async ([job]: JobWithMetadata<Job>[]) => {
      if (!job) return
      const handler = handlers[job.data.name]
      try {
        if (!handler) throw new Error(`no handler for the job ${job.data.name}`)
        await handler(job.data.data as never, { last: job.retryCount >= job.retryLimit })
      } catch (error) {
        onError(job.data.name, error)
        throw error
      }
    })
  }

  /** Waits for the jobs at work, ten seconds at most. */
  async close(): Promise<void> {
    await this.#boss.stop({ graceful: this.#working, timeout: 10_000, close: true })
  }
}
