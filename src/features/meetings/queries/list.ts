import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { clientsFor, groupsFor, meetingsFor, type Piece } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid } from '../../../kit/errors.ts'
import { dateOf, minutesPerDay } from '../../../kit/minutes.ts'
import { say } from '../../../kit/sentence.ts'
import { beginningOf, endOf, intervalOf } from '../../../kit/span.ts'
import { cursorOf, type Place, placeOf } from '../../clients/rules.ts'
import type {
  MeetingCount,
  MeetingFilter,
  MeetingItem,
  MeetingPage,
  MeetingQuery,
  MeetingRange,
  RangeQuery,
} from '../schema/meetings.ts'
import { isUpcoming, itemsOf, rowsOf } from './items.ts'
import { risksOf } from './risks.ts'
import { containingWords } from './search.ts'

const mostCounted = 1000
const mostInRange = 1000
const mostRangeDays = 31

/** The organisation's, where a query names none. */
export async function timeZoneOf(db: Db, actor: Member, timeZone: string | undefined): Promise<string> {
  if (timeZone !== undefined) return timeZone
  const organization = await db
    .selectFrom('organization')
    .select('timeZone')
    .where('id', '=', actor.organizationId)
    .executeTakeFirstOrThrow()
  return organization.timeZone
}

type Columns = Pick<MeetingFilter, 'status' | 'hostId' | 'groupId' | 'meetingTypeId' | 'clientId'>
const conditionsOf = (
  actor: Member,
  { status, hostId, groupId, meetingTypeId, clientId }: Columns,
): Piece[] => [
  ...(status === undefined ? [] : [sql<SqlBool>`meeting.status = ${status}`]),
  ...(hostId === undefined ? [] : [sql<SqlBool>`meeting.host_id = ${hostId}::uuid`]),
  ...(meetingTypeId === undefined ? [] : [sql<SqlBool>`meeting.meeting_type_id = ${meetingTypeId}::uuid`]),
  // By a group that is not the actor's to know, the page is empty: else the filter would say what counts there.
  ...(groupId === undefined
    ? []
    : [
        sql<SqlBool>`meeting.attributed_group_ids @> ${[groupId]}::uuid[]
          and exists (select from app."group" where ${groupsFor(actor)} and "group".id = ${groupId}::uuid)`,
      ]),
  ...(clientId === undefined
    ? []
    : [
        sql<SqlBool>`meeting.client_id = ${clientId}::uuid
          and exists (select from app.client where ${clientsFor(actor)} and client.id = ${clientId}::uuid)`,
      ]),
]

const isListedAs = (view: MeetingFilter['view'], status: MeetingFilter['status']): Piece[] => {
  if (view === 'at_risk') return [isUpcoming]
  if (view === 'past') return [sql<SqlBool>`not ${isUpcoming}`]
  if (view === undefined) return []
  return [
    status === undefined
      ? isUpcoming
      : sql<SqlBool>`(meeting.ends_at > now()
    and meeting.starts_at > now() - interval '1 day')`,
  ]
}

const all = (pieces: readonly Piece[]): Piece => sql<SqlBool>`${sql.join([sql`true`, ...pieces], sql` and `)}`

async function piecesOf(db: Db, actor: Member, filter: MeetingFilter): Promise<Piece[]> {
  const zone = await timeZoneOf(db, actor, filter.timeZone)
  const pieces = [
    ...conditionsOf(actor, filter),
    ...(await containingWords(db, actor, filter.search)),
    ...isListedAs(filter.view, filter.status),
    ...(filter.from === undefined
      ? []
      : [sql<SqlBool>`meeting.starts_at >= ${dateOf(beginningOf(filter.from, zone))}`]),
    ...(filter.to === undefined ? [] : [sql<SqlBool>`meeting.starts_at < ${dateOf(endOf(filter.to, zone))}`]),
  ]
  if (filter.view !== 'at_risk') return pieces
  const asked = sql`array(select meeting.id from app.meeting where ${meetingsFor(actor)} and ${all(pieces)})`
  const risks = await risksOf(db, asked)
  return [sql<SqlBool>`meeting.id = any (${[...risks.keys()]}::uuid[])`]
}

/** One page, by start: the earliest first, or the latest where the past is asked for. */
export async function listMeetings(
  db: Db,
  actor: Member,
  { limit, cursor, order, ...filter }: MeetingQuery,
): Promise<z.input<typeof MeetingPage>> {
  const after = cursor === undefined ? undefined : placeOf(cursor)
  if (cursor !== undefined && !after)
    throw invalid([{ pointer: '/cursor', detail: say('Use the cursor of the last answer as it is.') }])
  const direction = order ?? (filter.view === 'past' ? 'desc' : 'asc')
  const pieces = await piecesOf(db, actor, filter)
  const rows = await readRows(db, actor, { pieces, direction, after, limit: limit + 1 })
  const items = await itemsOf(db, actor, rows.slice(0, limit))
  const last = items.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return { items, next: hasMore ? cursorOf({ at: last.startsAt, id: last.id }) : null }
}

type Reading = {
  pieces: readonly Piece[]
  direction: 'asc' | 'desc'
  after: Place | undefined
  limit: number
}

const readRows = (db: Db, actor: Member, { pieces, direction, after, limit }: Reading) =>
  rowsOf(db, actor)
    .where(all(pieces))
    .$if(after !== undefined, query =>
      query.where(
        sql<SqlBool>`(meeting.starts_at, meeting.id) ${sql.raw(direction === 'asc' ? '>' : '<')}
          (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid)`,
      ),
    )
    .orderBy('meeting.startsAt', direction)
    .orderBy('meeting.id', direction)
    .limit(limit)
    .execute()

/** How many there are under a filter, up to a thousand. */
export async function countMeetings(
  db: Db,
  actor: Member,
  filter: MeetingFilter,
): Promise<z.input<typeof MeetingCount>> {
  const pieces = await piecesOf(db, actor, filter)
  const { rows } = await sql<{ count: number }>`select count(*) from (
    select from app.meeting where ${meetingsFor(actor)} and ${all(pieces)} limit ${mostCounted + 1}) counted`.execute(
    db,
  )
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, mostCounted), capped: count > mostCounted }
}

/**
 * Everything that touches a day, a week or a month, by start.
 * @throws Problem `invalid` for more than 31 days.
 */
export async function listRange(
  db: Db,
  actor: Member,
  { from, to, timeZone, ...columns }: z.output<typeof RangeQuery>,
): Promise<z.input<typeof MeetingRange>> {
  const span = { from, to, timeZone: await timeZoneOf(db, actor, timeZone) }
  const { start, end } = intervalOf(span, mostRangeDays)
  const rows = await rowsOf(db, actor)
    .where(all([...conditionsOf(actor, columns), ...(await containingWords(db, actor, columns.search))]))
    // No meeting is longer than a day, so the index finds the first that may still be going on.
    .where('meeting.startsAt', '>=', dateOf(start - minutesPerDay))
    .where('meeting.startsAt', '<', dateOf(end))
    .where('meeting.endsAt', '>', dateOf(start))
    .orderBy('meeting.startsAt')
    .orderBy('meeting.id')
    .limit(mostInRange + 1)
    .execute()
  const items: MeetingItem[] = await itemsOf(db, actor, rows.slice(0, mostInRange))
  return { items, capped: rows.length > mostInRange }
}
