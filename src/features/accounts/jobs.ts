import { sql } from 'kysely'
import { asActor } from '../../access/enter.ts'
import { record } from '../../events/record.ts'
import type { Program } from '../../http/program.ts'
import { hashToken } from '../../kit/crypto.ts'
import { newId } from '../../kit/id.ts'
import type { JobHandler } from '../../kit/jobs.ts'
import { MailRefused } from '../../kit/mail.ts'
import { passwordResetLetter } from './mail.ts'
import { listWorkplaces } from './queries.ts'

const hour = 60 * 60_000
const mostAnHour = 5

export const jobs = (program: Program): Record<string, JobHandler> => ({
  'mail-password-reset': ({ email }: { email: string }) => mailPasswordReset(program, email),
  'note-password-change': ({ accountId }: { accountId: string }) => notePasswordChange(program, accountId),
})

/** Mails the link, if the address is an account's that works anywhere. A mailbox gets five an hour, whoever asks. */
async function mailPasswordReset(program: Program, email: string): Promise<void> {
  const { auth, mail, origin, log } = program
  const { rows } = await sql<{ count: number }>`
    select count from app.count_hit(${`reset ${hashToken(email)}`}, ${hour}::integer)`.execute(
    program.database,
  )
  if ((rows[0]?.count ?? 0) > mostAnHour) return
  const reset = await auth.beginReset(email)
  if (!reset) return
  const [workplace] = await asActor(program, { kind: 'visitor' }, async db =>
    listWorkplaces(db, reset.account.id),
  )
  if (!workplace) return
  const url = `${origin}/reset-password/${reset.token}`
  try {
    await mail.send(passwordResetLetter(workplace, { id: newId(), to: reset.account.email, url }))
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    log.warn(
      { err: error, organizationId: workplace.organizationId },
      'The mail server refused a mail for a new password',
    )
  }
}

/** A changed password stands in the log of every organisation the account works in. */
async function notePasswordChange(program: Program, accountId: string): Promise<void> {
  const workplaces = await asActor(program, { kind: 'visitor' }, async db => listWorkplaces(db, accountId))
  for (const { organizationId, memberId } of workplaces)
    await asActor(program, { kind: 'job', organizationId, memberId }, async (db, actor) => {
      if (actor) await record(db, actor, 'account.password_changed', { memberId })
    })
}
