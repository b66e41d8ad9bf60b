import { useQuery } from '@tanstack/react-query'
import type { MeetingTypeItem } from '../../../src/features/meeting-types/schema.ts'
import { api } from '../../ui/api.ts'

type Page = { items: MeetingTypeItem[]; next: string | null }

/** Every meeting type this member may read, or those a group hosts, for pickers and overviews. */
export function useMeetingTypes(given: { groupId?: string; enabled?: boolean } = {}) {
  const { groupId, enabled } = given
  return useQuery({
    enabled,
    queryKey: ['/meeting-types', 'all', groupId],
    queryFn: async ({ signal }) => {
      const types: MeetingTypeItem[] = []
      for (let cursor: string | undefined | null; cursor !== null;) {
        const page = await api.get<Page>('/meeting-types', { groupId, limit: 200, cursor }, signal)
        types.push(...page.items)
        cursor = page.next
      }
      return types
    },
    staleTime: 30_000,
  })
}
