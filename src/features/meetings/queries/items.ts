import { sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { clientsFor, groupsFor, meetingsFor, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import type { MeetingItem } from '../schema/meetings.ts'
import { risksOf } from './risks.ts'

/** Not over and not cancelled. No meeting is longer than a day, which lets the index of starts find them. */
export const isUpcoming = sql<boolean>`(meeting.status in ('scheduled', 'live') and meeting.ends_at > now()
  and meeting.starts_at > now() - interval '1 day')`

/** Meetings the actor reads, with the names they may know besides; a query for more conditions and an order. */
export const rowsOf = (db: Db, actor: Member) =>
  db
    .selectFrom('meeting')
    .leftJoin('client', join =>
      join
        .onRef('client.organizationId', '=', 'meeting.organizationId')
        .onRef('client.id', '=', 'meeting.clientId')
        .on(clientsFor(actor)),
    )
    .leftJoin('member as planner', join =>
      join
        .onRef('planner.organizationId', '=', 'meeting.organizationId')
        .onRef('planner.id', '=', 'meeting.plannedBy')
        .on(membersFor(actor, 'members.read', 'planner')),
    )
    .where(meetingsFor(actor))
    .select([
      'meeting.id',
      'meeting.status',
      'meeting.startsAt',
      'meeting.endsAt',
      'meeting.hostId',
      'meeting.meetingTypeId',
      'meeting.title',
      'meeting.attributedGroupIds',
      'client.id as clientId',
      'meeting.name',
      'meeting.email',
      'meeting.phone',
      'meeting.placeKind',
      'meeting.place',
      'meeting.overlapConfirmed',
      'meeting.plannedBy',
      'planner.name as plannerName',
      isUpcoming.as('isUpcoming'),
      sql<boolean>`coalesce(${meetingsFor(actor, 'meetings.change')}, false)`.as('mayChange'),
    ])
export type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

/** Rows as their reader may know them. */
export async function itemsOf(db: Db, actor: Member, rows: readonly Row[]): Promise<MeetingItem[]> {
  if (rows.length === 0) return []
  const hosts = await hostNamesOf(
    db,
    rows.map(({ id }) => id),
  )
  const groups = await groupNamesOf(
    db,
    actor,
    rows.flatMap(row => row.attributedGroupIds),
  )
  const upcoming = rows.filter(row => row.isUpcoming).map(({ id }) => id)
  const risks = upcoming.length > 0 ? await risksOf(db, sql`${upcoming}::uuid[]`) : undefined
  return rows.map(row => ({
    id: row.id,
    status: row.status as MeetingItem['status'],
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    host: { id: row.hostId, name: hosts.get(row.id) ?? '' },
    meetingType: { id: row.meetingTypeId, name: row.title },
    groups: groups.filter(({ id }) => row.attributedGroupIds.includes(id)),
    client: { id: row.clientId, name: row.name, email: row.email, phone: row.phone },
    place: { kind: row.placeKind as MeetingItem['place']['kind'], text: row.place },
    overlapConfirmed: row.overlapConfirmed,
    isPlanned: row.plannedBy !== null,
    plannedBy:
      row.plannedBy !== null && row.plannerName !== null
        ? { id: row.plannedBy, name: row.plannerName }
        : null,
    atRisk: risks?.get(row.id) ?? null,
    may: { change: row.mayChange },
  }))
}

/** By the meeting's id: who reads a meeting knows its host's name. */
async function hostNamesOf(db: Db, meetingIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ meetingId: string; name: string }>`
    select meeting_id, name from app.host_names(${meetingIds}::uuid[])`.execute(db)
  return new Map(rows.map(({ meetingId, name }) => [meetingId, name]))
}

/** Of these groups, those whose name the actor may know, deleted ones too, by name. */
export const groupNamesOf = (db: Db, actor: Member, ids: readonly string[]) =>
  db
    .selectFrom('group')
    .select(['id', 'name'])
    .where(groupsFor(actor))
    .where('id', '=', sql<string>`any (${[...new Set(ids)]}::uuid[])`)
    .orderBy('search')
    .orderBy('id')
    .execute()
