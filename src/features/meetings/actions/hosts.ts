import { sql } from 'kysely'
import type { Db } from '../../../kit/db.ts'
import type { Assignment } from '../../slots/rules/assignment.ts'

/** False where another transaction has the lock of this host, and this one does not wait for it. As app.lock_host. */
export async function lockHost(db: Db, hostId: string, waits: boolean): Promise<boolean> {
  const lock = sql`hashtextextended(${`host ${hostId}`}, 0)`
  if (waits) await sql`select pg_advisory_xact_lock(${lock})`.execute(db)
  else {
    const { rows } = await sql<{ had: boolean }>`select pg_try_advisory_xact_lock(${lock}) as had`.execute(db)
    return rows[0]?.had ?? false
  }
  return true
}

/** `held`: another transaction is giving the host a meeting; undefined: they cannot take this one. */
type Outcome<T> = T | 'held' | undefined

/**
 * Gives the meeting to the first who can take it, asking in the order of the decision. Who is being given one at this very
 * moment is passed over, and waited for only when nobody else can: so a free start is never refused. No transaction ever
 * holds the locks of two hosts, since all that was done for one, their lock too, is undone before the next is asked.
 * @param decide who of those who are left comes first, and why.
 * @param take locks the first of the decision, waiting for the lock or not, and gives it to them.
 */
export async function giveToFirst<T extends object | true>(
  db: Db,
  free: readonly string[],
  decide: (free: readonly string[]) => Assignment,
  take: (hostId: string, decision: Assignment, waits: boolean) => Promise<Outcome<T>>,
): Promise<T | undefined> {
  if (free.length === 0) return undefined
  const held: string[] = []
  await sql`savepoint host`.execute(db)
  for (const waits of [false, true]) {
    let left = waits ? held : free
    for (;;) {
      const decision = decide(left)
      const [first] = decision.candidates
      if (!first) break
      const taken = await take(first.memberId, decision, waits)
      if (taken !== undefined && taken !== 'held') return taken
      await sql`rollback to savepoint host`.execute(db)
      if (taken === 'held') held.push(first.memberId)
      left = left.filter(hostId => hostId !== first.memberId)
    }
  }
  return undefined
}
