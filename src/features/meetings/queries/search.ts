import { type SqlBool, sql } from 'kysely'
import { grantOf, type Member } from '../../../access/actor.ts'
import type { Piece } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'

/** So many are found one by one; more come sooner by reading the list. */
const mostByIndex = 1000
/** Who has a group role in more groups than these reads more than so many. */
const fewGroups = 20

/**
 * Where to look for meetings whose name, mail address, phone number or type contains the words, or for all: in an index,
 * where it is known that few are found. Under a policy neither words nor groups can be looked up in one, since their
 * operators are not leakproof; a member's own meetings can.
 */
export async function containingWords(db: Db, actor: Member, search = ''): Promise<Piece[]> {
  const byReading =
    search === '' ? [] : [sql<SqlBool>`position((select app.search_words(${search})) in meeting.search) > 0`]
  const { reach, groupIds } = grantOf(actor, 'meetings.read')
  const readsOwn = reach !== 'all' && groupIds.length === 0
  const readsMany = reach === 'all' || groupIds.length > fewGroups
  if (readsOwn || (search === '' && readsMany)) return byReading
  const { rows } = await sql<{ id: string }>`
    select found as id from app.found_meeting_ids(${search}, ${mostByIndex + 1}) found`.execute(db)
  if (rows.length > mostByIndex) return byReading
  return [sql<SqlBool>`meeting.id = any (${rows.map(({ id }) => id)}::uuid[])`]
}
