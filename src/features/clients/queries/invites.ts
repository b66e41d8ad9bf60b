import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { clientsFor, groupsFor, membersFor } from '../../../access/visibility.ts'
import type { Secrets } from '../../../kit/crypto.ts'
import type { Db } from '../../../kit/db.ts'
import type { InviteItem } from '../schema.ts'

/** What a link in an answer or a mail is made with. */
export type Links = { secrets: Secrets; origin: string }

/** The page where a client walks the journey. */
export const journeyUrl = ({ secrets, origin }: Links, tokenEncrypted: string): string =>
  `${origin}/i/${secrets.decrypt(tokenEncrypted)}`

const isOver = sql<SqlBool>`invite.expires_at <= now() and invite.completed_at is null and invite.revoked_at is null`
/** The column, but for the state that only time makes. */
export const inviteStatus = sql<
  InviteItem['status']
>`case when ${isOver} then 'expired' else invite.status end`

/**
 * Invites of the clients an actor sees, newest first, each with its deliveries. The link comes with those it may still be
 * given out for: open ones, to an actor who may do more than look.
 */
export async function listInvites(
  db: Db,
  actor: Member,
  links: Links,
  which: RawBuilder<SqlBool>,
): Promise<InviteItem[]> {
  const rows = await db
    .selectFrom('invite')
    .innerJoin('client', join =>
      join
        .onRef('client.organizationId', '=', 'invite.organizationId')
        .onRef('client.id', '=', 'invite.clientId'),
    )
    // Null as well where the actor may not know the group: an id would let them tell two such groups apart.
    .leftJoin('group', join =>
      join
        .onRef('group.organizationId', '=', 'client.organizationId')
        .onRef('group.id', '=', 'client.groupId')
        .on(groupsFor(actor)),
    )
    .leftJoin('member as sender', join =>
      join
        .onRef('sender.organizationId', '=', 'invite.organizationId')
        .onRef('sender.id', '=', 'invite.sentBy')
        .on(membersFor(actor, 'members.read', 'sender')),
    )
    .where(clientsFor(actor))
    .where(which)
    .select([
      'invite.id',
      'invite.clientId',
      inviteStatus.as('status'),
      'invite.method',
      'group.id as groupId',
      'invite.flowId',
      'invite.language',
      'invite.sentBy',
      'sender.name as senderName',
      'invite.sentAt',
      'invite.completedAt',
      'invite.revokedAt',
      'invite.tokenEncrypted',
      sql<boolean>`${clientsFor(actor, 'clients.update')}`.as('mayUpdate'),
    ])
    .orderBy('invite.sentAt', 'desc')
    .orderBy('invite.id', 'desc')
    .execute()
  const deliveries = await deliveriesOf(
    db,
    rows.map(row => row.id),
  )
  return rows.map(row => ({
    id: row.id,
    clientId: row.clientId,
    status: row.status,
    method: row.method as InviteItem['method'],
    url: row.mayUpdate && isOpen(row.status) ? linkIfKept(links, row.tokenEncrypted) : null,
    groupId: row.groupId,
    flowId: row.flowId,
    language: row.language as InviteItem['language'],
    sentBy: row.sentBy !== null && row.senderName !== null ? { id: row.sentBy, name: row.senderName } : null,
    sentAt: row.sentAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    deliveries: deliveries.get(row.id) ?? [],
  }))
}

/** A secret that is gone takes the link with it, and not the whole page. */
function linkIfKept(links: Links, tokenEncrypted: string): string | null {
  try {
    return journeyUrl(links, tokenEncrypted)
  } catch {
    return null
  }
}

/** Can the client still walk it? */
export const isOpen = (status: InviteItem['status']) =>
  status === 'sent' || status === 'initiated' || status === 'attempted'

async function deliveriesOf(
  db: Db,
  inviteIds: readonly string[],
): Promise<Map<string, InviteItem['deliveries']>> {
  const rows = await db
    .selectFrom('delivery')
    .select(['id', 'inviteId', 'channel', 'address', 'status', 'reason', 'createdAt', 'sentAt'])
    .where('organizationId', '=', sql<string>`(select app.organization_id())`)
    .where('inviteId', '=', sql<string>`any (${inviteIds}::uuid[])`)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return Map.groupBy(
    rows.map(({ createdAt, sentAt, channel, status, ...row }) => ({
      ...row,
      channel: channel as InviteItem['deliveries'][number]['channel'],
      status: status as InviteItem['deliveries'][number]['status'],
      createdAt: createdAt.toISOString(),
      sentAt: sentAt?.toISOString() ?? null,
    })),
    row => row.inviteId,
  )
}
