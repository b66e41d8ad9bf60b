import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { clientsFor, flowsFor, groupsFor, invitedByMe, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { isSmall } from '../rules.ts'
import type { InvitesReport, InvitesReportQuery } from '../schema.ts'
import { periodOf, withinReach } from './reach.ts'
import { dayKey, type Key } from './rows.ts'

const figures = sql`
  count(*) as sent,
  count(*) filter (where initiated_at is not null) as initiated,
  count(*) filter (where completed_at is not null) as completed,
  count(distinct client_id) as clients,
  percentile_cont(0.5) within group (order by extract(epoch from completed_at - sent_at) / 60)
    filter (where completed_at is not null)::float as time_to_complete_minutes`
type Figures = Omit<InvitesReport['total'], 'isSmallSample'>
const told = <F extends Figures>(row: F) => ({ ...row, isSmallSample: isSmall(row.sent) })

/** Invites sent in a period to clients the actor sees, counted by sender, group, flow or time. */
export async function reportInvites(
  db: Db,
  actor: Member,
  { by, ...asked }: InvitesReportQuery,
): Promise<InvitesReport> {
  const period = await periodOf(db, actor, asked)
  const { piece } = await withinReach(db, actor, asked, 'clients.read', {
    own: invitedByMe,
    of: groupIds => sql<SqlBool>`client.group_id = any (${groupIds}::uuid[])`,
  })
  const counted = sql`
    select invite.*, client.group_id from app.invite
      join app.client on client.organization_id = invite.organization_id and client.id = invite.client_id
     where ${clientsFor(actor)} and ${piece} and invite.organization_id = (select app.organization_id())
       and invite.sent_at >= ${period.start} and invite.sent_at < ${period.end}`
  const total = await sql<Figures>`select ${figures} from (${counted}) counted`.execute(db)
  const rows = await sql<Figures & Key>`
    with counted as (${counted}), keyed as (${keyed(actor, by, period.timeZone)})
    select key, row_id as id, max(name) as name, ${figures} from keyed
     group by key, row_id order by row_id is null, lower(max(name)), key`.execute(db)
  return {
    from: period.start.toISOString(),
    to: period.end.toISOString(),
    timeZone: period.timeZone,
    by,
    total: told(total.rows[0] as Figures),
    rows: rows.rows.map(told),
  }
}

/** Each invite with its row. */
function keyed(actor: Member, by: InvitesReportQuery['by'], timeZone: string): RawBuilder<unknown> {
  if (by === 'host')
    return sql`select counted.*, sender.id as row_id, sender.name,
        case when counted.sent_by is null then 'none' else coalesce(sender.id::text, 'other') end as key
      from counted left join app.member sender on ${membersFor(actor, 'members.read', 'sender')} and sender.id = counted.sent_by`
  if (by === 'group')
    return sql`select counted.*, "group".id as row_id, "group".name,
        case when counted.group_id is null then 'none' else coalesce("group".id::text, 'other') end as key
      from counted left join app."group" on ${groupsFor(actor)} and "group".id = counted.group_id`
  if (by === 'flow')
    return sql`select counted.*, flow.id as row_id, flow.name, coalesce(flow.id::text, 'other') as key
      from counted left join app.flow on ${flowsFor(actor)} and flow.id = counted.flow_id`
  return sql`select counted.*, null::uuid as row_id, null::text as name, ${dayKey(by, 'sent_at', timeZone)} as key from counted`
}
