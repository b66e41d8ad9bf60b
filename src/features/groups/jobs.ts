import { sql } from 'kysely'
import { asActor } from '../../access/enter.ts'
import type { Happened } from '../../events/happened.ts'
import { record } from '../../events/record.ts'
import type { Program } from '../../http/program.ts'
import { idWithin } from '../../kit/id.ts'
import type { JobHandler } from '../../kit/jobs.ts'
import { MailRefused } from '../../kit/mail.ts'
import { endedMembershipLetter } from './mail.ts'
import { getEnd, getEndedMembership, isEndRecorded, listAdminIds } from './queries/endings.ts'

export const jobs = (program: Program): Record<string, JobHandler> => ({
  'await-membership-end': (event: Happened) => awaitEnd(program, event),
  'end-membership': (due: Due) => end(program, due),
  'mail-membership-end': (event: Happened) => tellAdmins(program, event),
  'mail-membership-end-to': (asked: AskedLetter) => mailAdmin(program, asked),
})

/** An end that an event set for a membership. */
type Due = { organizationId: string; groupId: string; memberId: string; eventId: string }
type AskedLetter = {
  id: string
  organizationId: string
  adminId: string
  groupId: string
  memberId: string
}

/** Asks for the moment at which the membership ends, where the event set one. */
async function awaitEnd(program: Program, { id, organizationId, groupId, memberId, data }: Happened) {
  if (!('expiresAt' in data) || groupId === null || memberId === null) return
  await asActor(program, { kind: 'system', organizationId }, async db => {
    const ends = await getEnd(db, { groupId, memberId })
    const due: Due = { organizationId, groupId, memberId, eventId: id }
    if (ends) await db.jobs.enqueue(db, { name: 'end-membership', data: due }, ends.at)
  })
}

/**
 * Writes down that the membership has ended, if it has: one that was prolonged is awaited anew, and one that was taken away
 * or began anew was told of then. Its row stays: it stands against the sight of those who are in no group.
 */
async function end(program: Program, { organizationId, eventId, ...pair }: Due) {
  await asActor(program, { kind: 'system', organizationId }, async (db, system) => {
    if (!system) return
    // Of two jobs for the same end, the second finds what the first has written.
    const lock = `membership ${pair.groupId} ${pair.memberId}`
    await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(db)
    const ends = await getEnd(db, pair)
    if (!ends?.hasCome || (await isEndRecorded(db, pair, eventId))) return
    await record(db, system, 'membership.expired', { ...pair, data: { expiresAt: ends.at.toISOString() } })
  })
}

/** A letter to each, each a job of its own, so that one that fails holds up none. */
async function tellAdmins(program: Program, { id, organizationId, groupId, memberId }: Happened) {
  if (groupId === null || memberId === null) return
  await asActor(program, { kind: 'system', organizationId }, async db => {
    const letters = (await listAdminIds(db)).map((adminId): AskedLetter => {
      return { id: idWithin(id, adminId), organizationId, adminId, groupId, memberId }
    })
    await db.jobs.enqueueAll(
      db,
      letters.map(data => ({ name: 'mail-membership-end-to', data })),
    )
  })
}

/** To whoever is still an Admin when the mail is written. */
async function mailAdmin(program: Program, { id, organizationId, adminId, ...pair }: AskedLetter) {
  const credential = { kind: 'job', organizationId, memberId: adminId } as const
  const ended = await asActor(program, credential, async (db, actor) =>
    actor?.role === 'admin' ? getEndedMembership(db, actor, pair) : undefined,
  )
  if (!ended) return
  try {
    const url = `${program.origin}/groups/${pair.groupId}`
    await program.mail.send(endedMembershipLetter(ended, { id, url }))
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    program.log.warn({ err: error, organizationId, adminId }, 'The mail server refused a letter')
  }
}
