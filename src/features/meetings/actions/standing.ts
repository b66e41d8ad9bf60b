import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '../../../kit/db.ts'
import { Problem } from '../../../kit/errors.ts'
import { minuteOf } from '../../../kit/minutes.ts'
import { say } from '../../../kit/sentence.ts'
import { loadSnapshot } from '../../slots/queries/snapshot.ts'
import { whyNot } from '../../slots/rules/explanation.ts'
import { warningsOf } from '../rules/warnings.ts'
import type { Overlaps, Warnings } from '../schema/meetings.ts'
import { lockHost } from './hosts.ts'

/** A host and a time that somebody wants to give them. `besides`: the meeting that is moved, which takes no time itself. */
export type Asked = {
  hostId: string
  meetingTypeId: string
  groupId: string | null
  startsAt: Date
  endsAt: Date
  besides: string | null
}

/**
 * Takes the host's lock, which bookings take too: until the transaction ends, nobody else gives this host a time. Lets go
 * of bookings that were not confirmed in time.
 * @returns false where another transaction has the lock and this one is not to wait for it.
 */
export async function holdHost(
  db: Db,
  organizationId: string,
  hostId: string,
  { waits } = { waits: true },
): Promise<boolean> {
  if (!(await lockHost(db, hostId, waits))) return false
  await sql`select app.end_holds(${organizationId}::uuid, ${hostId}::uuid)`.execute(db)
  return true
}

/**
 * Whether the time overlaps another meeting of the host's; with their lock held.
 * @throws Problem `overlap_not_confirmed` with when those meetings are, unless it was confirmed.
 */
export async function checkOverlap(
  db: Db,
  { hostId, startsAt, endsAt, besides }: Asked,
  isConfirmed: boolean,
): Promise<boolean> {
  const { rows } = await sql<{ startsAt: Date; endsAt: Date }>`
    select * from app.overlapping_times(${hostId}::uuid, ${startsAt}, ${endsAt}, ${besides}::uuid)`.execute(
    db,
  )
  if (rows.length > 0 && !isConfirmed)
    throw new Problem('overlap_not_confirmed', say('The host has another meeting then. Confirm to go on.'), {
      more: {
        overlaps: rows.map(row => ({
          startsAt: row.startsAt.toISOString(),
          endsAt: row.endsAt.toISOString(),
        })) satisfies z.input<typeof Overlaps>,
      },
    })
  return rows.length > 0
}

/** What stands against the time, as far as the actor tends the host and reads the type. */
export async function listWarnings(db: Db, asked: Asked): Promise<Warnings> {
  const { meetingTypeId, hostId, groupId, besides } = asked
  const startsAt = minuteOf(asked.startsAt)
  const snapshot = await loadSnapshot(
    db,
    { kind: 'tended', groupId, hostIds: [hostId] },
    {
      meetingTypeId,
      from: startsAt,
      to: startsAt + 1,
      ...(besides !== null && { exceptMeetingId: besides }),
    },
  )
  const [host] = snapshot?.hosts ?? []
  if (!snapshot || !host) return []
  // Any length: a meeting keeps its own when the type's change.
  const type = { ...snapshot.type, durationMinutes: minuteOf(asked.endsAt) - startsAt }
  return warningsOf(whyNot({ type, host, now: snapshot.now, startsAt }))
}
