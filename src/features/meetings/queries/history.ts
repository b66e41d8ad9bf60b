import { sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { meetingsFor, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import type { MeetingEvent, MeetingItem } from '../schema/meetings.ts'

type Event = z.input<typeof MeetingEvent>
/** What a change was about, as the events of meetings keep it. */
export type State = { startsAt: string; endsAt: string; hostId: string }
type Change = { before?: Partial<State>; after?: Partial<State> }

/** What happened to a meeting, the latest first. Hosts and doers are named where the actor may read them. */
export async function listHistory(
  db: Db,
  actor: Member,
  { id, host, client }: MeetingItem,
): Promise<Event[]> {
  const rows = await db
    .selectFrom('event')
    .innerJoin('meeting', join =>
      join
        .onRef('meeting.organizationId', '=', 'event.organizationId')
        .onRef('meeting.id', '=', 'event.meetingId'),
    )
    .where(meetingsFor(actor))
    .where('event.meetingId', '=', id)
    .select(['event.id', 'event.name', 'event.at', 'event.actorKind', 'event.actorId', 'event.data'])
    .orderBy('event.id', 'desc')
    .limit(200)
    .execute()
  const changes = rows.map(row => row.data as Change)
  const memberIds = [
    ...rows.map(row => row.actorId),
    ...changes.flatMap(({ before, after }) => [before?.hostId, after?.hostId]),
  ]
  const names = await namesOf(
    db,
    actor,
    memberIds.filter(each => each != null),
  )
  names.set(host.id, host.name)
  const named = (memberId: string) => {
    const name = names.get(memberId)
    return name === undefined ? null : { id: memberId, name }
  }
  const stateOf = (state: Partial<State> | undefined): Event['before'] => {
    if (!state) return null
    const { hostId, startsAt, endsAt } = state
    return {
      ...(startsAt !== undefined && { startsAt }),
      ...(endsAt !== undefined && { endsAt }),
      ...(hostId !== undefined && { host: named(hostId) }),
    }
  }
  return rows.map((row, index) => ({
    id: row.id,
    name: row.name,
    at: row.at.toISOString(),
    actor:
      row.actorKind === 'client'
        ? { kind: 'client', id: client.id, name: client.name }
        : {
            kind: row.actorKind as 'member' | 'system',
            id: null,
            name: null,
            ...(row.actorId && named(row.actorId)),
          },
    before: stateOf(changes[index]?.before),
    after: stateOf(changes[index]?.after),
  }))
}

async function namesOf(db: Db, actor: Member, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('member')
    .select(['id', 'name'])
    .where(membersFor(actor))
    .where('id', '=', sql<string>`any (${[...new Set(ids)]}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
