import { type SqlBool, sql } from 'kysely'
import { grantOf, type Member } from '../../../access/actor.ts'
import type { Piece } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'

/** Rare words are found by their index; those of more meetings, or among one host's own, sooner by reading the list. */
const mostByIndex = 1000

/** Meetings whose name, mail address, phone number or type contains the words; all, where none are given. */
export async function containingWords(db: Db, actor: Member, search: string | undefined): Promise<Piece[]> {
  if (!search) return []
  const byReading = [sql<SqlBool>`position(app.search_words(${search}) in meeting.search) > 0`]
  const { reach, groupIds } = grantOf(actor, 'meetings.read')
  if (reach !== 'all' && groupIds.length === 0) return byReading
  const { rows } = await sql<{ id: string }>`
    select found as id from app.found_meeting_ids(${search}, ${mostByIndex + 1}) found`.execute(db)
  if (rows.length > mostByIndex) return byReading
  return [sql<SqlBool>`meeting.id = any (${rows.map(({ id }) => id)}::uuid[])`]
}
