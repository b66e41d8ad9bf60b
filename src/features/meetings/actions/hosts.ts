import { sql } from 'kysely'
import type { Db } from '../../../kit/db.ts'
import type { Assignment } from '../../slots/rules/assignment.ts'

/** The same lock as of whoever plans or moves a meeting: see standing.ts. */
const lockOf = (hostId: string) => sql`hashtextextended(${`host ${hostId}`}, 0)`

async function tryToLock(db: Db, hostId: string): Promise<boolean> {
  const { rows } = await sql<{
    locked: boolean
  }>`select pg_try_advisory_xact_lock(${lockOf(hostId)}) as locked`.execute(db)
  return rows[0]?.locked ?? false
}

/**
 * Gives the meeting to the first who can take it, asking in the order of the decision. Who is being given one at this very
 * moment is passed over, and waited for only when nobody else can: so a free start is never refused, and no transaction
 * ever holds the locks of two hosts.
 * @param decide who of those who are left comes first, and why.
 * @param take gives it to the first of the decision, whose lock is held; undefined, with all undone, where they cannot.
 */
export async function giveToFirst<T>(
  db: Db,
  free: readonly string[],
  decide: (free: readonly string[]) => Assignment,
  take: (hostId: string, decision: Assignment) => Promise<T | undefined>,
): Promise<T | undefined> {
  const passedOver: string[] = []
  const giveTo = (hostId: string, decision: Assignment, waits: boolean) =>
    inSavepoint(db, async () => {
      if (waits) await sql`select pg_advisory_xact_lock(${lockOf(hostId)})`.execute(db)
      else if (!(await tryToLock(db, hostId))) return void passedOver.push(hostId)
      return take(hostId, decision)
    })
  for (const waits of [false, true]) {
    let left = waits ? passedOver : free
    for (;;) {
      const decision = decide(left)
      const [first] = decision.candidates
      if (!first) break
      const taken = await giveTo(first.memberId, decision, waits)
      if (taken !== undefined) return taken
      left = left.filter(hostId => hostId !== first.memberId)
    }
  }
  return undefined
}

/** Undone, locks and all, unless `work` answers something. */
async function inSavepoint<T>(db: Db, work: () => Promise<T | undefined>): Promise<T | undefined> {
  await sql`savepoint host`.execute(db)
  const done = await work()
  if (done === undefined) await sql`rollback to savepoint host`.execute(db)
  await sql`release savepoint host`.execute(db)
  return done
}
