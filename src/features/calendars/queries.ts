import { type Selectable, sql } from 'kysely'
import type { DB } from '../../../db/types.ts'
import type { Member } from '../../access/actor.ts'
import { membersFor } from '../../access/visibility.ts'
import type { Db } from '../../kit/db.ts'
import { wordsIn } from '../../kit/language.ts'
import type { Language } from '../../kit/shapes.ts'
import { calendarState } from './rules.ts'
import type { CalendarItem, CalendarKind } from './schema.ts'

/** Calendars whose member the actor may arrange: what one may see of them is what one may change. */
const inReach = (db: Db, actor: Member) =>
  db
    .selectFrom('calendar')
    .innerJoin('member', join =>
      join
        .onRef('member.organizationId', '=', 'calendar.organizationId')
        .onRef('member.id', '=', 'calendar.memberId'),
    )
    .where(membersFor(actor, 'calendars.write'))
    .where('member.status', '<>', 'removed')
    .selectAll('calendar')
    .select('member.name as memberName')

export type CalendarInReach = Selectable<DB['calendar']> & { memberName: string }

/** @returns undefined for what is hidden or absent, alike. */
export const findCalendar = (db: Db, actor: Member, id: string): Promise<CalendarInReach | undefined> =>
  inReach(db, actor).where('calendar.id', '=', id).executeTakeFirst()

export async function listCalendars(db: Db, actor: Member, memberId: string): Promise<CalendarItem[]> {
  const rows = await inReach(db, actor)
    .where('calendar.memberId', '=', memberId)
    .orderBy('calendar.createdAt')
    .orderBy('calendar.id')
    .execute()
  return rows.map(row => calendarItem(actor, row))
}

/** May the actor arrange the calendars of this member? Unknown, hidden and out of reach are one. */
export async function isArrangeable(db: Db, actor: Member, memberId: string): Promise<boolean> {
  const found = await db
    .selectFrom('member')
    .select('member.id')
    .where(membersFor(actor, 'calendars.write'))
    .where('member.id', '=', memberId)
    .where('member.status', '<>', 'removed')
    .executeTakeFirst()
  return found !== undefined
}

export function calendarItem({ language }: Member, row: CalendarInReach): CalendarItem {
  return {
    id: row.id,
    member: { id: row.memberId, name: row.memberName },
    kind: row.kind as CalendarKind,
    name: row.name,
    isDestination: row.isDestination,
    isWritable: row.kind !== 'ics',
    syncedAt: row.syncedAt?.toISOString() ?? null,
    failedAt: row.failedAt?.toISOString() ?? null,
    // Kept as it is said in English, which is its key in the catalogues.
    failure: row.failure && wordsIn(language as Language)(row.failure),
    state: calendarState(row, new Date()),
    unwrittenSince: row.unwrittenSince?.toISOString() ?? null,
    writeFailure: row.writeFailure && wordsIn(language as Language)(row.writeFailure),
    createdAt: row.createdAt.toISOString(),
  }
}

/** The member's own clock: that of their hours, or the organisation's. */
export async function getTimeZone(db: Db, memberId: string): Promise<string> {
  const row = await db
    .selectFrom('organization')
    .leftJoin('openHours', join =>
      join.onRef('openHours.organizationId', '=', 'organization.id').on('openHours.memberId', '=', memberId),
    )
    .where('organization.id', '=', sql<string>`app.organization_id()`)
    .select(eb => eb.fn.coalesce('openHours.timeZone', 'organization.timeZone').as('timeZone'))
    .executeTakeFirstOrThrow()
  return row.timeZone
}
