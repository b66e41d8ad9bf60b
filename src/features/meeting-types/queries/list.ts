import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { grantOf, type Member } from '../../../access/actor.ts'
import { groupsFor, meetingTypesFor } from '../../../access/visibility.ts'
import { pageOf, placeAt } from '../../../kit/cursor.ts'
import type { Db } from '../../../kit/db.ts'
import { containing } from '../../../kit/search.ts'
import type { MeetingTypeItem, MeetingTypePage, MeetingTypeQuery, Question } from '../schema.ts'

const readable = (db: Db, actor: Member) => db.selectFrom('meetingType').where(meetingTypesFor(actor))

/** A group that the actor may not know filters everything away. */
const namesGroup = (actor: Member, groupId: string) => sql<SqlBool>`exists (
  select from app.meeting_type_group named
    join app."group" on "group".organization_id = named.organization_id and "group".id = named.group_id
   where named.organization_id = meeting_type.organization_id and named.meeting_type_id = meeting_type.id
     and named.group_id = ${groupId} and ${groupsFor(actor)})`

const hostedByMe = sql<SqlBool>`meeting_type.id in (select meeting_type_id from app.hosted_by((select app.member_id())))`

function filtered(
  db: Db,
  actor: Member,
  filter: Omit<z.output<typeof MeetingTypeQuery>, 'limit' | 'cursor'>,
) {
  let rows = readable(db, actor)
  if (filter.search) rows = rows.where(containing('meeting_type.search', filter.search))
  if (filter.groupId) rows = rows.where(namesGroup(actor, filter.groupId))
  if (filter.host) rows = rows.where(hostedByMe)
  if (filter.active !== undefined)
    rows = rows.where('meetingType.disabledAt', filter.active ? 'is' : 'is not', null)
  return rows
}

const rowsOf = (rows: ReturnType<typeof readable>, actor: Member) =>
  rows.selectAll('meetingType').select([
    sql<MeetingTypeItem['groups']>`(
        select coalesce(json_agg(json_build_object('id', "group".id, 'name', "group".name) order by "group".search, "group".id), '[]')
          from app.meeting_type_group named
          join app."group" on "group".organization_id = named.organization_id and "group".id = named.group_id
         where named.organization_id = meeting_type.organization_id and named.meeting_type_id = meeting_type.id
           and "group".deleted_at is null and ${groupsFor(actor)})`.as('groups'),
    sql<number>`(select count(*) from app.meeting_type_group named
      where named.organization_id = meeting_type.organization_id and named.meeting_type_id = meeting_type.id
        and not exists (select from app."group" where "group".organization_id = named.organization_id
          and "group".id = named.group_id and ${groupsFor(actor)}))`.as('otherGroups'),
    hostedByMe.as('hostedByMe'),
    meetingTypesFor(actor, 'meeting-types.write').as('mayWrite'),
  ])

type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number]

const itemOf = (actor: Member, row: Row, hosts: number): MeetingTypeItem => ({
  id: row.id,
  name: row.name,
  description: row.description,
  link: row.link,
  durationMinutes: row.durationMinutes,
  otherDurations: row.otherDurations,
  stepMinutes: row.stepMinutes,
  bufferBeforeMinutes: row.bufferBeforeMinutes,
  bufferAfterMinutes: row.bufferAfterMinutes,
  noticeMinutes: row.noticeMinutes,
  windowDays: row.windowDays,
  place: { kind: row.placeKind as MeetingTypeItem['place']['kind'], text: row.place },
  questions: row.questions as Question[],
  reminders: row.reminders,
  recording: row.recording as MeetingTypeItem['recording'],
  consent: row.consent,
  maxGuests: row.maxGuests,
  dayLimit: row.dayLimit,
  weekLimit: row.weekLimit,
  confirmsEmail: row.confirmsEmail,
  active: row.disabledAt === null,
  groups: row.groups,
  otherGroups: row.otherGroups,
  hosts,
  hostedByMe: row.hostedByMe === true,
  createdAt: row.createdAt.toISOString(),
  version: row.version,
  may: {
    update: row.mayWrite === true,
    setHosts: grantOf(actor, 'meeting-types.write').reach === 'all',
  },
})

/** How many active members can host each of the types, by any route; who the actor may not read counts as well. */
async function countHosts(db: Db, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select meeting_type_id as id, count(distinct member_id) from app.hosts_of(${ids}::uuid[]) group by 1`.execute(
    db,
  )
  return new Map(rows.map(row => [row.id, row.count]))
}

/** A page of the meeting types that the actor may read, by name; the count is of all that the filter lets through. */
export async function listMeetingTypes(
  db: Db,
  actor: Member,
  { limit, cursor, ...filter }: z.output<typeof MeetingTypeQuery>,
): Promise<z.input<typeof MeetingTypePage>> {
  const after = placeAt(cursor)
  let found = rowsOf(filtered(db, actor, filter), actor)
  if (after)
    found = found.where(
      sql<SqlBool>`(meeting_type.search, meeting_type.id) > (${after[0]}, ${after[1]}::uuid)`,
    )
  const rows = await found
    .orderBy('meetingType.search')
    .orderBy('meetingType.id')
    .limit(limit + 1)
    .execute()
  const { count } = await filtered(db, actor, filter)
    .select(eb => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  const { page, next } = pageOf(rows, limit, row => [row.search, row.id])
  const hosts = await countHosts(
    db,
    page.map(row => row.id),
  )
  return { items: page.map(row => itemOf(actor, row, hosts.get(row.id) ?? 0)), next, count }
}

/** @returns undefined for a type that is absent, deleted or out of sight, alike. */
export async function getMeetingType(
  db: Db,
  actor: Member,
  id: string,
): Promise<MeetingTypeItem | undefined> {
  const row = await rowsOf(readable(db, actor).where('meetingType.id', '=', id), actor).executeTakeFirst()
  if (!row) return undefined
  return itemOf(actor, row, (await countHosts(db, [id])).get(id) ?? 0)
}
