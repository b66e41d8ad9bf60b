import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Actor } from '../access/actor.ts'
import type { Secrets } from '../kit/crypto.ts'
import type { Db } from '../kit/db.ts'
import { invalid, Problem } from '../kit/errors.ts'
import { say } from '../kit/sentence.ts'

/** The answer that was given under this key before, or undefined where the request is new. */
type Repeated = { status: number; body: unknown } | undefined

/** Who repeats, and what: a key belongs to one actor and one request. */
export type Repetition = { key: string; actorId: string; organizationId: string; requestHash: string }

/** draft-ietf-httpapi-idempotency-key-header: undefined without the header. */
export function keyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || key.length === 0 || key.length > 200)
    throw invalid([{ pointer: '', detail: say('Idempotency-Key has 1 to 200 characters.') }])
  return key
}

/**
 * A stranger's request is told from others' by what it makes, where it makes something.
 * @param body as its shape read it: what no shape has read may be nested deeper than can be written.
 */
export function repetitionOf(request: FastifyRequest, actor: Actor, body: unknown): Repetition | undefined {
  const key = keyOf(request)
  if (key === undefined || actor.kind === 'visitor' || actor.kind === 'system') return undefined
  const requestHash = createHash('sha256')
    .update(`${request.method} ${request.url} ${JSON.stringify(body)}`)
    .digest('base64url')
  const actorId = actor.kind === 'member' ? actor.memberId : actor.clientId
  return { key, actorId, organizationId: actor.organizationId, requestHash }
}

/**
 * Takes the key for this transaction. A second request under the key waits here until the first has committed, and then
 * gets its answer.
 */
export async function claim(
  db: Db,
  secrets: Secrets,
  { organizationId, actorId, key, requestHash }: Repetition,
): Promise<Repeated> {
  const taken = await db
    .insertInto('idempotency')
    .values({ organizationId, actorId, key, requestHash })
    .onConflict(conflict => conflict.columns(['organizationId', 'actorId', 'key']).doNothing())
    .executeTakeFirst()
  if (taken.numInsertedOrUpdatedRows === 1n) return undefined
  const first = await db
    .selectFrom('idempotency')
    .select(['requestHash', 'status', 'body'])
    .where('actorId', '=', actorId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (first.requestHash !== requestHash)
    throw new Problem('conflict', say('This Idempotency-Key was used for another request.'))
  return { status: first.status ?? 200, body: JSON.parse(secrets.decrypt(String(first.body))) }
}

/** Encrypted, since answers hold links and what clients told. */
export async function keepAnswer(
  db: Db,
  secrets: Secrets,
  { actorId, key }: Repetition,
  status: number,
  body: unknown,
): Promise<void> {
  await db
    .updateTable('idempotency')
    .set({ status, body: JSON.stringify(secrets.encrypt(JSON.stringify(body ?? null))) })
    .where('actorId', '=', actorId)
    .where('key', '=', key)
    .execute()
}
