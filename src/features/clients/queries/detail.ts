import { sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import { clientsFor, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { notFound } from '../../../kit/errors.ts'
import { stepsOfInvite } from '../../flows/queries.ts'
import { shownStep } from '../rules.ts'
import type { ClientDetail } from '../schema.ts'
import { type Links, listInvites } from './invites.ts'
import { getClient } from './list.ts'

/** What a path's client id names, and what more than looking the actor may do with it. */
export type ClientInSight = { id: string; groupId: string | null; may: { update: boolean; share: boolean } }

/** Undefined where the actor sees no client of this id. */
export async function findClient(
  db: Db,
  actor: Member,
  { id = '' }: Record<string, string>,
): Promise<ClientInSight | undefined> {
  const found = await db
    .selectFrom('client')
    .where('client.id', '=', id)
    .where(clientsFor(actor))
    .select([
      'client.id',
      'client.groupId',
      sql<boolean>`coalesce(${clientsFor(actor, 'clients.update')}, false)`.as('update'),
      sql<boolean>`coalesce(${clientsFor(actor, 'clients.share')}, false)`.as('share'),
    ])
    .executeTakeFirst()
  return found && { id: found.id, groupId: found.groupId, may: { update: found.update, share: found.share } }
}

/**
 * The whole of a client that the actor sees.
 * @throws Problem `not_found` where they see it no longer.
 */
export async function getClientDetail(
  db: Db,
  actor: Member,
  { id, may }: ClientInSight,
  links: Links,
): Promise<ClientDetail> {
  const client = await getClient(db, actor, id)
  if (!client) throw notFound()
  const invites = await listInvites(db, actor, links, sql`invite.client_id = ${id}::uuid`)
  const [latest] = invites
  return {
    ...client,
    invites,
    steps: latest ? await listSteps(db, actor, latest.id) : [],
    cc: await listCc(db, actor, id),
    may,
  }
}

/** Steps of an invite's flow, each with what the client gave. */
async function listSteps(db: Db, actor: Member, inviteId: string): Promise<ClientDetail['steps']> {
  const steps = (await stepsOfInvite(db, inviteId)) ?? []
  const submitted = await db
    .selectFrom('journeyStep')
    .innerJoin('journey', join =>
      join
        .onRef('journey.organizationId', '=', 'journeyStep.organizationId')
        .onRef('journey.id', '=', 'journeyStep.journeyId'),
    )
    .innerJoin('client', join =>
      join
        .onRef('client.organizationId', '=', 'journey.organizationId')
        .onRef('client.id', '=', 'journey.clientId'),
    )
    .where(clientsFor(actor))
    .where('journey.inviteId', '=', inviteId)
    .select(['journeyStep.key', 'journeyStep.answers', 'journeyStep.submittedAt'])
    .execute()
  const byKey = new Map(submitted.map(step => [step.key, step]))
  return steps.map(step => {
    const given = byKey.get(step.key)
    return shownStep(
      step,
      given && { ...given, answers: given.answers as Record<string, string> },
      actor.language,
    )
  })
}

/** Who shares sight of a client by Cc: those the actor may read by name, the others by number. */
async function listCc(db: Db, actor: Member, clientId: string): Promise<ClientDetail['cc']> {
  const rows = await db
    .selectFrom('clientCc')
    .innerJoin('client', join =>
      join
        .onRef('client.organizationId', '=', 'clientCc.organizationId')
        .onRef('client.id', '=', 'clientCc.clientId'),
    )
    .leftJoin('member', join =>
      join
        .onRef('member.organizationId', '=', 'clientCc.organizationId')
        .onRef('member.id', '=', 'clientCc.memberId')
        .on(membersFor(actor)),
    )
    .where(clientsFor(actor))
    .where('clientCc.clientId', '=', clientId)
    .select(['member.id', 'member.name'])
    .orderBy('member.name')
    .execute()
  const members = rows.flatMap(({ id, name }) => (id !== null && name !== null ? [{ id, name }] : []))
  return { members, others: rows.length - members.length }
}
