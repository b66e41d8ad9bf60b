import type { Member } from '../../access/actor.ts'
import { mayInvite } from '../../access/conditions.ts'
import { asActor } from '../../access/enter.ts'
import type { Happened } from '../../events/happened.ts'
import type { Program } from '../../http/program.ts'
import type { JobHandler } from '../../kit/jobs.ts'
import { MailRefused } from '../../kit/mail.ts'
import { invitationLetter } from './mail.ts'
import { getOpenInvitation } from './queries/invitation.ts'
import { getMember } from './queries/list.ts'
import type { MemberItem } from './schema.ts'

export const jobs = (program: Program): Record<string, JobHandler> => ({
  'mail-member-invitation': (event: Happened) => mailInvitation(program, event),
})

/** Mails the link of the open invitation, if whoever asked for it may still invite; answered or revoked: nothing. */
async function mailInvitation(program: Program, { organizationId, memberId, actorId }: Happened) {
  const { mail, secrets, origin, log } = program
  if (memberId === null || actorId === null) return
  const invitation = await asActor(
    program,
    { kind: 'job', organizationId, memberId: actorId },
    async (db, actor) => {
      const member = actor && (await getMember(db, actor, memberId))
      if (!member || !mayStillInvite(actor, member)) return undefined
      return getOpenInvitation(db, actor, memberId)
    },
  )
  if (!invitation) return
  const url = `${origin}/join/${secrets.decrypt(invitation.tokenEncrypted)}`
  try {
    await mail.send(invitationLetter(invitation, url))
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    log.warn({ err: error, organizationId, memberId }, 'The mail server refused an invitation')
  }
}

/** Anywhere at all, or into one of the groups they are in. */
const mayStillInvite = (actor: Member, { role, groups }: MemberItem) =>
  mayInvite(actor, role, []) || groups.some(({ id, deleted }) => !deleted && mayInvite(actor, role, [id]))
