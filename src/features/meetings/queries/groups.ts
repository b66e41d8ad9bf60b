import { type SqlBool, sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { groupsFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { getSender } from '../../invites/queries.ts'
import { choiceOf } from '../../invites/rules.ts'

/**
 * Whose client somebody new may become by a meeting with each of these hosts: what the actor may send invites in, and the
 * host's own groups as far as the actor knows them. `besides` are those that only the host brings.
 */
export async function choicesWith(db: Db, actor: Member, hostIds: readonly string[]) {
  const sender = await getSender(db, actor)
  const offered = new Set(sender.groups.map(({ id }) => id))
  const rows = await db
    .selectFrom('group')
    .innerJoin('membership', join =>
      join
        .onRef('membership.organizationId', '=', 'group.organizationId')
        .onRef('membership.groupId', '=', 'group.id'),
    )
    .select(['membership.memberId', 'group.id', 'group.name'])
    .where(groupsFor(actor))
    .where('group.deletedAt', 'is', null)
    .where(sql<SqlBool>`membership.member_id = any (${hostIds}::uuid[])`)
    .where(sql<SqlBool>`(membership.expires_at is null or membership.expires_at > now())`)
    .orderBy('group.search')
    .orderBy('group.id')
    .execute()
  const ofHosts = Map.groupBy(
    rows.filter(({ id }) => !offered.has(id)),
    row => row.memberId,
  )
  return {
    sender,
    of(hostId: string) {
      const besides = (ofHosts.get(hostId) ?? []).map(({ id, name }) => ({ id, name }))
      return { ...choiceOf({ ...sender, groups: [...sender.groups, ...besides] }), besides }
    },
  }
}
