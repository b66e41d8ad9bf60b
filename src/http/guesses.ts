import { sql } from 'kysely'
import { hashToken } from '../kit/crypto.ts'
import type { Database } from '../kit/db.ts'
import { Problem } from '../kit/errors.ts'
import { say } from '../kit/sentence.ts'

const most = 10
const windowMs = 15 * 60_000
/** Counts are kept for as long as a quarter of an hour: without the address in them. */
const keyOf = (ip: string, account: string) => `guess ${hashToken(`${ip} ${account}`)}`

/**
 * One try at the password of an account, from one address; committed at once, so that a refused request counts too.
 * @throws Problem `too_many_requests` after ten wrong ones in a quarter of an hour.
 */
export async function countGuess(database: Database, ip: string, account: string): Promise<void> {
  const { rows } = await sql<{ count: number; ttlMs: number }>`
    select * from app.count_hit(${keyOf(ip, account)}, ${windowMs}::integer)`.execute(database)
  const [hit] = rows
  if (hit && hit.count > most)
    throw new Problem(
      'too_many_requests',
      say('Too many tries. Wait {minutes} minutes, or ask for a new password.'),
      { values: { minutes: Math.ceil(hit.ttlMs / 60_000) } },
    )
}

/** The right password ends the count. */
export async function forgetGuesses(database: Database, ip: string, account: string): Promise<void> {
  await sql`select app.forget_hits(${keyOf(ip, account)})`.execute(database)
}
