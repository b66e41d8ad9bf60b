import { type SqlBool, sql } from 'kysely'
import type { Db } from '../../../kit/db.ts'
import { say, type Sentence } from '../../../kit/sentence.ts'
import { wordsOf } from '../remote/calendar.ts'

const fault = say(
  'Guildhall could not write into this calendar. Try again later; if it stays, tell your administrator.',
)

/** Keeps, where its member sees it, that a meeting could not be written into a calendar, and since when. */
export async function noteUnwritten(
  db: Db,
  organizationId: string,
  calendarId: string,
  error: unknown,
): Promise<void> {
  const writeFailure: Sentence = wordsOf(error) ?? fault
  await db
    .updateTable('calendar')
    .set({ unwrittenSince: sql<Date>`coalesce(unwritten_since, now())`, writeFailure })
    .where('organizationId', '=', organizationId)
    .where('id', '=', calendarId)
    .execute()
}

/** Takes that back once nothing to come is missing there, and nothing stands there any more that had to go. */
export async function noteWritten(db: Db, organizationId: string, calendarId: string): Promise<void> {
  await db
    .updateTable('calendar')
    .set({ unwrittenSince: null, writeFailure: null })
    .where('organizationId', '=', organizationId)
    .where('id', '=', calendarId)
    .where('unwrittenSince', 'is not', null)
    .where(hasAll)
    .where(hasNoOther)
    .execute()
}

/** What `reconcile` in rules.ts would write, asked of all meetings at once. */
const hasAll = sql<SqlBool>`not exists (
  select from app.meeting m
    left join app.calendar_event e on e.organization_id = m.organization_id and e.meeting_id = m.id and e.host_id = m.host_id
    left join app.calendar d on d.organization_id = m.organization_id and d.member_id = m.host_id and d.is_destination
   where m.organization_id = calendar.organization_id and m.host_id = calendar.member_id
     and m.ends_at > now() and m.held_until is null and m.status not like 'cancelled%'
     and coalesce(d.id, e.calendar_id) = calendar.id and (e.calendar_id is distinct from calendar.id or e.sequence < m.sequence))`
/** What it would remove. */
const hasNoOther = sql<SqlBool>`not exists (
  select from app.calendar_event e
    join app.meeting m on m.organization_id = e.organization_id and m.id = e.meeting_id
    left join app.calendar d on d.organization_id = m.organization_id and d.member_id = m.host_id and d.is_destination
   where e.organization_id = calendar.organization_id and e.calendar_id = calendar.id and m.ends_at > now()
     and (m.host_id <> e.host_id or m.status like 'cancelled%' or d.id <> calendar.id))`
