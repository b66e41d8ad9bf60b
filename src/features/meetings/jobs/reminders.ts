import { sql } from 'kysely'
import { asActor } from '../../../access/enter.ts'
import { meetingsFor } from '../../../access/visibility.ts'
import type { Happened } from '../../../events/happened.ts'
import { record } from '../../../events/record.ts'
import type { Program } from '../../../http/program.ts'
import type { Db } from '../../../kit/db.ts'
import { idWithin } from '../../../kit/id.ts'
import type { JobHandler } from '../../../kit/jobs.ts'
import type { AskedLetter } from './mails.ts'

export const jobs = (program: Program): Record<string, JobHandler> => ({
  'await-meeting': (event: Happened) => awaitMeeting(program, event),
  'remind-of-meeting': (due: Due) => remind(program, due),
  'conclude-meeting': (due: Due) => conclude(program, due),
})

/** For a time at which the meeting stood when this was asked for. */
type Due = { organizationId: string; meetingId: string; eventId: string; reminderMinutes?: number }

/** Asks for the reminders of the meeting's type, as far as they lie ahead, and for its end. */
async function awaitMeeting(program: Program, { id, organizationId, meetingId }: Happened) {
  if (meetingId === null) return
  await asActor(program, { kind: 'system', organizationId }, async (db, system) => {
    if (!system) return
    const meeting = await db
      .selectFrom('meeting')
      .innerJoin('meetingType', join =>
        join
          .onRef('meetingType.organizationId', '=', 'meeting.organizationId')
          .onRef('meetingType.id', '=', 'meeting.meetingTypeId'),
      )
      .where(meetingsFor(system))
      .where('meeting.id', '=', meetingId)
      .where('meeting.status', '=', 'scheduled')
      .select(['meeting.startsAt', 'meeting.endsAt', 'meetingType.reminders'])
      .select(sql<Date>`now()`.as('now'))
      .executeTakeFirst()
    if (!meeting) return
    const due: Due = { organizationId, meetingId, eventId: id }
    for (const reminderMinutes of new Set(meeting.reminders)) {
      const at = new Date(meeting.startsAt.getTime() - reminderMinutes * 60_000)
      if (at > meeting.now)
        await db.jobs.enqueue(db, { name: 'remind-of-meeting', data: { ...due, reminderMinutes } }, at)
    }
    await db.jobs.enqueue(db, { name: 'conclude-meeting', data: due }, meeting.endsAt)
  })
}

/** Only what was asked for by the event that gave the meeting its time: one that was moved is awaited anew. */
async function isCurrent(db: Db, { organizationId, meetingId, eventId }: Due): Promise<boolean> {
  const last = await db
    .selectFrom('event')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('meetingId', '=', meetingId)
    .where('name', 'in', ['meeting.booked', 'meeting.planned', 'meeting.rescheduled'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.id === eventId
}

/** A mail to the client and one to the host, written from the meeting as it stands when it is sent. */
async function remind(program: Program, due: Due) {
  const { organizationId, meetingId, reminderMinutes, eventId } = due
  await asActor(program, { kind: 'system', organizationId }, async (db, system) => {
    if (!system || !(await isCurrent(db, due))) return
    const meeting = await db
      .selectFrom('meeting')
      .where(meetingsFor(system))
      .where('id', '=', meetingId)
      .where('status', '=', 'scheduled')
      .where('startsAt', '>', sql<Date>`now()`)
      .select('hostId')
      .executeTakeFirst()
    if (!meeting) return
    const about = { eventId: idWithin(eventId, `reminder ${reminderMinutes}`), organizationId, meetingId }
    const letters: AskedLetter[] = [
      { ...about, to: 'client', told: 'reminded' },
      { ...about, to: 'host', told: 'reminded', hostId: meeting.hostId },
    ]
    await db.jobs.enqueueAll(
      db,
      letters.map(data => ({ name: 'mail-meeting-to', data })),
    )
  })
}

/** What is over took place, unless somebody has said otherwise. */
async function conclude(program: Program, due: Due) {
  const { organizationId, meetingId } = due
  await asActor(program, { kind: 'system', organizationId }, async (db, system) => {
    if (!system || !(await isCurrent(db, due))) return
    const concluded = await db
      .updateTable('meeting')
      .set({ status: 'completed' })
      .where(meetingsFor(system))
      .where('id', '=', meetingId)
      .where('status', '=', 'scheduled')
      .where('endsAt', '<=', sql<Date>`now()`)
      .returning('id')
      .executeTakeFirst()
    if (concluded) await record(db, system, 'meeting.completed', { meetingId })
  })
}
