import { sql } from 'kysely'
import type { z } from 'zod'
import { grantOf, mayInGroup, type Member } from '../../access/actor.ts'
import { record } from '../../events/record.ts'
import { hashToken, newToken, type Secrets } from '../../kit/crypto.ts'
import type { Db } from '../../kit/db.ts'
import { invalid, Problem, unknownId } from '../../kit/errors.ts'
import { newId } from '../../kit/id.ts'
import { type Fault, say } from '../../kit/sentence.ts'
import { addCc, ccFaults, moveOn } from '../clients/actions.ts'
import { isOpen } from '../clients/queries/invites.ts'
import { offeredFlows, type OfferedFlow } from '../flows/queries.ts'
import { getChoice, isLiveGroup, type InviteInSight } from './queries.ts'
import type { NewInvite } from './schema.ts'

type Given = z.output<typeof NewInvite>

/**
 * Makes a client and sends them an invite, or makes its link. Answers the invite's id.
 * @throws Problem `invalid` for a group or a member that is not the sender's to choose; `flow_not_offered`.
 */
export async function sendInvite(db: Db, actor: Member, secrets: Secrets, given: Given): Promise<string> {
  const faults = [
    ...(await groupFaults(db, actor, given.groupId)),
    ...(await ccFaults(db, actor, given.ccMemberIds, '/ccMemberIds')),
  ]
  if (faults.length > 0) throw invalid(faults)
  const flow = await chooseFlow(db, actor, given)
  const clientId = await insertClient(db, actor, given)
  const inviteId = newId()
  const token = newToken()
  await db
    .insertInto('invite')
    .values({
      organizationId: actor.organizationId,
      id: inviteId,
      clientId,
      flowId: flow.id,
      flowVersion: flow.version,
      sentBy: actor.memberId,
      method: given.method,
      language: given.language,
      tokenHash: hashToken(token),
      tokenEncrypted: secrets.encrypt(token),
    })
    .execute()
  const deliveryId = await insertDelivery(
    db,
    actor,
    { id: inviteId, clientId, email: given.email },
    given.method,
  )
  await addCc(db, actor, clientId, await ccOf(db, actor, given))
  await record(db, actor, 'invite.sent', { clientId, data: { inviteId, deliveryId, method: given.method } })
  return inviteId
}

/** Rule of the group picker, asked again: whatever is not in it gets the same answer. */
async function groupFaults(db: Db, actor: Member, groupId: string | null): Promise<Fault[]> {
  const isOffered =
    groupId === null ? mayInGroup(actor, 'invites.send', null) : await isLiveGroup(db, actor, groupId)
  if (isOffered) return []
  const { organizationGroup, refusal } = await getChoice(db, actor)
  if (groupId === null && organizationGroup) return []
  return [{ pointer: '/groupId', detail: refusal ?? say('Choose one from the list.') }]
}

/** Who may not read every flow is told the same of a flow that is not offered and of one that is not there. */
async function chooseFlow(db: Db, actor: Member, { groupId, flowId }: Given): Promise<OfferedFlow> {
  const offered = (await offeredFlows(db, actor, [groupId])).get(groupId) ?? []
  const flow = offered.find(flow => flow.id === flowId)
  if (flow) return flow
  const readsAll = grantOf(actor, 'flows.read').reach === 'all'
  const known = readsAll
    ? await db
        .selectFrom('flow')
        .select('id')
        .where('organizationId', '=', actor.organizationId)
        .where('id', '=', flowId)
        .executeTakeFirst()
    : { id: flowId }
  if (!known) throw unknownId('/flowId')
  throw new Problem(
    'flow_not_offered',
    offered.length > 0
      ? say('This group does not offer this flow. Choose another.')
      : say('Every flow of this group is switched off. Ask an Admin to assign one.'),
  )
}

async function insertClient(db: Db, actor: Member, given: Given): Promise<string> {
  const { firstName, lastName, email, phone, externalId, language, groupId, flowId } = given
  const id = newId()
  const person = { firstName, lastName, email, phone, externalId: externalId || null, language }
  await db
    .insertInto('client')
    .values({
      organizationId: actor.organizationId,
      id,
      groupId,
      flowId,
      invitedBy: actor.memberId,
      origin: 'invite',
      ...person,
    })
    .execute()
  return id
}

type Addressee = { id: string; clientId: string; email: string | null }

/** A link counts as sent with its making: what is done with it is outside our sight. */
async function insertDelivery(
  db: Db,
  actor: Member,
  invite: Addressee,
  channel: 'email' | 'link',
): Promise<string> {
  const id = newId()
  const state =
    channel === 'email'
      ? { status: 'queued', address: invite.email }
      : { status: 'sent', sentAt: sql<Date>`now()` }
  await db
    .insertInto('delivery')
    .values({
      organizationId: actor.organizationId,
      id,
      inviteId: invite.id,
      clientId: invite.clientId,
      channel,
      requestedBy: actor.memberId,
      ...state,
    })
    .execute()
  return id
}

/**
 * Members by id and by address, known to the sender or not; the answer never says which addresses were members'. The
 * others get a notice: their address must not stand in the log, so the notice does not follow from an event.
 */
async function ccOf(db: Db, actor: Member, { ccMemberIds, ccAddresses }: Given): Promise<string[]> {
  const { organizationId, memberId } = actor
  const { rows } = await sql<{ email: string; memberId: string; status: string }>`
    select * from app.members_by_email(${ccAddresses}::text[])`.execute(db)
  const members = new Map(
    rows.filter(row => row.status !== 'suspended').map(row => [row.email, row.memberId]),
  )
  for (const address of new Set(ccAddresses)) {
    if (members.has(address)) continue
    const notice: Notice = { id: newId(), organizationId, memberId, address }
    await db.jobs.enqueue(db, { name: 'mail-no-member', data: notice })
  }
  return [...new Set([...ccMemberIds, ...members.values()])]
}
/** The job that tells an address in Cc that it is no member's. */
export type Notice = { id: string; organizationId: string; memberId: string; address: string }

const ended = {
  completed: say('The client has completed this invite already.'),
  revoked: say('This invite was revoked. Send a new one.'),
  expired: say('This invite has expired. Send a new one.'),
}

/**
 * Sends an open invite once more, or gives out its link.
 * @throws Problem `conflict` for one that has ended; `invalid` where there is no address.
 */
export async function sendAgain(
  db: Db,
  actor: Member,
  invite: InviteInSight,
  method: 'email' | 'link',
): Promise<void> {
  if (!isOpen(invite.status)) throw new Problem('conflict', ended[invite.status])
  if (method === 'email' && invite.email === null)
    throw invalid([
      { pointer: '/method', detail: say('The client has no email address. Fill it in, or copy the link.') },
    ])
  const deliveryId = await insertDelivery(db, actor, invite, method)
  const data = { inviteId: invite.id, deliveryId, method }
  await record(db, actor, 'invite.sent_again', { clientId: invite.clientId, data })
}

/**
 * Takes an invite back: its link says so from now on. Again changes nothing.
 * @throws Problem `conflict` for one that was completed.
 */
export async function revokeInvite(db: Db, actor: Member, { id, clientId }: InviteInSight): Promise<void> {
  const { completedAt, revokedAt } = await db
    .selectFrom('invite')
    .select(['completedAt', 'revokedAt'])
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (revokedAt) return
  if (completedAt) throw new Problem('conflict', ended.completed)
  await db
    .updateTable('invite')
    .set({ revokedAt: sql`now()` })
    .where('organizationId', '=', actor.organizationId)
    .where('id', '=', id)
    .execute()
  await moveOn(db, actor, clientId, 'revoked')
  await record(db, actor, 'invite.revoked', { clientId, data: { inviteId: id } })
}
