import { type SqlBool, sql } from 'kysely'
import type { Client } from '../../access/actor.ts'
import { clientsFor } from '../../access/visibility.ts'
import type { Db } from '../../kit/db.ts'
import { notFound } from '../../kit/errors.ts'
import type { Language } from '../../kit/shapes.ts'
import { stepsOfInvite } from '../flows/queries.ts'
import type { Step } from '../flows/schema.ts'
import { getLetterhead } from '../invites/queries.ts'
import { type InviteState, localStep, nextStep, stateOf } from './rules.ts'
import type { Journey, JourneyDoor } from './schema.ts'

/** The invite whose link the client holds. */
export type OwnInvite = InviteState & { clientId: string; firstName: string; language: Language }

const ownInvite = (db: Db, actor: Client) =>
  db
    .selectFrom('invite')
    .innerJoin('client', join =>
      join
        .onRef('client.organizationId', '=', 'invite.organizationId')
        .onRef('client.id', '=', 'invite.clientId'),
    )
    .where(clientsFor(actor, 'journeys.walk'))
    .where('invite.id', '=', actor.inviteId)
    .select([
      'invite.clientId',
      'invite.language',
      'invite.completedAt',
      'invite.revokedAt',
      'client.firstName',
    ])
    .select(sql<SqlBool>`coalesce(invite.expires_at <= now(), false)`.as('isExpired'))

/** Reads it; for a change, keeps others from it until the end of the transaction. */
export async function getOwnInvite(db: Db, actor: Client, lock?: 'lock'): Promise<OwnInvite> {
  const found = await ownInvite(db, actor)
    .$if(lock === 'lock', query => query.forUpdate('invite'))
    .executeTakeFirst()
  if (!found) throw notFound()
  return { ...found, isExpired: Boolean(found.isExpired), language: found.language as Language }
}

/** The steps of the version that the invite was sent with. */
export async function getOwnSteps(db: Db, actor: Client): Promise<Step[]> {
  const steps = await stepsOfInvite(db, actor.inviteId)
  if (!steps) throw notFound()
  return steps
}

/** What was submitted so far; undefined before the client has entered. */
export async function getWalk(
  db: Db,
  actor: Client,
): Promise<{ journeyId: string; submitted: Map<string, Record<string, string>> } | undefined> {
  const rows = await db
    .selectFrom('journey')
    .leftJoin('journeyStep', join =>
      join
        .onRef('journeyStep.organizationId', '=', 'journey.organizationId')
        .onRef('journeyStep.journeyId', '=', 'journey.id'),
    )
    .where('journey.organizationId', '=', actor.organizationId)
    .where('journey.clientId', '=', actor.clientId)
    .where('journey.inviteId', '=', actor.inviteId)
    .select(['journey.id', 'journeyStep.key', 'journeyStep.answers'])
    .execute()
  const [first] = rows
  if (!first) return undefined
  const steps = rows.flatMap(({ key, answers }) =>
    key === null ? [] : [[key, answers as Record<string, string>] as const],
  )
  return { journeyId: first.id, submitted: new Map(steps) }
}

/** What the page shows before the client enters. */
export async function getDoor(db: Db, actor: Client): Promise<JourneyDoor> {
  const invite = await getOwnInvite(db, actor)
  const { name, color } = await getLetterhead(db)
  return { organization: { name, color }, language: invite.language, state: stateOf(invite) }
}

/** Where the client is. What they gave is handed out until they are done, and not afterwards. */
export async function getJourney(db: Db, actor: Client, wanted: Language | undefined): Promise<Journey> {
  const invite = await getOwnInvite(db, actor)
  const { name, color, language: organizationLanguage } = await getLetterhead(db)
  const steps = await getOwnSteps(db, actor)
  const { submitted = new Map<string, Record<string, string>>() } = (await getWalk(db, actor)) ?? {}
  const language = wanted ?? invite.language
  const current = invite.completedAt ? undefined : nextStep(steps, new Set(submitted.keys()))
  return {
    organization: { name, color },
    language,
    firstName: invite.firstName,
    steps: steps.map(step => localStep(step, language, organizationLanguage)),
    current: (current ?? steps.at(-1))?.key ?? '',
    answers: invite.completedAt ? {} : Object.fromEntries(submitted),
    completedAt: invite.completedAt?.toISOString() ?? null,
  }
}
