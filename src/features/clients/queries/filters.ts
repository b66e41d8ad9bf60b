import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { groupsFor, mayFilterByGroup, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { listFlows } from '../../flows/queries.ts'
import { type ClientFilters, clientStatuses } from '../schema.ts'

type Answer = z.infer<typeof ClientFilters>

/** What the actor may filter Connections by, and knows the name of; deleted groups last, the latest first. */
export async function getFilters(db: Db, actor: Member): Promise<Answer> {
  const groups = await db
    .selectFrom('group')
    .select(['id', 'name', 'deletedAt'])
    .where(groupsFor(actor))
    .orderBy(sql`deleted_at desc nulls first`)
    .orderBy('name')
    .orderBy('id')
    .execute()
  const organization = mayFilterByGroup(actor, 'organization')
    ? [{ id: 'organization' as const, name: 'Organization', deletedAt: null }]
    : []
  return {
    groups: [
      ...organization,
      ...groups
        .filter(group => mayFilterByGroup(actor, group.id))
        .map(({ deletedAt, ...group }) => ({ ...group, deletedAt: deletedAt?.toISOString() ?? null })),
    ],
    flows: await listFlows(db, actor),
    senders: await listSenders(db, actor),
    statuses: [...clientStatuses],
  }
}

/** Members the actor may read; where those are all of the organisation's, only who ever invited a client. */
const listSenders = (db: Db, actor: Member): Promise<Answer['senders']> =>
  db
    .selectFrom('member')
    .select(['id', 'name'])
    .where(membersFor(actor))
    .$if(actor.seesAll, query =>
      query.where(
        sql<SqlBool>`exists (select from app.client where client.organization_id = member.organization_id and client.invited_by = member.id)`,
      ),
    )
    .orderBy('name')
    .orderBy('id')
    .execute()
