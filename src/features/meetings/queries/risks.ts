import { sql } from 'kysely'
import type { Db } from '../../../kit/db.ts'
import { minuteAfter, minuteOf } from '../../../kit/minutes.ts'
import { occurrences, type Recurring } from '../../../kit/recurrence.ts'
import { riskOf, type Standing } from '../rules/risk.ts'
import type { Risk } from '../schema/meetings.ts'

type Upcoming = { id: string; startsAt: Date; endsAt: Date }

/** Why each of these upcoming meetings, which the actor reads, is at risk; those that are not are left out. */
export async function risksOf(db: Db, meetings: readonly Upcoming[]): Promise<Map<string, Risk>> {
  if (meetings.length === 0) return new Map()
  const ids = meetings.map(({ id }) => id)
  const { rows: standings } = await sql<Standing & { meetingId: string }>`
    select * from app.meeting_risks(${ids}::uuid[])`.execute(db)
  const { rows: blocks } = await sql<Recurring & { meetingId: string }>`
    select * from app.meeting_blocks(${ids}::uuid[])`.execute(db)
  const standingOf = new Map(standings.map(standing => [standing.meetingId, standing]))
  const blocksOf = Map.groupBy(blocks, block => block.meetingId)
  const found = new Map<string, Risk>()
  for (const { id, startsAt, endsAt } of meetings) {
    const standing = standingOf.get(id)
    if (!standing) continue
    const meeting = { start: minuteOf(startsAt), end: minuteAfter(endsAt) }
    const blocked = (blocksOf.get(id) ?? []).flatMap(block => occurrences(block, meeting.start, meeting.end))
    const risk = riskOf(standing, meeting, blocked)
    if (risk) found.set(id, risk)
  }
  return found
}
