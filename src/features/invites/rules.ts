import { say, type Sentence } from '../../kit/sentence.ts'
import type { InviteOptions } from './schema.ts'

type Group = { id: string; name: string }
/** What decides from which groups a member may send. */
export type Sender = {
  /** May send in the name of every group and of none. */
  reachesAll: boolean
  /** Live groups they may send in, by name. */
  groups: readonly Group[]
  /** Has memberships, of deleted groups too. */
  isInAnyGroup: boolean
}

const onlyDeletedGroups = say('Your groups were deleted. Ask an Admin to add you to a group.')

/**
 * Where a member may send from: everywhere; else from their live groups; else, never put in one, from the Organization
 * group. Who has deleted groups only may not send, or a deletion would let them send from where they never could.
 */
export function choiceOf({
  reachesAll,
  groups,
  isInAnyGroup,
}: Sender): Omit<InviteOptions, 'flows' | 'language' | 'refusal'> & { refusal: Sentence | null } {
  const chosen = { groups: [...groups], refusal: null }
  if (reachesAll) return { ...chosen, organizationGroup: true, preselected: 'organization' }
  if (groups.length > 0) {
    const [only, ...others] = groups
    return {
      ...chosen,
      organizationGroup: false,
      preselected: others.length === 0 ? (only?.id ?? null) : null,
    }
  }
  if (isInAnyGroup)
    return { ...chosen, organizationGroup: false, preselected: null, refusal: onlyDeletedGroups }
  return { ...chosen, organizationGroup: true, preselected: 'organization' }
}
