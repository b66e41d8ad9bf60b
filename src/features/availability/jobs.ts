import type { Member } from '../../access/actor.ts'
import { asActor } from '../../access/enter.ts'
import { membersFor } from '../../access/visibility.ts'
import type { Happened } from '../../events/happened.ts'
import type { Program } from '../../http/program.ts'
import type { Db } from '../../kit/db.ts'
import type { JobHandler } from '../../kit/jobs.ts'
import { type Letter, MailRefused } from '../../kit/mail.ts'
import type { Language } from '../../kit/shapes.ts'
import { getLetterhead } from '../invites/queries.ts'
import { blockLetter, hoursLetter, type Told, type ToldBlock } from './mail.ts'
import { getOpenHours } from './queries/hours.ts'

export const jobs = (program: Program): Record<string, JobHandler> => ({
  'mail-open-hours': (event: Happened) =>
    tell(program, event, async (told, db, actor) => {
      const changed = event.data.changed as string[]
      return changed.length === 0
        ? undefined
        : hoursLetter(told, await getOpenHours(db, actor, actor.memberId), changed)
    }),
  'mail-block': (event: Happened) =>
    tell(program, event, async told =>
      blockLetter(told, event.data as ToldBlock, event.name === 'block.added'),
    ),
})

/** Tells the member whom an event is about, if they work here and did not do it themselves. */
async function tell(
  program: Program,
  { id, organizationId, memberId, actorId }: Happened,
  write: (told: Told, db: Db, actor: Member) => Promise<Letter | undefined>,
): Promise<void> {
  if (memberId === null || memberId === actorId) return
  const letter = await asActor(program, { kind: 'job', organizationId, memberId }, async (db, actor) => {
    if (!actor) return undefined
    const nameOf = (asked: string | null) =>
      db
        .selectFrom('member')
        .where(membersFor(actor))
        .where('member.id', '=', asked)
        .select(['member.name', 'member.email', 'member.language'])
        .executeTakeFirst()
    const [own, by] = [await nameOf(memberId), await nameOf(actorId)]
    if (!own) return undefined
    const from = await getLetterhead(db)
    const told = { id, from, to: own.email, language: own.language as Language, by: by?.name ?? null }
    return write({ ...told, url: `${program.origin}/availability` }, db, actor)
  })
  if (!letter) return
  try {
    await program.mail.send(letter)
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    program.log.warn({ err: error, organizationId, memberId }, 'The mail server refused a letter')
  }
}
