import { sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { dateOf, type Interval, minuteAfter, minuteOf } from '../../../kit/minutes.ts'
import { intervalOf, spanOf } from '../../../kit/span.ts'
import { zoneNamed } from '../../../kit/zone.ts'
import { listOccurrences } from '../../availability/queries/blocks.ts'
import { getOpenHours, type Tended } from '../../availability/queries/hours.ts'
import { overrideMinutes, weeklyMinutes } from '../../availability/rules.ts'
import type { OpenHours } from '../../availability/schema.ts'
import { calendarState } from '../../calendars/rules.ts'
import { openTimes } from '../rules/hours.ts'
import { intervalsOf } from '../rules/intervals.ts'
import {
  type AvailabilityQuery,
  type CalendarState,
  type MemberAvailability,
  mostWeekDays,
} from '../schema.ts'

/** Everything that a week of a member shows, whose availability the actor tends. */
export async function getMemberAvailability(
  db: Db,
  actor: Member,
  { id: memberId, name, isTended }: Tended,
  query: z.output<typeof AvailabilityQuery>,
): Promise<MemberAvailability> {
  const during = intervalOf(query, mostWeekDays)
  const hours = await getOpenHours(db, actor, memberId)
  return {
    memberId,
    name,
    timeZone: hours.timeZone,
    isDefault: hours.isDefault,
    open: openDuring(hours, during).map(spanOf),
    blocks: await listOccurrences(db, actor, memberId, during),
    busy: await listBusy(db, actor, memberId, during),
    meetings: await listMeetingTimes(db, memberId, during),
    calendars: await getCalendarState(db, actor, memberId),
    may: { write: isTended },
  }
}

const openDuring = ({ timeZone, weekly, overrides }: OpenHours, { start, end }: Interval): Interval[] => {
  const zone = zoneNamed(timeZone)
  return intervalsOf(openTimes(zone, weeklyMinutes(weekly), overrideMinutes(overrides), start, end))
}

const ofTended = (db: Db, actor: Member, table: 'busy' | 'calendar', memberId: string) =>
  sql<boolean>`${sql.ref(`${table}.member_id`)} = ${memberId}::uuid and exists (select from app.member
    where member.organization_id = ${sql.ref(`${table}.organization_id`)} and member.id = ${memberId}::uuid
      and ${membersFor(actor, 'availability.write')})`

async function listBusy(db: Db, actor: Member, memberId: string, { start, end }: Interval) {
  const rows = await db
    .selectFrom('busy')
    .where(ofTended(db, actor, 'busy', memberId))
    .where('busy.startsAt', '<', dateOf(end))
    .where('busy.endsAt', '>', dateOf(start))
    .orderBy('busy.startsAt')
    .limit(5000)
    .select(['busy.startsAt', 'busy.endsAt'])
    .execute()
  return rows.map(({ startsAt, endsAt }) => spanOf({ start: minuteOf(startsAt), end: minuteAfter(endsAt) }))
}

/** Past what the actor may read: the times alone of meetings that are not theirs to know. */
async function listMeetingTimes(db: Db, memberId: string, { start, end }: Interval) {
  const { rows } = await sql<{ id: string | null; title: string | null; startsAt: Date; endsAt: Date }>`
    select * from app.tended_meeting_times(${memberId}::uuid, ${dateOf(start)}, ${dateOf(end)})`.execute(db)
  return rows.map(({ startsAt, endsAt, ...meeting }) => ({
    ...meeting,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
  }))
}

async function getCalendarState(
  db: Db,
  actor: Member,
  memberId: string,
): Promise<z.infer<typeof CalendarState>> {
  const calendars = await db
    .selectFrom('calendar')
    .where(ofTended(db, actor, 'calendar', memberId))
    .select(['calendar.syncedAt', 'calendar.failures'])
    .execute()
  const now = new Date()
  const states = calendars.map(each => calendarState(each, now))
  const oldest = calendars.map(each => each.syncedAt?.getTime() ?? 0).toSorted((a, b) => a - b)[0] ?? 0
  const state = (['failed', 'stale', 'fresh'] as const).find(each => states.includes(each)) ?? 'none'
  return { state, syncedAt: oldest === 0 ? null : new Date(oldest).toISOString() }
}
