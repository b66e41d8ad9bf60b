import { sql } from 'kysely'
import type { Client } from '../../access/actor.ts'
import { record } from '../../events/record.ts'
import type { Db } from '../../kit/db.ts'
import { invalid, Problem } from '../../kit/errors.ts'
import { say } from '../../kit/sentence.ts'
import { newId } from '../../kit/id.ts'
import type { Language } from '../../kit/shapes.ts'
import { moveOn } from '../clients/actions.ts'
import type { Step } from '../flows/schema.ts'
import { getOwnInvite, getOwnSteps, getWalk, type OwnInvite } from './queries.ts'
import { isDue, nextStep, readAnswers, stateOf } from './rules.ts'

/** The invite, kept from others, if it can still be walked or was walked to its end. */
async function claimInvite(db: Db, actor: Client, language: Language | undefined): Promise<OwnInvite> {
  const invite = await getOwnInvite(db, actor, 'lock')
  const state = stateOf(invite)
  const said = { language: language ?? invite.language }
  if (state === 'revoked')
    throw new Problem('gone', say('This invite was taken back. You need to do nothing.'), said)
  if (state === 'expired') throw new Problem('gone', say('This invite has expired. Ask for a new one.'), said)
  return invite
}

/**
 * Enters the journey; entering again, from wherever, changes nothing.
 * @throws Problem `gone` for an invite that was revoked or has expired.
 */
export async function enterJourney(db: Db, actor: Client, language: Language | undefined): Promise<void> {
  const { completedAt } = await claimInvite(db, actor, language)
  if (completedAt) return
  const { organizationId, clientId, inviteId } = actor
  const begun = await db
    .insertInto('journey')
    .values({ organizationId, id: newId(), clientId, inviteId })
    .onConflict(conflict => conflict.columns(['organizationId', 'inviteId']).doNothing())
    .executeTakeFirst()
  if (begun.numInsertedOrUpdatedRows === 0n) return
  await updateInvite(db, actor, { initiatedAt: sql`now()` })
  await moveOn(db, actor, clientId, 'in_progress')
  await record(db, actor, 'invite.initiated', { clientId, data: { inviteId } })
}

type Submission = { answers: Record<string, string>; language?: Language | undefined }

/**
 * Takes what the client gave for a step; a step before may be given again until the last one is.
 * @throws Problem `invalid` with every fault, in the client's language; `conflict` out of turn; `gone`.
 */
export async function submitStep(
  db: Db,
  actor: Client,
  step: Step,
  { answers: given, language }: Submission,
): Promise<void> {
  const invite = await claimInvite(db, actor, language)
  const said = { language: language ?? invite.language }
  // The end page has nothing to submit; a page that says it was read is told where the client is.
  if (invite.completedAt && step.kind === 'success') return
  if (invite.completedAt) throw new Problem('conflict', say('You have completed this already.'), said)
  const walk = await getWalk(db, actor)
  const steps = await getOwnSteps(db, actor)
  const done = new Set(walk?.submitted.keys())
  if (!walk || !isDue(steps, done, step.key))
    throw new Problem('conflict', say('Another page comes first. Load this page again.'), said)
  const { answers, faults } = readAnswers(step, given)
  if (!answers) throw invalid(faults, said)
  await keepStep(db, actor, walk.journeyId, step.key, answers)
  await updateInvite(db, actor, { attemptedAt: sql`coalesce(attempted_at, now())` })
  const { clientId, inviteId } = actor
  await record(db, actor, 'step.completed', { clientId, data: { inviteId, step: step.key } })
  if (nextStep(steps, done.add(step.key))) await moveOn(db, actor, clientId, 'in_progress')
  else await completeJourney(db, actor, walk.journeyId)
}

async function keepStep(
  db: Db,
  { organizationId, clientId }: Client,
  journeyId: string,
  key: string,
  answers: Record<string, string>,
): Promise<void> {
  const kept = { answers: JSON.stringify(answers), submittedAt: sql<Date>`now()` }
  await db
    .insertInto('journeyStep')
    .values({ organizationId, clientId, journeyId, key, ...kept })
    .onConflict(conflict => conflict.columns(['organizationId', 'journeyId', 'key']).doUpdateSet(kept))
    .execute()
}

async function completeJourney(db: Db, actor: Client, journeyId: string): Promise<void> {
  const { organizationId, clientId, inviteId } = actor
  await db
    .updateTable('journey')
    .set({ completedAt: sql`now()` })
    .where('organizationId', '=', organizationId)
    .where('id', '=', journeyId)
    .execute()
  await updateInvite(db, actor, { completedAt: sql`now()` })
  await moveOn(db, actor, clientId, 'completed')
  await record(db, actor, 'invite.completed', { clientId, data: { inviteId } })
}

type Moment = ReturnType<typeof sql<Date>>
const updateInvite = (
  db: Db,
  { organizationId, inviteId }: Client,
  change: { initiatedAt: Moment } | { attemptedAt: Moment } | { completedAt: Moment },
) =>
  db
    .updateTable('invite')
    .set(change)
    .where('organizationId', '=', organizationId)
    .where('id', '=', inviteId)
    .execute()
