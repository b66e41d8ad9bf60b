import { minutesPerDay, type Minute } from '../../../kit/minutes.ts'

export type Policy = 'balanced' | 'priority' | 'customer_chooses'

/**
 * A member who may be given a start, with their meetings through this group. All times are minutes (kit/minutes).
 * @property onDay that start on the day of the start, in the organisation's zone.
 * @property within7Days that start within 7 days of it, either side; `onDay` is among them.
 * @property lastAssignedAt when one was last given to them; null: never.
 * @property priority of the membership; the higher comes first.
 * @property joinedAt when they came into the group.
 */
export type Candidate = {
  memberId: string
  onDay: number
  within7Days: number
  lastAssignedAt: Minute | null
  priority: number
  joinedAt: Minute
}

/** What set the first candidate before the second. */
export type DecidedBy =
  'only_one' | 'chosen_by_client' | 'fewest_that_day' | 'fewest_around' | 'least_recent' | 'priority' | 'id'

/** A candidate with the counts that were compared: a newcomer's are at least the mean of the others. */
export type Ranked = Candidate & { scoreOnDay: number; scoreWithin7Days: number }

/** Kept with the meeting; `reason` is null where nobody was free. */
export type Assignment = { policy: Policy; reason: DecidedBy | null; candidates: Ranked[] }

const newcomerDays = 14

/**
 * Who is asked first for a start, and why.
 * @param members everybody whom the group could give it to: a newcomer is credited with the mean of all who are none.
 * @param free the ids of those of them who can take it; only they are ranked.
 * @param chosen the member whom the client picked, under `customer_chooses`; null is "anyone available".
 */
export function assign({
  policy,
  members,
  free,
  at,
  chosen,
}: {
  policy: Policy
  members: readonly Candidate[]
  free: readonly string[]
  at: Minute
  chosen: string | null
}): Assignment {
  const ranked = withCredit(members, at).filter(({ memberId }) => free.includes(memberId))
  if (policy === 'customer_chooses' && chosen !== null) {
    const only = ranked.filter(({ memberId }) => memberId === chosen)
    return { policy, reason: only.length > 0 ? 'chosen_by_client' : null, candidates: only }
  }
  const rules = policy === 'priority' ? byPriority : byBalance
  ranked.sort((a, b) => comparison(rules, a, b).order)
  const [first, second] = ranked
  if (first === undefined) return { policy, reason: null, candidates: [] }
  return { policy, reason: second ? comparison(rules, first, second).reason : 'only_one', candidates: ranked }
}

type Rule = [DecidedBy, (one: Ranked, other: Ranked) => number]

const priority: Rule = ['priority', (one, other) => other.priority - one.priority]
const byId: Rule = ['id', (one, other) => (one.memberId < other.memberId ? -1 : 1)]
const byPriority: Rule[] = [priority, byId]
/** "Anyone available" is given out so too. */
const byBalance: Rule[] = [
  ['fewest_that_day', (one, other) => one.scoreOnDay - other.scoreOnDay],
  ['fewest_around', (one, other) => one.scoreWithin7Days - other.scoreWithin7Days],
  ['least_recent', (one, other) => (one.lastAssignedAt ?? 0) - (other.lastAssignedAt ?? 0)],
  priority,
  byId,
]

function comparison(rules: Rule[], one: Ranked, other: Ranked): { order: number; reason: DecidedBy } {
  for (const [reason, compare] of rules) {
    const order = compare(one, other)
    if (order !== 0) return { order, reason }
  }
  return { order: 0, reason: 'id' }
}

/**
 * A newcomer counts as having had at least what the others had on average, or everything would go to them. Their own are
 * not counted on top: the average grows with each booking, and hardly one would ever be theirs.
 */
function withCredit(members: readonly Candidate[], at: Minute): Ranked[] {
  const isNewcomer = ({ joinedAt }: Candidate) => at < joinedAt + newcomerDays * minutesPerDay
  const settled = members.filter(each => !isNewcomer(each))
  const mean = (count: 'onDay' | 'within7Days') =>
    settled.length === 0 ? 0 : settled.reduce((sum, each) => sum + each[count], 0) / settled.length
  const [onDay, within7Days] = [mean('onDay'), mean('within7Days')]
  return members.map(member => ({
    ...member,
    scoreOnDay: isNewcomer(member) ? Math.max(member.onDay, onDay) : member.onDay,
    scoreWithin7Days: isNewcomer(member) ? Math.max(member.within7Days, within7Days) : member.within7Days,
  }))
}
