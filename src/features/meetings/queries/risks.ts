import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../kit/db.ts'
import { minuteAfter, minuteOf } from '../../../kit/minutes.ts'
import { occurrences, type Recurring } from '../../../kit/recurrence.ts'
import type { Risk } from '../schema/meetings.ts'

type Closing = Recurring & { ownerId: string; since: Date; until: Date }

/**
 * Why each of these upcoming meetings, as far as the actor reads them, is at risk; those that are not are left out. The
 * database decides, all at once; it only cannot tell when blocks repeat.
 * @param meetingIds an SQL array.
 */
export async function risksOf(db: Db, meetingIds: RawBuilder<unknown>): Promise<Map<string, Risk>> {
  const { rows: blocks } = await sql<Closing>`select * from app.closing_blocks(${meetingIds})`.execute(db)
  const closed = blocks.flatMap(({ ownerId, since, until, ...block }) =>
    occurrences(block, minuteOf(since), minuteAfter(until)).map(time => ({ ...time, ownerId })),
  )
  const { rows } = await sql<{ meetingId: string; risk: Risk }>`
    select * from app.meeting_risks(${meetingIds}, ${closed.map(({ ownerId }) => ownerId)}::uuid[],
      ${closed.map(({ start }) => start)}::integer[], ${closed.map(({ end }) => end)}::integer[])`.execute(db)
  return new Map(rows.map(({ meetingId, risk }) => [meetingId, risk]))
}
