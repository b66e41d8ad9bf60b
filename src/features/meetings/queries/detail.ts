import { sql } from 'kysely'
import { grantOf, type Member } from '../../../access/actor.ts'
import { meetingsFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { notFound } from '../../../kit/errors.ts'
import type { KeptAnswer } from '../schema/booking.ts'
import type { MeetingDetail, MeetingStatus } from '../schema/meetings.ts'
import { decisionOf } from './decision.ts'
import { listHistory } from './history.ts'
import { groupNamesOf, itemsOf, rowsOf } from './items.ts'

/** What a path's meeting id names, as it stands. */
export type MeetingInSight = {
  id: string
  status: MeetingStatus
  startsAt: Date
  endsAt: Date
  hostId: string
  meetingTypeId: string
  clientId: string
  groupId: string | null
  attributedGroupIds: string[]
  may: { change: boolean }
}

/** Undefined where the actor reads no meeting of this id. */
export async function findMeeting(
  db: Db,
  actor: Member,
  { id = '' }: Record<string, string>,
): Promise<MeetingInSight | undefined> {
  const found = await db
    .selectFrom('meeting')
    .where('meeting.id', '=', id)
    .where(meetingsFor(actor))
    .select([
      'id',
      'status',
      'startsAt',
      'endsAt',
      'hostId',
      'meetingTypeId',
      'clientId',
      'groupId',
      'attributedGroupIds',
      sql<boolean>`coalesce(${meetingsFor(actor, 'meetings.change')}, false)`.as('change'),
    ])
    .executeTakeFirst()
  if (!found) return undefined
  const { change, ...meeting } = found
  return { ...meeting, status: meeting.status as MeetingStatus, may: { change } }
}

/** Does the actor read the meeting by more than holding it? */
const readsDecision = (actor: Member, attributedGroupIds: readonly string[]): boolean => {
  const { reach, groupIds } = grantOf(actor, 'meetings.read')
  return reach === 'all' || attributedGroupIds.some(id => groupIds.includes(id))
}

/**
 * The whole of a meeting that the actor reads.
 * @throws Problem `not_found` where they read it no longer.
 */
export async function getMeeting(db: Db, actor: Member, id: string): Promise<MeetingDetail> {
  const row = await rowsOf(db, actor)
    .where('meeting.id', '=', id)
    .select([
      'meeting.groupId',
      'meeting.timeZone',
      'meeting.language',
      'meeting.message',
      'meeting.reason',
      'meeting.answers',
      'meeting.decision',
      'meeting.rating',
      'meeting.createdAt',
      'meeting.cancelledAt',
      sql<boolean>`meeting.starts_at <= now()`.as('hasBegun'),
      sql<boolean>`meeting.ends_at <= now()`.as('isOver'),
    ])
    .executeTakeFirst()
  const [item] = row ? await itemsOf(db, actor, [row]) : []
  if (!row || !item) throw notFound()
  const [group] = row.groupId === null ? [] : await groupNamesOf(db, actor, [row.groupId])
  const mayDecide = readsDecision(actor, row.attributedGroupIds)
  return {
    ...item,
    group: group ?? null,
    timeZone: row.timeZone,
    language: row.language as MeetingDetail['language'],
    message: row.message,
    reason: row.reason,
    answers: (row.answers as KeptAnswer[])
      .filter(({ visibleTo }) => visibleTo.length === 0 || visibleTo.includes(actor.role))
      .map(({ label, value, isTick }) => ({ label, value, isTick })),
    guests: await listGuests(db, id),
    maxGuests: await mostGuests(db, row.meetingTypeId),
    decision: row.decision && mayDecide ? await decisionOf(db, actor, row.decision) : null,
    history: await listHistory(db, actor, item),
    rating: row.rating,
    createdAt: row.createdAt.toISOString(),
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
    may: {
      change: item.may.change,
      move: item.may.change && item.status === 'scheduled' && !row.isOver,
      conclude: item.may.change && row.hasBegun && ['scheduled', 'completed', 'missed'].includes(item.status),
    },
  }
}

const listGuests = (db: Db, meetingId: string) =>
  db
    .selectFrom('meetingGuest')
    .select(['id', 'name', 'email'])
    .where('organizationId', '=', sql<string>`(select app.organization_id())`)
    .where('meetingId', '=', meetingId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()

/** Of the type as it is now, where the actor may still read it; else nobody may be added. */
async function mostGuests(db: Db, meetingTypeId: string): Promise<number> {
  const found = await db
    .selectFrom('meetingType')
    .select('maxGuests')
    .where('organizationId', '=', sql<string>`(select app.organization_id())`)
    .where('id', '=', meetingTypeId)
    .executeTakeFirst()
  return found?.maxGuests ?? 0
}
