import { sql } from 'kysely'
import type { Db } from '../../../kit/db.ts'
import type { Assignment } from '../../slots/rules/assignment.ts'

/** The host whose lock is had, and what was read of them since. */
type Locked = { hostId: string }

/**
 * Gives the meeting to the first who can take it, asking in the order of the decision. Who is being given one at this very
 * moment is passed over, and waited for only when nobody else can: so a free start is never refused. No transaction ever
 * holds the locks of two hosts, since all that was done for one, their lock too, is undone before the next is asked.
 * @param decide who of those who are left comes first, and why.
 * @param lock has the lock of the first of these whom no other transaction has, or waits for that of the first.
 * @param give undefined where they cannot take it after all.
 */
export async function giveToFirst<L extends Locked, T>(
  db: Db,
  free: readonly string[],
  decide: (free: readonly string[]) => Assignment,
  lock: (hostIds: readonly string[], waits: boolean) => Promise<L | undefined>,
  give: (locked: L, decision: Assignment) => Promise<T | undefined>,
): Promise<T | undefined> {
  if (free.length === 0) return undefined
  await sql`savepoint host`.execute(db)
  const refused = new Set<string>()
  for (const waits of [false, true]) {
    for (;;) {
      const left = inOrder(decide(free.filter(hostId => !refused.has(hostId))))
      const locked = left.length > 0 ? await lock(left, waits) : undefined
      if (!locked) break
      const given = await give(locked, decide(left.slice(left.indexOf(locked.hostId))))
      if (given !== undefined) return given
      await sql`rollback to savepoint host`.execute(db)
      refused.add(locked.hostId)
    }
  }
  return undefined
}

const inOrder = ({ candidates }: Assignment) => candidates.map(({ memberId }) => memberId)

/** False where another transaction has the lock of this host, and this one does not wait for it. As app.lock_first. */
export async function lockHost(db: Db, hostId: string, waits: boolean): Promise<boolean> {
  const key = sql`hashtextextended(${`host ${hostId}`}, 0)`
  const lock = waits
    ? sql<boolean>`pg_advisory_xact_lock(${key}) is not null`
    : sql<boolean>`pg_try_advisory_xact_lock(${key})`
  const { rows } = await sql<{ had: boolean }>`select ${lock} as had`.execute(db)
  return waits || rows[0]?.had === true
}
