import { type SqlBool, sql } from 'kysely'
import { grantOf, type Member } from '../../../access/actor.ts'
import { groupsFor, mayFilterByGroup, nothing, type Piece } from '../../../access/visibility.ts'
import type { Permission } from '../../../access/matrix.ts'
import type { Db } from '../../../kit/db.ts'
import { Problem } from '../../../kit/errors.ts'
import { dateOf } from '../../../kit/minutes.ts'
import { say } from '../../../kit/sentence.ts'
import { intervalOf } from '../../../kit/span.ts'
import { timeZoneOf } from '../../meetings/queries/list.ts'
import { groupOf, mostDays } from '../rules.ts'

type Asked = { reach: string; from: string; to: string; timeZone?: string | undefined }
/** What a report is about: everything between two instants, told by the days of a zone. */
export type Period = { start: Date; end: Date; timeZone: string }

/** @throws Problem `invalid` for a period that ends before it begins, or is too long. */
export async function periodOf(db: Db, actor: Member, { from, to, timeZone }: Asked): Promise<Period> {
  const zone = await timeZoneOf(db, actor, timeZone)
  const { start, end } = intervalOf({ from, to, timeZone: zone }, mostDays)
  return { start: dateOf(start), end: dateOf(end), timeZone: zone }
}

const mayAskForAll = (actor: Member, permission: Permission) => grantOf(actor, permission).reach === 'all'

/** May the actor report on this group? Where not, the report is empty: unknown, foreign and hidden ones alike. */
function mayReportOn(actor: Member, permission: Permission, groupId: string): boolean {
  if (permission === 'clients.read') return mayFilterByGroup(actor, groupId)
  return mayAskForAll(actor, permission) || grantOf(actor, permission).groupIds.includes(groupId)
}

/** A group and those below it, each once, as far as the actor may know them. */
async function listBelow(db: Db, actor: Member, groupId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive below as (
      select "group".id from app."group" where ${groupsFor(actor)} and "group".id = ${groupId}::uuid
      union
      select "group".id from below join app."group" on "group".parent_id = below.id where ${groupsFor(actor)}
    ) select id from below`.execute(db)
  // Who may ask for every group need not know the names of any.
  return [...new Set([groupId, ...rows.map(({ id }) => id)])]
}

/** Of a report's rows, besides what the actor sees at all: the condition, and the groups where one was asked for. */
export type Within = { piece: Piece; groupIds: string[] | null }

/**
 * @param pieces what "mine" is, and what is of some groups.
 * @throws Problem `forbidden` for everything, where the actor's reach is less.
 */
export async function withinReach(
  db: Db,
  actor: Member,
  { reach }: Asked,
  permission: Permission,
  pieces: { own: Piece; of: (groupIds: readonly string[]) => Piece },
): Promise<Within> {
  if (reach === 'own') return { piece: pieces.own, groupIds: null }
  const groupId = groupOf(reach)
  if (groupId !== undefined) {
    const groupIds = mayReportOn(actor, permission, groupId) ? await listBelow(db, actor, groupId) : []
    return { piece: groupIds.length > 0 ? pieces.of(groupIds) : nothing, groupIds }
  }
  if (!mayAskForAll(actor, permission))
    throw new Problem('forbidden', say('Your role does not allow a report on everything.'))
  return { piece: sql<SqlBool>`true`, groupIds: null }
}

/** Everything the actor may ask for with a permission. */
export async function listReaches(db: Db, actor: Member, permission: Permission) {
  const groups = await db
    .selectFrom('group')
    .where(groupsFor(actor))
    .select(['id', 'name', 'parentId'])
    .orderBy('search')
    .orderBy('id')
    .execute()
  const mine = groups.filter(({ id }) => mayReportOn(actor, permission, id))
  const known = new Set(mine.map(({ id }) => id))
  const reaches: ('own' | 'all')[] = mayAskForAll(actor, permission) ? ['own', 'all'] : ['own']
  return {
    reaches,
    groups: mine.map(({ parentId, ...group }) => ({
      ...group,
      parentId: parentId !== null && known.has(parentId) ? parentId : null,
    })),
  }
}
