import { type SqlBool, sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { meetingsFor, meetingTypesFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import type { UpcomingMeeting } from '../schema.ts'

/** Whether a member can host any active meeting type, whether or not the viewer may read it. Of the table `member`. */
export const canHost = sql<SqlBool>`member.id in (select hosting from app.hosting_member_ids() hosting)`

/** Those of the ids that are not meeting types the actor may read, by their place. */
export async function unreadableTypesAt(db: Db, actor: Member, ids: readonly string[]): Promise<number[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('meetingType')
    .select('id')
    .where(meetingTypesFor(actor))
    .where(sql<SqlBool>`id = any (${ids}::uuid[])`)
    .execute()
  const known = new Set(rows.map(row => row.id))
  return ids.flatMap((id, index) => (known.has(id) ? [] : [index]))
}

/** Meetings that are still to take place, or take place now, as far as the actor may read them. Of the table `meeting`. */
const upcoming = (db: Db, actor: Member) =>
  db
    .selectFrom('meeting')
    .where(meetingsFor(actor))
    .where('status', 'in', ['scheduled', 'live'])
    .where(sql<SqlBool>`ends_at > now()`)

/** Those that a member hosts, the soonest first. */
export async function listUpcomingMeetings(
  db: Db,
  actor: Member,
  memberId: string,
): Promise<UpcomingMeeting[]> {
  const rows = await upcoming(db, actor)
    .where('hostId', '=', memberId)
    .select(['id', 'startsAt', 'title'])
    .orderBy('startsAt')
    .orderBy('id')
    .execute()
  return rows.map(({ startsAt, ...row }) => ({ ...row, startsAt: startsAt.toISOString() }))
}

/** How many of them each of the members has, of those attributed to a group; who has none is left out. */
export async function countUpcomingOfGroup(
  db: Db,
  actor: Member,
  groupId: string,
  memberIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await upcoming(db, actor)
    .where(sql<SqlBool>`host_id = any (${memberIds}::uuid[])`)
    .where(sql<SqlBool>`attributed_group_ids && array[${groupId}]::uuid[]`)
    .groupBy('hostId')
    .select(eb => ['hostId', eb.fn.countAll<number>().as('count')])
    .execute()
  return new Map(rows.map(row => [row.hostId, row.count]))
}
