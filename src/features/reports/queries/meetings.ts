import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { groupsFor, membersFor, reportsFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { containingWords } from '../../meetings/queries/search.ts'
import { isSmall } from '../rules.ts'
import type { MeetingsReport, MeetingsReportQuery } from '../schema.ts'
import { type Period, periodOf, type Within, withinReach } from './reach.ts'
import { dayKey, type Key } from './rows.ts'

const figures = sql`
  count(*) as booked,
  count(*) filter (where status = 'completed') as held,
  count(*) filter (where status = 'missed') as missed,
  count(*) filter (where status = 'cancelled_by_client') as cancelled_by_client,
  count(*) filter (where status = 'cancelled_by_host') as cancelled_by_host,
  count(*) filter (where status in ('scheduled', 'live')) as open,
  percentile_cont(0.5) within group (order by lead_time_minutes) as lead_time_minutes,
  percentile_cont(0.5) within group (order by duration_minutes) filter (where status not like 'cancelled%') as duration_minutes,
  avg(rating)::float as rating,
  count(rating) as ratings`
type Figures = Omit<MeetingsReport['total'], 'isSmallSample'>
/** A row's, or without a key the total's. */
type Line = Figures & Omit<Key, 'key'> & { key: string | null }
const isRow = (line: Line): line is Figures & Key => line.key !== null
const told = <F extends Figures>(row: F) => ({ ...row, isSmallSample: isSmall(row.booked) })

/** Meetings that start in a period, within the actor's reach, counted by type, host, group or time. */
export async function reportMeetings(
  db: Db,
  actor: Member,
  { by, ...asked }: MeetingsReportQuery,
): Promise<MeetingsReport> {
  const period = await periodOf(db, actor, asked)
  const within = await withinReach(db, actor, asked, 'reports.read', {
    own: sql<SqlBool>`meeting.host_id = (select app.member_id())`,
    of: groupIds => sql<SqlBool>`meeting.attributed_group_ids && ${groupIds}::uuid[]`,
  })
  const pieces = sql.join(
    [reportsFor(actor), within.piece, ...(await containingWords(db, actor))],
    sql` and `,
  )
  // Each meeting is read once, for the total (without a key) and for the rows.
  const { rows } = await sql<Line>`
    with counted as materialized (
      select id, status, starts_at, meeting_type_id, title, host_id, attributed_group_ids, rating,
          date_part('epoch', starts_at - created_at) / 60 as lead_time_minutes,
          date_part('epoch', ends_at - starts_at) / 60 as duration_minutes
        from app.meeting where ${pieces} and meeting.starts_at >= ${period.start} and meeting.starts_at < ${period.end}
    ), keyed as (${keyed(actor, by, period, within)})
    select * from (
      select null as key, null::uuid as id, null as name, ${figures} from counted
      union all
      select coalesce(key, row_id::text), row_id, max(name), ${figures} from keyed group by row_id, key
    ) told order by id is null, lower(name), key`.execute(db)
  const { key: _key, id: _id, name: _name, ...total } = rows.find(({ key }) => key === null) as Line
  return {
    from: period.start.toISOString(),
    to: period.end.toISOString(),
    timeZone: period.timeZone,
    by,
    total: told(total),
    rows: rows.filter(isRow).map(told),
  }
}

/** In which rows each meeting counts, in each once: by an id, or where it has none by a key. */
function keyed(
  actor: Member,
  by: MeetingsReportQuery['by'],
  { timeZone }: Period,
  { groupIds }: Within,
): RawBuilder<unknown> {
  const counts = sql`counted.id, counted.status, rating, lead_time_minutes, duration_minutes`
  if (by === 'type')
    return sql`select ${counts}, meeting_type_id as row_id, null as key, title as name from counted`
  if (by === 'host')
    return sql`select ${counts}, host.id as row_id, case when host.id is null then 'other' end as key, host.name
      from counted left join app.member host on ${membersFor(actor, 'members.read', 'host')} and host.id = counted.host_id`
  if (by === 'group')
    return sql`select distinct ${counts}, "group".id as row_id,
        case when attributed.group_id is null then 'none' when "group".id is null then 'other' end as key, "group".name
      from counted
      left join lateral unnest(counted.attributed_group_ids) as attributed (group_id)
        on ${groupIds === null ? sql`true` : sql`attributed.group_id = any (${groupIds}::uuid[])`}
      left join app."group" on ${groupsFor(actor)} and "group".id = attributed.group_id`
  return sql`select ${counts}, null::uuid as row_id, ${dayKey(by, 'starts_at', timeZone)} as key, null as name from counted`
}
