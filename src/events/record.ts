import type { Actor } from '../access/actor.ts'
import { type Db } from '../kit/db.ts'
import { newId } from '../kit/id.ts'
import { catalog, type EventName } from './catalog.ts'

type Subject = (typeof catalog)[EventName]['about'][number]
type About<N extends EventName> = { [S in (typeof catalog)[N]['about'][number] as `${S & Subject}Id`]: string }
/** More subjects than the event needs, and facts: ids and names of fields, never what a client told. */
type Facts = { groupId?: string | null; data?: Record<string, unknown> }
/** The job that follows an event: reactions.ts is asked what to do. */
export type Following = { organizationId: string; eventId: string }

const actorOf = (actor: Exclude<Actor, { kind: 'visitor' }>) =>
  actor.kind === 'member' ? actor.memberId : actor.kind === 'client' ? actor.clientId : null

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
  const rows = many.map(facts => {
    const { clientId, groupId, memberId } = facts as { clientId?: string; groupId?: string | null; memberId?: string }
    return {
      id: newId(),
      organizationId: actor.organizationId,
      name,
      actorKind: actor.kind,
      actorId: actorOf(actor),
      clientId: clientId ?? null,
      groupId: groupId ?? null,
      memberId: memberId ?? null,
      data: JSON.stringify(facts.data ?? {}),
    }
  })
  for (let from = 0; from < rows.length; from += 1000)
    await db.insertInto('event').values(rows.slice(from, from + 1000)).execute()
  if (!('followed' in catalog[name])) return
  const following = rows.map(({ organizationId, id }): Following => ({ organizationId, eventId: id }))
  await db.jobs.enqueueAll(
    db,
    following.map(data => ({ name: 'follow', data })),
  )
}
