import { sql } from 'kysely'
import { grantOf, type Member, reachOf } from '../../../access/actor.ts'
import { cellOf, groupRoles, type Permission, permissions } from '../../../access/matrix.ts'
import { newestClients } from '../../../access/newest-clients.ts'
import { meetingsFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import type { MemberAccess } from '../schema.ts'

type Sight = Pick<
  Member,
  | 'role'
  | 'seesAll'
  | 'seesOrganizationGroup'
  | 'sightGroupIds'
  | 'liveGroupIds'
  | 'knownGroupIds'
  | 'operatorGroupIds'
  | 'managerGroupIds'
>
const mostCounted = 1000

/** What a member reaches and why, as far as the viewer may know the groups it comes from. */
export async function getMemberAccess(db: Db, viewer: Member, memberId: string): Promise<MemberAccess> {
  const { rows } = await sql<Sight & { role: Sight['role'] | null }>`
    select * from app.member_sight(${memberId})`.execute(db)
  const sight = rows[0]
  if (!sight?.role) {
    const nothing = permissions.map(permission => ({ permission, reach: 'none' as const, because: [] }))
    const none = { count: 0, capped: false }
    return { permissions: nothing, clients: none, meetings: none }
  }
  const member: Member = {
    ...viewer,
    ...withinSightOf(viewer, sight),
    memberId,
    accountId: '',
    sessionId: null,
  }
  return {
    permissions: permissions.map(permission => ({
      permission,
      reach: reachOf(member, permission),
      because: reasonsFor(member, permission),
    })),
    clients: await countClients(db, viewer, memberId, sight),
    meetings: await countMeetings(db, viewer, member),
  }
}

/** Groups that the viewer may not know explain nothing to them. */
function withinSightOf(viewer: Member, sight: Sight): Sight {
  if (grantOf(viewer, 'groups.read').reach === 'all') return sight
  const known = (ids: string[]) => ids.filter(id => viewer.knownGroupIds.includes(id))
  return {
    ...sight,
    sightGroupIds: known(sight.sightGroupIds),
    liveGroupIds: known(sight.liveGroupIds),
    knownGroupIds: known(sight.knownGroupIds),
    operatorGroupIds: known(sight.operatorGroupIds),
    managerGroupIds: known(sight.managerGroupIds),
  }
}

function reasonsFor(member: Member, permission: Permission): MemberAccess['permissions'][number]['because'] {
  const { reach, groupIds } = grantOf(member, permission)
  const byRole = reach === 'none' ? [] : [{ kind: reach === 'own' ? ('own' as const) : ('role' as const) }]
  const held = { operator: member.operatorGroupIds, manager: member.managerGroupIds }
  const byGroupRole = groupRoles
    .filter(groupRole => cellOf(permission, `group_${groupRole}`).reach === 'group')
    .flatMap(groupRole => held[groupRole])
    .filter(groupId => groupIds.includes(groupId))
  return [...byRole, ...[...new Set(byGroupRole)].map(groupId => ({ kind: 'group_role' as const, groupId }))]
}

/** Clients that the member sees and the viewer too, so that a count tells nothing of clients behind the wall. */
async function countClients(db: Db, viewer: Member, memberId: string, sight: Sight) {
  if (viewer.seesAll) {
    const { rows } = await sql<{ count: number }>`select gained as count from app.sight_changes(
      array[${memberId}]::uuid[], array[null]::text[], array[app.member_sight(${memberId})::text])`.execute(
      db,
    )
    return { count: rows[0]?.count ?? 0, capped: false }
  }
  const seen = sql<boolean>`(${sight.seesAll} or client.invited_by = ${memberId}
    or client.group_id = any (${sight.sightGroupIds}::uuid[])
    or (client.group_id is null and ${sight.seesOrganizationGroup})
    or exists (select from app.client_cc cc where cc.organization_id = client.organization_id
        and cc.client_id = client.id and cc.member_id = ${memberId}))`
  const { rows } = await sql<{ count: number }>`select count(*) from (
    ${newestClients(viewer, { limit: mostCounted + 1, where: [seen] })}) seen`.execute(db)
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, mostCounted), capped: count > mostCounted }
}

/** The same of meetings. */
async function countMeetings(db: Db, viewer: Member, member: Member) {
  const { reach, groupIds } = grantOf(member, 'meetings.read')
  const seen = sql<boolean>`(${reach === 'all'} or meeting.host_id = ${member.memberId}
    or meeting.attributed_group_ids && ${groupIds}::uuid[])`
  const { rows } = await sql<{ count: number }>`select count(*) from (
    select from app.meeting where ${meetingsFor(viewer)} and ${seen} limit ${mostCounted + 1}) seen`.execute(
    db,
  )
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, mostCounted), capped: count > mostCounted }
}
