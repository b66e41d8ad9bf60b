import { sql } from 'kysely'
import type { z } from 'zod'
import type { Member } from '../../../access/actor.ts'
import { membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { wordsIn } from '../../../kit/language.ts'
import { dateOf } from '../../../kit/minutes.ts'
import type { Language } from '../../../kit/shapes.ts'
import type { Assignment, DecidedBy } from '../../slots/rules/assignment.ts'
import type { Decision } from '../schema/meetings.ts'

/** Who could have had the meeting, by name where the actor may read them, and why the host got it. */
export async function decisionOf(db: Db, actor: Member, kept: unknown): Promise<z.input<typeof Decision>> {
  const { policy, reason, candidates } = kept as Assignment
  const rows = await db
    .selectFrom('member')
    .select(['id', 'name'])
    .where(membersFor(actor))
    .where('id', '=', sql<string>`any (${candidates.map(({ memberId }) => memberId)}::uuid[])`)
    .execute()
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  const known = candidates.flatMap(candidate => {
    const { memberId, lastAssignedAt, onDay, within7Days, scoreOnDay, scoreWithin7Days, priority } = candidate
    const name = names.get(memberId)
    if (name === undefined) return []
    return [
      {
        member: { id: memberId, name },
        onDay,
        within7Days,
        scoreOnDay,
        scoreWithin7Days,
        lastAssignedAt: lastAssignedAt === null ? null : dateOf(lastAssignedAt).toISOString(),
        priority,
      },
    ]
  })
  return {
    policy,
    reason: reasonIn(actor.language as Language, reason),
    candidates: known,
    others: candidates.length - known.length,
  }
}

function reasonIn(language: Language, reason: DecidedBy | null): string {
  const t = wordsIn(language)
  const words: Record<DecidedBy, string> = {
    only_one: t('Nobody else was free.'),
    chosen_by_client: t('The client chose this person.'),
    fewest_that_day: t('Had the fewest meetings of the group on that day.'),
    fewest_around: t('Had the fewest meetings of the group in the days around it.'),
    least_recent: t('Had waited longest for a meeting of the group.'),
    priority: t('Comes first by priority in the group.'),
    id: t('Everything was equal, so the list decided.'),
  }
  return reason === null ? '' : words[reason]
}
