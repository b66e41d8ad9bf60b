import { asActor } from '../../access/enter.ts'
import { membersFor } from '../../access/visibility.ts'
import type { Happened } from '../../events/happened.ts'
import type { Program } from '../../http/program.ts'
import type { JobHandler } from '../../kit/jobs.ts'
import { MailRefused } from '../../kit/mail.ts'
import type { Language } from '../../kit/shapes.ts'
import { getLetterhead } from '../invites/queries.ts'
import { type Sync, syncCalendar } from './jobs/mirror.ts'
import { type Writing, writeMeeting, writeMeetingsOf } from './jobs/writing.ts'
import { type CalendarChange, calendarLetter } from './mail.ts'

export const jobs = (program: Program): Record<string, JobHandler> => ({
  'sync-calendar': ({ organizationId, data }: Happened) =>
    syncCalendar(program, { organizationId, calendarId: String(data.calendarId) }),
  'sync-calendar-again': (sync: Sync) => syncCalendar(program, sync),
  'write-calendars': async ({ organizationId, meetingId }: Happened) => {
    if (meetingId !== null) await writeMeeting(program, { organizationId, meetingId })
  },
  'write-meeting': (writing: Writing) => writeMeeting(program, writing),
  'write-meetings-of-member': async ({ organizationId, memberId }: Happened) => {
    if (memberId !== null) await writeMeetingsOf(program, organizationId, memberId)
  },
  'mail-calendar-change': (event: Happened) => mailChange(program, event),
})

/** Tells the member whose calendars they are, if they work here and did not do it themselves. */
async function mailChange(program: Program, { id, organizationId, memberId, actorId, name }: Happened) {
  if (memberId === null || memberId === actorId) return
  const letter = await asActor(program, { kind: 'job', organizationId, memberId }, async (db, actor) => {
    if (!actor) return undefined
    const readable = (asked: string | null) =>
      db
        .selectFrom('member')
        .where(membersFor(actor))
        .where('member.id', '=', asked)
        .select(['member.name', 'member.email', 'member.language'])
        .executeTakeFirst()
    const [own, by] = [await readable(memberId), await readable(actorId)]
    if (!own) return undefined
    const from = await getLetterhead(db)
    const url = `${program.origin}/availability`
    const told = { id, from, to: own.email, language: own.language as Language, by: by?.name ?? null, url }
    return calendarLetter(told, name as CalendarChange)
  })
  if (!letter) return
  try {
    await program.mail.send(letter)
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    program.log.warn({ err: error, organizationId, memberId }, 'The mail server refused a letter')
  }
}
