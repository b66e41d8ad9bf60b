import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../src/kit/db.ts'
import { placeOf } from '../src/features/clients/rules.ts'
import type { View } from './views.ts'

/**
 * The same page for somebody to whom nothing is closed: the columns and joins of the list, the same filters and the same
 * cursor, and no permission, neither in the query nor by a policy (asked by the owner's role, which passes them).
 */
export function unguardedPage(
  organizationId: string,
  memberId: string,
  { filter, cursor }: ReturnType<View['ask']>,
): RawBuilder<unknown> {
  const pieces: RawBuilder<SqlBool>[] = [sql`client.organization_id = ${organizationId}`]
  if (filter.groupId) pieces.push(sql`client.group_id = ${filter.groupId}`)
  if (filter.status) pieces.push(sql`client.status = ${filter.status}`)
  if (filter.search) pieces.push(sql`client.search like ${`%${filter.search}%`}`)
  const after = cursor === undefined ? undefined : placeOf(cursor)
  if (after) pieces.push(sql`(client.created_at, client.id) < (${after.at}, ${after.id})`)
  return sql`
    select client.id, client.first_name, client.last_name, client.email, client.phone, client.external_id,
        client.language, client.status, client.origin, client.last_activity_at, client.created_at,
        client.group_id, "group".name as group_name, "group".deleted_at, client.flow_id, flow.name as flow_name,
        client.invited_by, inviter.name as inviter_name,
        client.id in (select client_id from app.client_cc where organization_id = ${organizationId} and member_id = ${memberId}) as shared_with_me
      from (select * from app.client where ${sql.join(pieces, sql` and `)}
             order by client.created_at desc, client.id desc limit 51) client
      left join app."group" on "group".organization_id = client.organization_id and "group".id = client.group_id
      left join app.flow on flow.organization_id = client.organization_id and flow.id = client.flow_id
      left join app.member inviter on inviter.organization_id = client.organization_id and inviter.id = client.invited_by
     order by client.created_at desc, client.id desc`
}

export const readUnguarded = async (
  database: Database,
  organizationId: string,
  memberId: string,
  asked: ReturnType<View['ask']>,
): Promise<void> => void (await unguardedPage(organizationId, memberId, asked).execute(database))
