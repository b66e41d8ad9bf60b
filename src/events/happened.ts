import type { Db } from '../kit/db.ts'
import { Problem } from '../kit/errors.ts'
import { say } from '../kit/sentence.ts'
import type { EventName } from './catalog.ts'

/**
 * What happened, as the jobs that follow from it get it: ids and facts of the event's row. A job that needs more reads it
 * as the member it acts for, who may have lost sight of it since. Its `id` names the mail it leads to.
 */
export type Happened = {
  id: string
  organizationId: string
  name: EventName
  actorKind: 'member' | 'client' | 'system'
  actorId: string | null
  clientId: string | null
  groupId: string | null
  memberId: string | null
  meetingId: string | null
  data: Record<string, unknown>
}

/** Reads one event, as the system actor of its organisation. */
export async function getEvent(db: Db, id: string): Promise<Happened> {
  const event = await db
    .selectFrom('event')
    .select([
      'id',
      'organizationId',
      'name',
      'actorKind',
      'actorId',
      'clientId',
      'groupId',
      'memberId',
      'meetingId',
      'data',
    ])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!event) throw new Problem('not_found', say('This event is not in the log.'))
  return event as Happened
}
