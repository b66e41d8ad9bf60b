import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { asActor } from './access/enter.ts'
import { getEvent } from './events/happened.ts'
import type { Following } from './events/record.ts'
import { jobs as accountJobs } from './features/accounts/jobs.ts'
import { jobs as availabilityJobs } from './features/availability/jobs.ts'
import { jobs as calendarJobs } from './features/calendars/jobs.ts'
import { jobs as groupJobs } from './features/groups/jobs.ts'
import { jobs as inviteJobs } from './features/invites/jobs.ts'
import { jobs as meetingMails } from './features/meetings/jobs/mails.ts'
import { jobs as reassignments } from './features/meetings/jobs/reassignment.ts'
import { jobs as reminders } from './features/meetings/jobs/reminders.ts'
import { jobs as memberJobs } from './features/members/jobs.ts'
import type { Program } from './http/program.ts'
import type { JobHandler } from './kit/jobs.ts'
import { reactions } from './reactions.ts'

/** Every job there is; its data is what was enqueued under its name. */
const handlersOf = (program: Program): Record<string, JobHandler> => ({
  follow: ({ organizationId, eventId }: Following) => follow(program, organizationId, eventId),
  ...accountJobs(program),
  ...memberJobs(program),
  ...groupJobs(program),
  ...inviteJobs(program),
  ...availabilityJobs(program),
  ...calendarJobs(program),
  ...meetingMails(program),
  ...reminders(program),
  ...reassignments(program),
})

/** Enqueues what follows from an event, all of it or nothing. */
const follow = (program: Program, organizationId: string, eventId: string): Promise<void> =>
  asActor(program, { kind: 'system', organizationId }, async db => {
    const event = await getEvent(db, eventId)
    for (const name of reactions[event.name as keyof typeof reactions] ?? [])
      await db.jobs.enqueue(db, { name, data: event })
  })

export type Worker = { close: () => Promise<void> }

/** Works jobs until it is closed, and once an hour deletes what nobody needs any more. */
export async function startWorker(program: Program): Promise<Worker> {
  const { log, jobs } = program
  await jobs.work(handlersOf(program), (name, error) =>
    log.warn({ err: error, job: name }, 'A job failed; it is tried again later'),
  )
  const ended = new AbortController()
  const tidying = tidyHourly(program, ended.signal)
  return {
    close: async () => {
      ended.abort()
      await tidying
    },
  }
}

async function tidyHourly(program: Program, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await sql`select app.tidy()`.execute(program.database)
      await program.auth.tidy()
    } catch (error) {
      program.log.warn({ err: error }, 'Tidying up failed; it is tried again in an hour')
    }
    await sleep(3_600_000, undefined, { signal, ref: false }).catch(() => {})
  }
}
