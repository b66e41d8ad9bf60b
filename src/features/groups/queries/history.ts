import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { grantOf, type Member } from '../../../access/actor.ts'
import { pageOf, placeAt } from '../../../kit/cursor.ts'
import type { Db } from '../../../kit/db.ts'
import type { GroupLinks, HistoryPage, HistoryQuery } from '../schema.ts'
import { namesOf } from './members.ts'

/** What happened to a group and its members, newest first; what happened to its clients is on their timelines. */
export async function listHistory(
  db: Db,
  actor: Member,
  groupId: string,
  { limit, cursor }: z.output<typeof HistoryQuery>,
): Promise<z.input<typeof HistoryPage>> {
  const after = placeAt(cursor)
  let found = db
    .selectFrom('event')
    .select(['id', 'name', 'at', 'actorId', 'memberId', 'data'])
    .where(sql<SqlBool>`event.organization_id = (select app.organization_id())`)
    .where('groupId', '=', groupId)
    .where('clientId', 'is', null)
  if (after) found = found.where('id', '<', after[1])
  const rows = await found
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const { page, next } = pageOf(rows, limit, row => [row.at.toISOString(), row.id])
  const names = await namesOf(
    db,
    actor,
    page.flatMap(row => [row.actorId, row.memberId]),
  )
  const items = page.map(({ actorId, memberId, at, data, ...row }) => ({
    ...row,
    at: at.toISOString(),
    data: knownOf(actor, data as Record<string, unknown>),
    actor: names.get(actorId ?? '') ?? null,
    member: names.get(memberId ?? '') ?? null,
  }))
  return { items, next }
}

/** Without the parents that are not the viewer's to know. */
function knownOf(viewer: Member, data: Record<string, unknown>): Record<string, unknown> {
  if (!('parentId' in data) || grantOf(viewer, 'groups.read').reach === 'all') return data
  return Object.fromEntries(Object.entries(data).filter(([field]) => field !== 'parentId'))
}

/** Links that the group had before and that still redirect to it. */
export async function listRetiredLinks(db: Db, groupId: string): Promise<z.input<typeof GroupLinks>> {
  const rows = await db
    .selectFrom('groupLink')
    .select(['link', 'retiredAt'])
    .where('groupId', '=', groupId)
    .where('retiredAt', 'is not', null)
    .orderBy('retiredAt', 'desc')
    .orderBy('link')
    .execute()
  return {
    items: rows.flatMap(({ link, retiredAt }) =>
      retiredAt ? [{ link, retiredAt: retiredAt.toISOString() }] : [],
    ),
  }
}
