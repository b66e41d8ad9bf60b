import { type RawBuilder, sql } from 'kysely'
import { asActor } from '../../access/enter.ts'
import type { Member } from '../../access/actor.ts'
import { clientsFor } from '../../access/visibility.ts'
import type { Happened } from '../../events/happened.ts'
import { record } from '../../events/record.ts'
import type { Program } from '../../http/program.ts'
import type { Db } from '../../kit/db.ts'
import { idWithin } from '../../kit/id.ts'
import type { JobHandler } from '../../kit/jobs.ts'
import { type Letter, MailRefused } from '../../kit/mail.ts'
import type { Language } from '../../kit/shapes.ts'
import { inviteStatus, isOpen, journeyUrl } from '../clients/queries/invites.ts'
import type { Notice } from './actions.ts'
import { completionLetter, inviteLetter, noMemberLetter } from './mail.ts'
import { getLetterhead } from './queries.ts'

export const jobs = (program: Program): Record<string, JobHandler> => ({
  'mail-invite': (event: Happened, { last }) => mailInvite(program, event, last),
  'mail-completion': (event: Happened) => tellOfCompletion(program, event),
  'mail-completion-to': (letter: Completion) => mailCompletion(program, letter),
  'mail-no-member': (notice: Notice) => mailNoMember(program, notice),
})

/** Why a mail was not sent, in words for the sender. */
type Refusal = { reason: string }
const senderGone: Refusal = { reason: 'Who asked for this mail may no longer send it.' }
const inviteEnded: Refusal = { reason: 'The invite had ended before the mail was sent.' }
const addressRefused: Refusal = { reason: 'The mail server refused this address.' }
const serverAway: Refusal = { reason: 'The mail server could not be reached for hours.' }

/**
 * Mails an invite's link, as the member who asked for it, if they still may and it is still open. What became of it
 * stands in the delivery. Mailed before that is written down, since a mail seen twice is one by its Message-ID, and a mail
 * never sent is none.
 */
async function mailInvite(program: Program, { organizationId, actorId, data }: Happened, isLast: boolean) {
  if (data.method !== 'email' || actorId === null) return
  const deliveryId = String(data.deliveryId)
  const credential = { kind: 'job', organizationId, memberId: actorId } as const
  const prepared = await asActor(program, credential, async (db, actor) =>
    actor ? prepareInvite(program, db, actor, deliveryId) : senderGone,
  )
  if (prepared === 'done') return
  const refusal = 'reason' in prepared ? prepared : await tryToSend(program, prepared, isLast)
  await asActor(program, { kind: 'system', organizationId }, async (db, system) => {
    if (!system) return
    const outcome = refusal
      ? { status: 'undelivered', reason: refusal.reason }
      : { status: 'sent', sentAt: sql<Date>`now()` }
    const delivery = await db
      .updateTable('delivery')
      .set(outcome)
      .where('organizationId', '=', organizationId)
      .where('id', '=', deliveryId)
      .where('status', '=', 'queued')
      .returning(['clientId', 'inviteId'])
      .executeTakeFirst()
    if (!delivery) return
    const name = refusal ? 'invite.undelivered' : 'invite.delivered'
    const { clientId, inviteId } = delivery
    await record(db, system, name, { clientId, data: { inviteId, deliveryId, ...refusal } })
  })
}

/** The letter; why there is none; or that the delivery was made before. */
async function prepareInvite(
  program: Program,
  db: Db,
  actor: Member,
  deliveryId: string,
): Promise<Letter | Refusal | 'done'> {
  const delivery = await db
    .selectFrom('delivery')
    .innerJoin('invite', join =>
      join
        .onRef('invite.organizationId', '=', 'delivery.organizationId')
        .onRef('invite.id', '=', 'delivery.inviteId'),
    )
    .innerJoin('client', join =>
      join
        .onRef('client.organizationId', '=', 'delivery.organizationId')
        .onRef('client.id', '=', 'delivery.clientId'),
    )
    .where(clientsFor(actor, 'clients.update'))
    .where('delivery.id', '=', deliveryId)
    .select([
      'delivery.status',
      'delivery.address',
      'invite.language',
      'invite.tokenEncrypted',
      'client.firstName',
    ])
    .select(inviteStatus.as('inviteStatus'))
    .executeTakeFirst()
  if (!delivery) return senderGone
  if (delivery.status !== 'queued' || delivery.address === null) return 'done'
  if (!isOpen(delivery.inviteStatus)) return inviteEnded
  return inviteLetter(await getLetterhead(db), {
    id: deliveryId,
    to: delivery.address,
    language: delivery.language as Language,
    firstName: delivery.firstName,
    url: journeyUrl(program, delivery.tokenEncrypted),
  })
}

/** Undefined when it was sent. @throws while it is worth another try. */
async function tryToSend({ mail }: Program, letter: Letter, isLast: boolean): Promise<Refusal | undefined> {
  try {
    await mail.send(letter)
    return undefined
  } catch (error) {
    if (error instanceof MailRefused) return addressRefused
    if (isLast) return serverAway
    throw error
  }
}

type Completion = { id: string; organizationId: string; memberId: string; clientId: string }

/** A letter for the sender and for each Cc, each a job of its own, so that one that fails holds up none. */
async function tellOfCompletion(program: Program, { id, organizationId, clientId, data }: Happened) {
  if (clientId === null) return
  await asActor(program, { kind: 'system', organizationId }, async db => {
    const recipients: RawBuilder<{ memberId: string }> = sql`
      select sent_by as member_id from app.invite
       where organization_id = ${organizationId}::uuid and id = ${data.inviteId}::uuid and sent_by is not null
      union select member_id from app.client_cc
       where organization_id = ${organizationId}::uuid and client_id = ${clientId}::uuid`
    const { rows } = await recipients.execute(db)
    await db.jobs.enqueueAll(
      db,
      rows.map(({ memberId }) => ({
        name: 'mail-completion-to',
        data: { id: idWithin(id, memberId), organizationId, memberId, clientId } satisfies Completion,
      })),
    )
  })
}

/** To a member who works here and sees the client, at the moment the mail is written. */
async function mailCompletion(program: Program, { id, organizationId, memberId, clientId }: Completion) {
  const letter = await asActor(program, { kind: 'job', organizationId, memberId }, async (db, actor) => {
    if (!actor) return undefined
    const found = await db
      .selectFrom('client')
      .innerJoin('member', join => join.onRef('member.organizationId', '=', 'client.organizationId'))
      .where(clientsFor(actor))
      .where('client.id', '=', clientId)
      .where('member.id', '=', memberId)
      .select(['member.email', 'member.language'])
      .executeTakeFirst()
    const url = `${program.origin}/connections/${clientId}`
    const to = found && { id, to: found.email, language: found.language as Language, url }
    return to && completionLetter(await getLetterhead(db), to)
  })
  if (letter) await sendOrLog(program, letter)
}

async function mailNoMember(program: Program, { id, organizationId, memberId, address }: Notice) {
  const letter = await asActor(program, { kind: 'job', organizationId, memberId }, async (db, actor) => {
    if (!actor) return undefined
    const from = await getLetterhead(db)
    return noMemberLetter(from, { id, to: address, language: from.language })
  })
  if (letter) await sendOrLog(program, letter)
}

/** Nobody waits for these: a refusal is for the log alone. */
async function sendOrLog({ mail, log }: Program, letter: Letter): Promise<void> {
  try {
    await mail.send(letter)
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    log.warn({ err: error, organizationId: letter.organizationId }, 'The mail server refused a letter')
  }
}
