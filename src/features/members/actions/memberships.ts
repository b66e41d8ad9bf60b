import { sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import type { GroupRole } from '../../../access/matrix.ts'
import { recordAll } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'

export type Pair = { memberId: string; groupId: string }

/** Puts members in groups where they are not. What has expired begins anew, and narrows sight as a first one does. */
export async function addMemberships(
  db: Db,
  actor: Member,
  pairs: readonly Pair[],
  groupRole: GroupRole | null,
): Promise<void> {
  if (pairs.length === 0) return
  const memberIds = pairs.map(pair => pair.memberId)
  const groupIds = pairs.map(pair => pair.groupId)
  await sql`
    delete from app.membership held
     using unnest(${memberIds}::uuid[], ${groupIds}::uuid[]) as pair (member_id, group_id)
     where held.organization_id = ${actor.organizationId} and held.group_id = pair.group_id
       and held.member_id = pair.member_id and held.expires_at <= now()`.execute(db)
  // Of two who add the same member at once, the second finds it done.
  const { rows } = await sql<Pair>`
    insert into app.membership (organization_id, group_id, member_id, group_role, created_by)
    select ${actor.organizationId}, pair.group_id, pair.member_id, ${groupRole}, ${actor.memberId}
      from unnest(${memberIds}::uuid[], ${groupIds}::uuid[]) as pair (member_id, group_id)
    on conflict do nothing returning member_id, group_id`.execute(db)
  await recordAll(
    db,
    actor,
    'membership.added',
    rows.map(pair => ({ ...pair, data: { groupRole } })),
  )
}
