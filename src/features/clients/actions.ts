import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { Client, Member } from '../../access/actor.ts'
import { clientsFor, membersFor } from '../../access/visibility.ts'
import { record, recordAll } from '../../events/record.ts'
import type { Db } from '../../kit/db.ts'
import { invalid } from '../../kit/errors.ts'
import { type Fault, say } from '../../kit/sentence.ts'
import type { ClientChange, ClientItem } from './schema.ts'

/** Changes what staff know of a client. */
export async function changeClient(
  db: Db,
  actor: Member,
  id: string,
  change: z.output<typeof ClientChange>,
): Promise<void> {
  const fields = Object.keys(change)
  if (fields.length === 0) return
  await db
    .updateTable('client')
    .set(change)
    .where('client.id', '=', id)
    .where(clientsFor(actor, 'clients.update'))
    .execute()
  await record(db, actor, 'client.changed', { clientId: id, data: { fields } })
}

/** Says how far a client is; whoever watches the list sees it move. */
export async function moveOn(
  db: Db,
  actor: Member | Client,
  id: string,
  status: ClientItem['status'],
): Promise<void> {
  await db
    .updateTable('client')
    .set({ status, lastActivityAt: sql`now()` })
    .where('client.id', '=', id)
    .where(clientsFor(actor, actor.kind === 'member' ? 'clients.update' : 'clients.read'))
    .execute()
}

/**
 * Members get a Cc who are active or invited and whom the actor may read, and keep one they have. Any other id is a
 * fault, hidden and absent alike.
 */
export async function ccFaults(
  db: Db,
  actor: Member,
  memberIds: readonly string[],
  pointer: string,
  clientId: string | null = null,
): Promise<Fault[]> {
  const rows = await db
    .selectFrom('member')
    .select('id')
    .where(membersFor(actor))
    .where(
      sql<SqlBool>`(member.status in ('active', 'invited') or exists (select from app.client_cc
        where client_cc.organization_id = member.organization_id and client_cc.member_id = member.id
          and client_cc.client_id = ${clientId}::uuid))`,
    )
    .where('id', '=', sql<string>`any (${memberIds}::uuid[])`)
    .execute()
  const found = new Set(rows.map(row => row.id))
  return memberIds.flatMap((id, index) =>
    found.has(id) ? [] : [{ pointer: `${pointer}/${index}`, detail: say('Choose one from the list.') }],
  )
}

/** Gives members sight of a client, for looking only. Says nothing where they have it already. */
export async function addCc(
  db: Db,
  actor: Member,
  clientId: string,
  memberIds: readonly string[],
): Promise<void> {
  if (memberIds.length === 0) return
  const added = await db
    .insertInto('clientCc')
    .values(
      memberIds.map(memberId => ({
        organizationId: actor.organizationId,
        clientId,
        memberId,
        createdBy: actor.memberId,
      })),
    )
    .onConflict(conflict => conflict.columns(['organizationId', 'memberId', 'clientId']).doNothing())
    .returning('memberId')
    .execute()
  await recordAll(
    db,
    actor,
    'client.shared',
    added.map(({ memberId }) => ({ clientId, memberId })),
  )
}

/**
 * Shares a client with exactly these of the members whom the actor may read; a Cc of somebody else stays as it is.
 * @throws Problem `invalid` for somebody who cannot get one.
 */
export async function setCc(
  db: Db,
  actor: Member,
  clientId: string,
  memberIds: readonly string[],
): Promise<void> {
  const faults = await ccFaults(db, actor, memberIds, '/memberIds', clientId)
  if (faults.length > 0) throw invalid(faults)
  const removed = await db
    .deleteFrom('clientCc')
    .where('organizationId', '=', actor.organizationId)
    .where('clientId', '=', clientId)
    .where('memberId', '!=', sql<string>`all (${memberIds}::uuid[])`)
    .where('memberId', 'in', query => query.selectFrom('member').select('member.id').where(membersFor(actor)))
    .returning('memberId')
    .execute()
  await addCc(db, actor, clientId, memberIds)
  await recordAll(
    db,
    actor,
    'client.unshared',
    removed.map(({ memberId }) => ({ clientId, memberId })),
  )
}
