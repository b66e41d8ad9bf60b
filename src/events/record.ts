import { sql } from 'kysely'
import type { Actor } from '../access/actor.ts'
import type { Db } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { catalog, type EventName } from './catalog.ts'

type Subject = (typeof catalog)[EventName]['about'][number]
type About<N extends EventName> = {
  [S in (typeof catalog)[N]['about'][number] as `${S & Subject}Id`]: string
}
/** More subjects than the event needs, and facts: ids and names of fields, never what a client told. */
type Facts = {
  clientId?: string
  groupId?: string | null
  memberId?: string
  data?: Record<string, unknown>
}
type Subjects = { clientId?: string; groupId?: string | null; memberId?: string; meetingId?: string }
/** The job that follows an event: reactions.ts is asked what to do. */
export type Following = { organizationId: string; eventId: string }

const actorOf = (actor: Exclude<Actor, { kind: 'visitor' }>) =>
  actor.kind === 'member' ? actor.memberId : actor.kind === 'system' ? null : actor.clientId
/** Whichever link they came by, it is the client. */
const kindOf = ({ kind }: Exclude<Actor, { kind: 'visitor' }>) => (kind === 'booker' ? 'client' : kind)

/**
 * What every action ends with: one line of what happened, in the same transaction as the change. Returns nothing, since
 * whoever acts may not be allowed to read the log.
 */
export async function record<N extends EventName>(
  db: Db,
  actor: Exclude<Actor, { kind: 'visitor' }>,
  name: N,
  facts: About<N> & Facts,
): Promise<void> {
  await recordAll(db, actor, name, [facts])
}

/** The same for many rows at once, in one statement. */
export async function recordAll<N extends EventName>(
  db: Db,
  actor: Exclude<Actor, { kind: 'visitor' }>,
  name: N,
  many: readonly (About<N> & Facts)[],
): Promise<void> {
  if (many.length === 0) return
  const ids = many.map(newId)
  const subjects = many as readonly Subjects[]
  // In arrays: the same short statement for one row and for ten thousand.
  await sql`
    insert into app.event (organization_id, id, name, actor_kind, actor_id, client_id, group_id, member_id, meeting_id, data)
    select ${actor.organizationId}, each.id, ${name}, ${kindOf(actor)}, ${actorOf(actor)}::uuid,
           each.client_id, each.group_id, each.member_id, each.meeting_id, each.data
      from unnest(${ids}::uuid[], ${subjects.map(each => each.clientId ?? null)}::uuid[],
             ${subjects.map(each => each.groupId ?? null)}::uuid[],
             ${subjects.map(each => each.memberId ?? null)}::uuid[],
             ${subjects.map(each => each.meetingId ?? null)}::uuid[],
             ${many.map(each => JSON.stringify(each.data ?? {}))}::jsonb[])
        as each (id, client_id, group_id, member_id, meeting_id, data)`.execute(db)
  if (!('followed' in catalog[name])) return
  const { organizationId } = actor
  const following = ids.map((eventId): Following => ({ organizationId, eventId }))
  await db.jobs.enqueueAll(
    db,
    following.map(data => ({ name: 'follow', data })),
  )
}
