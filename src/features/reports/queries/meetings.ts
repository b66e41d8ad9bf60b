import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { groupsFor, membersFor, reportsFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
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
  percentile_cont(0.5) within group (order by extract(epoch from starts_at - created_at) / 60)::float as lead_time_minutes,
  percentile_cont(0.5) within group (order by extract(epoch from ends_at - starts_at) / 60)
    filter (where status not like 'cancelled%')::float as duration_minutes,
  avg(rating)::float as rating,
  count(rating) as ratings`
type Figures = Omit<MeetingsReport['total'], 'isSmallSample'>
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
  const counted = sql`select meeting.* from app.meeting where ${reportsFor(actor)} and ${within.piece}
    and meeting.starts_at >= ${period.start} and meeting.starts_at < ${period.end}`
  const total = await sql<Figures>`select ${figures} from (${counted}) counted`.execute(db)
  const rows = await sql<Figures & Key>`
    with counted as (${counted}), keyed as (${keyed(actor, by, period, within)})
    select keyed.key, keyed.row_id as id, max(keyed.name) as name, ${figures}
      from keyed join counted on counted.id = keyed.counted_id
     group by keyed.key, keyed.row_id
     order by keyed.row_id is null, lower(max(keyed.name)), keyed.key`.execute(db)
  return {
    from: period.start.toISOString(),
    to: period.end.toISOString(),
    timeZone: period.timeZone,
    by,
    total: told(total.rows[0] as Figures),
    rows: rows.rows.map(told),
  }
}

/** In which rows each meeting counts, in each once. */
function keyed(
  actor: Member,
  by: MeetingsReportQuery['by'],
  { timeZone }: Period,
  { groupIds }: Within,
): RawBuilder<unknown> {
  if (by === 'type')
    return sql`select id as counted_id, meeting_type_id::text as key, meeting_type_id as row_id, title as name from counted`
  if (by === 'host')
    return sql`select counted.id as counted_id, coalesce(host.id::text, 'other') as key, host.id as row_id, host.name
      from counted left join app.member host on ${membersFor(actor, 'members.read', 'host')} and host.id = counted.host_id`
  if (by === 'group')
    return sql`select distinct counted.id as counted_id, "group".id as row_id, "group".name,
        case when attributed.group_id is null then 'none' else coalesce("group".id::text, 'other') end as key
      from counted
      left join lateral unnest(counted.attributed_group_ids) as attributed (group_id)
        on ${groupIds === null ? sql`true` : sql`attributed.group_id = any (${groupIds}::uuid[])`}
      left join app."group" on ${groupsFor(actor)} and "group".id = attributed.group_id`
  return sql`select id as counted_id, ${dayKey(by, 'starts_at', timeZone)} as key, null::uuid as row_id, null::text as name
    from counted`
}
