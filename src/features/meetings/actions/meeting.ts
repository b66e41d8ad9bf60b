import { sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { meetingsFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { notFound, Problem } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import type { State } from '../queries/history.ts'

type Locked = Awaited<ReturnType<typeof lockMeeting>>

/**
 * The meeting as it is now, which nobody else changes until the transaction ends. Where a host's lock is needed, it is
 * taken first, as bookings take it, or two could wait for each other.
 */
export async function lockMeeting(db: Db, actor: Member, id: string) {
  const meeting = await db
    .selectFrom('meeting')
    .where('id', '=', id)
    .where(meetingsFor(actor, 'meetings.change'))
    .select([
      'id',
      'status',
      'hostId',
      'meetingTypeId',
      'clientId',
      'email',
      'groupId',
      'startsAt',
      'endsAt',
      'overlapConfirmed',
      sql<boolean>`starts_at <= now()`.as('hasBegun'),
      sql<boolean>`ends_at <= now()`.as('isOver'),
    ])
    .forUpdate()
    .executeTakeFirst()
  if (!meeting) throw notFound()
  return meeting
}

/** @throws Problem `conflict` while it is live, and once it was cancelled or is over. */
export function checkMovable({ status, isOver }: Pick<Locked, 'status' | 'isOver'>): void {
  if (status === 'scheduled' && !isOver) return
  if (status === 'live')
    throw new Problem('conflict', say('The meeting is under way. Wait until it has ended.'))
  throw new Problem(
    'conflict',
    status.startsWith('cancelled')
      ? say('This meeting was cancelled. Plan a new one.')
      : say('This meeting is over. Plan a new one.'),
  )
}

/** As events keep it. */
export const stateOf = ({
  hostId,
  startsAt,
  endsAt,
}: Pick<Locked, 'hostId' | 'startsAt' | 'endsAt'>): State => ({
  hostId,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
})

type Changes = {
  startsAt?: Date
  endsAt?: Date
  hostId?: string
  attributedGroupIds?: string[]
  overlapConfirmed?: boolean
  status?: 'cancelled_by_host'
  cancelledAt?: Date
  assignedAt?: Date
  decision?: string
  reason?: string
}

/** Every change of what calendars know raises the sequence (RFC 5545 §3.8.7.4). */
export async function change(db: Db, actor: Member, id: string, changes: Changes): Promise<void> {
  await db
    .updateTable('meeting')
    .set({ ...changes, sequence: sql`sequence + 1` })
    .where('id', '=', id)
    .where(meetingsFor(actor, 'meetings.change'))
    .execute()
}
