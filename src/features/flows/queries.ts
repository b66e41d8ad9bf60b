import { sql } from 'kysely'
import type { Member } from '../../access/actor.ts'
import { flowsFor } from '../../access/visibility.ts'
import type { Db } from '../../kit/db.ts'
import { type Step, Steps } from './schema.ts'

export type OfferedFlow = { id: string; name: string; version: number }

/** Flows the actor may read, by name; those that are switched off come with them where the actor reads all. */
export const listFlows = (db: Db, actor: Member): Promise<{ id: string; name: string }[]> =>
  db.selectFrom('flow').select(['id', 'name']).where(flowsFor(actor)).orderBy('name').orderBy('id').execute()

/**
 * What may be sent in each of these groups; null is the Organization group, which offers every active flow, as does a
 * group to which none was assigned. A group whose flows are all switched off offers nothing.
 */
export async function offeredFlows(
  db: Db,
  actor: Member,
  groupIds: readonly (string | null)[],
): Promise<Map<string | null, OfferedFlow[]>> {
  const active = await db
    .selectFrom('flow')
    .select(['id', 'name', 'publishedVersion'])
    .where(flowsFor(actor))
    .where('disabledAt', 'is', null)
    .where('publishedVersion', 'is not', null)
    .orderBy('name')
    .orderBy('id')
    .execute()
  const everything = active.map(({ id, name, publishedVersion }) => ({
    id,
    name,
    version: publishedVersion ?? 0,
  }))
  const assigned = await db
    .selectFrom('groupFlow')
    .select(['groupId', 'flowId'])
    .where('organizationId', '=', sql<string>`(select app.organization_id())`)
    .where('groupId', '=', sql<string>`any (${groupIds.filter(id => id !== null)}::uuid[])`)
    .execute()
  const allowed = new Map<string, Set<string>>()
  for (const { groupId, flowId } of assigned)
    allowed.set(groupId, (allowed.get(groupId) ?? new Set()).add(flowId))
  return new Map(
    groupIds.map(groupId => {
      const only = groupId === null ? undefined : allowed.get(groupId)
      return [groupId, only ? everything.filter(flow => only.has(flow.id)) : everything]
    }),
  )
}

/** Steps that an invite was sent with, for whoever sees its client: also where the flow is offered to them no longer. */
export async function stepsOfInvite(db: Db, inviteId: string): Promise<Step[] | undefined> {
  const { rows } = await sql<{ steps: unknown }>`select app.steps_of_invite(${inviteId}) as steps`.execute(db)
  const steps = rows[0]?.steps
  return steps == null ? undefined : Steps.parse(steps)
}

/** Steps of one version, for whoever may read the flow. */
export async function stepsOfFlow(db: Db, flowId: string, version: number): Promise<Step[] | undefined> {
  const found = await db
    .selectFrom('flowVersion')
    .select('steps')
    .where('organizationId', '=', sql<string>`(select app.organization_id())`)
    .where('flowId', '=', flowId)
    .where('version', '=', version)
    .executeTakeFirst()
  return found && Steps.parse(found.steps)
}
