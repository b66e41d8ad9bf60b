import { useQuery } from '@tanstack/react-query'
import { meetingStatuses } from '../../../src/features/meetings/schema/meetings.ts'
import { api } from '../../ui/api.ts'
import { GroupDot } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import type { Filter } from '../../ui/list/FilterBar.tsx'
import { meetingStates } from './words.ts'

type Named = { id: string; name: string }
const shownAtMost = 200

/** What this member may read of, which the server decides. */
function useNamed(path: string): Named[] {
  const { data } = useQuery({
    queryKey: [path, 'named'],
    queryFn: ({ signal }) => api.get<{ items: Named[] }>(path, { limit: shownAtMost }, signal),
  })
  return data?.items ?? []
}

const whatCanBe: Record<string, (status: string) => boolean> = {
  upcoming: () => false,
  at_risk: () => false,
  past: status => status !== 'scheduled' && status !== 'live',
}

/** @param view as in the address; a calendar shows every status. */
export function useMeetingFilters(view: string): Filter[] {
  const states = meetingStates()
  const statuses = meetingStatuses.filter(whatCanBe[view] ?? (() => true))
  const toOption = ({ id, name }: Named) => ({ value: id, label: name })
  const filters: Filter[] = [
    { key: 'hostId', label: t('Host'), options: useNamed('/members').map(toOption) },
    {
      key: 'groupId',
      label: t('Group'),
      options: useNamed('/groups').map(group => ({ ...toOption(group), icon: <GroupDot id={group.id} /> })),
    },
    { key: 'meetingTypeId', label: t('Meeting type'), options: useNamed('/meeting-types').map(toOption) },
    {
      key: 'status',
      label: t('Status'),
      options: statuses.map(status => ({ value: status, label: states[status].label })),
    },
  ]
  return filters.filter(({ options = [] }) => options.length > 0)
}
