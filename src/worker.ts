import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { asActor } from './access/enter.ts'
import { getEvent } from './events/happened.ts'
import type { Following } from './events/record.ts'
import { jobs as accountJobs } from './features/accounts/jobs.ts'
import { jobs as inviteJobs } from './features/invites/jobs.ts'
import { jobs as memberJobs } from './features/members/jobs.ts'
import type { Services } from './http/services.ts'
import type { JobHandler } from './kit/jobs.ts'
import { reactions } from './reactions.ts'

/** Every job there is; its data is what was enqueued under its name. */
const handlersOf = (services: Services): Record<string, JobHandler> => ({
  follow: ({ organizationId, eventId }: Following) => follow(services, organizationId, eventId),
  ...accountJobs(services),
  ...memberJobs(services),
  ...inviteJobs(services),
})

/** Enqueues what follows from an event, all of it or nothing. */
const follow = (services: Services, organizationId: string, eventId: string): Promise<void> =>
  asActor(services, { kind: 'system', organizationId }, async db => {
    const event = await getEvent(db, eventId)
    for (const name of reactions[event.name as keyof typeof reactions] ?? [])
      await db.jobs.enqueue(db, { name, data: event })
  })

export type Worker = { close: () => Promise<void> }

/** Works jobs until it is closed, and once an hour deletes what nobody needs any more. */
export async function startWorker(services: Services): Promise<Worker> {
  const { log, jobs } = services
  await jobs.work(handlersOf(services), (name, error) =>
    log.warn({ err: error, job: name }, 'A job failed; it is tried again later'),
  )
  const ended = new AbortController()
  const tidying = tidyHourly(services, ended.signal)
  return {
    close: async () => {
      ended.abort()
      await tidying
    },
  }
}

async function tidyHourly(services: Services, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await sql`select app.tidy()`.execute(services.database)
      await services.auth.tidy()
    } catch (error) {
      services.log.warn({ err: error }, 'Tidying up failed; it is tried again in an hour')
    }
    await sleep(3_600_000, undefined, { signal, ref: false }).catch(() => {})
  }
}
