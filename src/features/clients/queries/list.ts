import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { DB } from '../../../../db/types.ts'
import type { Member } from '../../../access/actor.ts'
import { newestClients } from '../../../access/newest-clients.ts'
import { clientsFor, flowsFor, groupsFor, mayFilterByGroup, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import { cursorOf, itemOf, type Place, placeOf } from '../rules.ts'
import type { ClientFilter, ClientItem } from '../schema.ts'

/** A query of rows of `client`. */
type Rows = ReturnType<typeof newestClients>
export type ClientList = { items: ClientItem[]; next: string | null }

const mostCounted = 1000

/** Rows with the names that the actor may know. */
async function readRows(db: Db, actor: Member, clients: Rows): Promise<ClientItem[]> {
  const rows = await db
    .selectFrom(sql<Selectable<DB['client']>>`(${clients})`.as('client'))
    .leftJoin('group', join =>
      join
        .onRef('group.organizationId', '=', 'client.organizationId')
        .onRef('group.id', '=', 'client.groupId')
        .on(groupsFor(actor)),
    )
    .leftJoin('flow', join =>
      join
        .onRef('flow.organizationId', '=', 'client.organizationId')
        .onRef('flow.id', '=', 'client.flowId')
        .on(flowsFor(actor)),
    )
    .leftJoin('member as inviter', join =>
      join
        .onRef('inviter.organizationId', '=', 'client.organizationId')
        .onRef('inviter.id', '=', 'client.invitedBy')
        .on(membersFor(actor, 'members.read', 'inviter')),
    )
    .select([
      'client.id',
      'client.firstName',
      'client.lastName',
      'client.email',
      'client.phone',
      'client.externalId',
      'client.language',
      'client.status',
      'client.origin',
      'client.groupId',
      'group.name as groupName',
      'group.deletedAt as groupDeletedAt',
      'client.flowId',
      'flow.name as flowName',
      'client.invitedBy',
      'inviter.name as inviterName',
      'client.lastActivityAt',
      'client.createdAt',
      sharedWithMe.as('sharedWithMe'),
    ])
    .orderBy('client.createdAt', 'desc')
    .orderBy('client.id', 'desc')
    .execute()
  return rows.map(itemOf)
}

const sharedWithMe = sql<boolean>`client.id in (select cc from app.cc_client_ids() cc)`

/** By a sender or a flow that is not the actor's to read, the page is empty: else the filter would say who sent what. */
const readable = (actor: Member, { flowId, invitedBy }: ClientFilter): RawBuilder<SqlBool>[] => [
  ...(flowId === undefined
    ? []
    : [sql<SqlBool>`exists (select from app.flow where ${flowsFor(actor)} and flow.id = ${flowId}::uuid)`]),
  ...(invitedBy === undefined
    ? []
    : [
        sql<SqlBool>`exists (select from app.member where ${membersFor(actor)} and member.id = ${invitedBy}::uuid)`,
      ]),
]

/** The filters that are plain columns; group and Cc decide how the list is walked, search who walks it. */
const conditionsOf = (actor: Member, filter: ClientFilter): RawBuilder<SqlBool>[] => {
  const { status, flowId, invitedBy, origin } = filter
  return [
    ...readable(actor, filter),
    ...(status === undefined ? [] : [sql<SqlBool>`client.status = ${status}`]),
    ...(flowId === undefined ? [] : [sql<SqlBool>`client.flow_id = ${flowId}::uuid`]),
    ...(invitedBy === undefined ? [] : [sql<SqlBool>`client.invited_by = ${invitedBy}::uuid`]),
    ...(origin === undefined ? [] : [sql<SqlBool>`client.origin = ${origin}`]),
  ]
}

/** The clients an actor sees through a filter, newest first, or in any order for counting. */
function rowsOf(
  actor: Member,
  filter: ClientFilter,
  { after, ...how }: { after?: Place | undefined; limit: number; inAnyOrder?: boolean },
): Rows {
  const { groupId, cc, search, ...columns } = filter
  if (!search)
    return newestClients(actor, {
      ...how,
      ...(after && { after }),
      ...(groupId !== undefined && { groupId }),
      onlySharedWithMe: cc === 'me',
      where: conditionsOf(actor, filter),
    })
  if (groupId !== undefined && !mayFilterByGroup(actor, groupId)) return nobody
  const narrowed = JSON.stringify({ groupId, cc, ...columns })
  return sql`select client.* from app.search_clients(${search}, ${narrowed}::jsonb,
      ${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid, ${how.limit}::integer) hit
    join app.client on ${sql.join([sql`client.organization_id = (select app.organization_id()) and client.id = hit.id`, ...readable(actor, filter)], sql` and `)}`
}

const nobody: Rows = sql`select client.* from app.client where false`

/**
 * One page of Connections, newest first.
 * @throws Problem `invalid` for a cursor that is not one.
 */
export async function listClients(
  db: Db,
  actor: Member,
  { limit, cursor, ...filter }: ClientFilter & { limit: number; cursor?: string | undefined },
): Promise<ClientList> {
  const after = cursor === undefined ? undefined : placeOf(cursor)
  if (cursor !== undefined && !after)
    throw invalid([{ pointer: '/cursor', detail: say('Use the cursor of the last answer as it is.') }])
  const found = await readRows(db, actor, rowsOf(actor, filter, { after, limit: limit + 1 }))
  const items = found.slice(0, limit)
  const last = items.at(-1)
  const hasMore = found.length > limit && last !== undefined
  return { items, next: hasMore ? cursorOf({ at: last.createdAt, id: last.id }) : null }
}

/** How many there are under a filter, up to a thousand. */
export async function countClients(
  db: Db,
  actor: Member,
  filter: ClientFilter,
): Promise<{ count: number; capped: boolean }> {
  const found = rowsOf(actor, filter, { limit: mostCounted + 1, inAnyOrder: true })
  const { rows } = await sql<{ count: number }>`select count(*) from (${found}) counted`.execute(db)
  const count = rows[0]?.count ?? 0
  return { count: Math.min(count, mostCounted), capped: count > mostCounted }
}

/** Of these clients, those the actor sees, split by whether they pass the filter. */
export async function listChanged(
  db: Db,
  actor: Member,
  filter: ClientFilter,
  ids: readonly string[],
): Promise<{ items: ClientItem[]; left: string[] }> {
  if (ids.length === 0) return { items: [], left: [] }
  const { groupId, cc, search } = filter
  const conditions = [clientsFor(actor), sql<SqlBool>`client.id = any (${ids}::uuid[])`]
  const passes = conditionsOf(actor, filter)
  if (groupId !== undefined) {
    if (!mayFilterByGroup(actor, groupId)) return { items: [], left: [] }
    passes.push(
      groupId === 'organization'
        ? sql<SqlBool>`client.group_id is null`
        : sql<SqlBool>`client.group_id = ${groupId}::uuid`,
    )
  }
  if (cc === 'me') passes.push(sharedWithMe)
  if (search) passes.push(sql<SqlBool>`position(app.search_words(${search}) in client.search) > 0`)
  const select = (pieces: RawBuilder<SqlBool>[]): Rows =>
    sql`select client.* from app.client where ${sql.join(pieces, sql` and `)}`
  const items = await readRows(db, actor, select([...conditions, ...passes]))
  if (passes.length === 0 || items.length === ids.length) return { items, left: [] }
  const { rows } = await select(conditions).execute(db)
  const passed = new Set(items.map(item => item.id))
  return { items, left: rows.map(row => row.id).filter(id => !passed.has(id)) }
}

/** One client as the list shows it; undefined where the actor sees none of this id. */
export const getClient = async (db: Db, actor: Member, id: string): Promise<ClientItem | undefined> => {
  const rows: Rows = sql`select client.* from app.client where ${clientsFor(actor)} and client.id = ${id}::uuid`
  return (await readRows(db, actor, rows))[0]
}
