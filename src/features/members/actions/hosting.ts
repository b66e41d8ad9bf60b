import { sql } from 'kysely'
import { grantOf, type Member } from '../../../access/actor.ts'
import { recordAll } from '../../../events/record.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid, Problem } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import { unreadableTypesAt } from '../queries/hosting.ts'

/** Deleted, foreign and unknown types are refused alike. */
export async function checkMeetingTypes(
  db: Db,
  actor: Member,
  meetingTypeIds: readonly string[],
): Promise<void> {
  const unreadable = await unreadableTypesAt(db, actor, meetingTypeIds)
  if (unreadable.length > 0)
    throw invalid(
      unreadable.map(at => ({ pointer: `/meetingTypeIds/${at}`, detail: say('Choose one from the list.') })),
    )
}

/** Naming a member takes a type from those who may only write types of one group, so it is not theirs to do. */
export function refuseNamingHosts(actor: Member): void {
  if (grantOf(actor, 'meeting-types.write').reach !== 'all')
    throw new Problem('forbidden', say('Your role does not allow naming members as hosts.'))
}

/** To be had before hosts of these types are named or taken away; see app.hold_hosts. */
export const holdHosts = (db: Db, meetingTypeIds: readonly string[]) =>
  sql`select app.hold_hosts(${meetingTypeIds}::uuid[])`.execute(db)

/** Names members as hosts of meeting types; who is named already stays so. */
export async function addNamedHosts(
  db: Db,
  actor: Member,
  meetingTypeIds: readonly string[],
  memberIds: readonly string[],
): Promise<void> {
  if (meetingTypeIds.length === 0 || memberIds.length === 0) return
  await holdHosts(db, meetingTypeIds)
  const { rows } = await sql<{ meetingTypeId: string; memberId: string }>`
    insert into app.meeting_type_member (organization_id, meeting_type_id, member_id, created_by)
    select ${actor.organizationId}, type.id, host.id, ${actor.memberId}
      from unnest(${meetingTypeIds}::uuid[]) as type (id), unnest(${memberIds}::uuid[]) as host (id)
    on conflict do nothing returning meeting_type_id, member_id`.execute(db)
  const added = Map.groupBy(rows, row => row.meetingTypeId)
  const events = [...added].map(([meetingTypeId, hosts]) => ({
    data: { meetingTypeId, added: { memberIds: hosts.map(host => host.memberId) } },
  }))
  await recordAll(db, actor, 'meeting_type.hosts_changed', events)
}
