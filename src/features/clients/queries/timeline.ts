import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { clientsFor, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { invalid } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import { Id } from '../../../kit/shapes.ts'
import { factsFor } from '../rules.ts'
import type { TimelinePage } from '../schema.ts'

/**
 * What happened to a client, newest first. Names are of members the actor may read; the others are a colleague.
 * @throws Problem `invalid` for a cursor that is not one.
 */
export async function getTimeline(
  db: Db,
  actor: Member,
  clientId: string,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<z.infer<typeof TimelinePage>> {
  if (cursor !== undefined && !Id.safeParse(cursor).success)
    throw invalid([{ pointer: '/cursor', detail: say('Use the cursor of the last answer as it is.') }])
  const rows = await db
    .selectFrom('event')
    .innerJoin('client', join =>
      join
        .onRef('client.organizationId', '=', 'event.organizationId')
        .onRef('client.id', '=', 'event.clientId'),
    )
    .leftJoin('member as doer', join =>
      join
        .onRef('doer.organizationId', '=', 'event.organizationId')
        .onRef('doer.id', '=', 'event.actorId')
        .on(membersFor(actor, 'members.read', 'doer')),
    )
    .leftJoin('member as concerned', join =>
      join
        .onRef('concerned.organizationId', '=', 'event.organizationId')
        .onRef('concerned.id', '=', 'event.memberId')
        .on(membersFor(actor, 'members.read', 'concerned')),
    )
    .where(clientsFor(actor))
    .where('event.clientId', '=', clientId)
    .$if(cursor !== undefined, query => query.where('event.id', '<', cursor ?? ''))
    .select([
      'event.id',
      'event.name',
      'event.at',
      'event.actorKind',
      'client.firstName',
      'client.lastName',
      'doer.id as doerId',
      'doer.name as doerName',
      'concerned.id as concernedId',
      'concerned.name as concernedName',
      'event.data',
    ])
    .orderBy('event.id', 'desc')
    .limit(limit + 1)
    .execute()
  const items = rows.slice(0, limit).map(row => ({
    id: row.id,
    name: row.name,
    at: row.at.toISOString(),
    actor:
      row.actorKind === 'client'
        ? { kind: 'client' as const, id: clientId, name: `${row.firstName} ${row.lastName}`.trim() }
        : { kind: row.actorKind as 'member' | 'system', id: row.doerId, name: row.doerName },
    member:
      row.concernedId !== null && row.concernedName !== null
        ? { id: row.concernedId, name: row.concernedName }
        : null,
    data: factsFor(row.data),
  }))
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
