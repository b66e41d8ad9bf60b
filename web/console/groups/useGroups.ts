import { useQuery } from '@tanstack/react-query'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'

/** The live groups this member may know, for menus and pickers; empty until they are here. */
export const useGroups = (): GroupItem[] => useGroupsQuery().data ?? []

/** The same for what cannot be shown before they are here. */
export function useGroupsQuery() {
  return useQuery({
    queryKey: ['/groups', 'all'],
    queryFn: async ({ signal }) => {
      const groups: GroupItem[] = []
      for (let cursor: string | undefined | null; cursor !== null;) {
        const page = await api.get<{ items: GroupItem[]; next: string | null }>(
          '/groups',
          { limit: 200, cursor },
          signal,
        )
        groups.push(...page.items)
        cursor = page.next
      }
      return groups
    },
    staleTime: 30_000,
  })
}
