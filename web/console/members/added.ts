import type { QueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { MembersAdded } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { toast } from '../../ui/toast.tsx'

type Added = z.infer<typeof MembersAdded>

/**
 * Says that members are in a group now. There is no way back at one click for an Operations member's first membership:
 * leaving again is a choice of what they see then, which is asked in the group.
 */
export async function toldAdded(
  group: { id: string; name: string },
  { added, consequences }: Added,
  queryClient: QueryClient,
  isFirst = consequences.losses.length + consequences.othersLose > 0,
) {
  await queryClient.invalidateQueries()
  const takeBack = async () => {
    await api.post(`/groups/${group.id}/members/removal`, { memberIds: added })
    await queryClient.invalidateQueries()
  }
  toast(
    t('{count, plural, one {# member added to {group}.} other {# members added to {group}.}}', {
      count: added.length,
      group: group.name,
    }),
    added.length === 0 || isFirst ? undefined : takeBack,
  )
}
