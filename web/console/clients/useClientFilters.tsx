import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { ClientFilters } from '../../../src/features/clients/schema.ts'
import { api } from '../../ui/api.ts'
import { GroupDot } from '../../ui/GroupLabel.tsx'
import { formatDate, t } from '../../ui/language.ts'
import type { Filter, FilterOption } from '../../ui/list/FilterBar.tsx'
import { clientStates } from './words.ts'

type Answer = z.infer<typeof ClientFilters>

/** What this member may filter by, which the server decides. */
export function useClientFilters(): Filter[] {
  const { data } = useQuery({
    queryKey: ['/clients', 'filters'],
    queryFn: ({ signal }) => api.get<Answer>('/clients/filters', undefined, signal),
  })
  const states = clientStates()
  const named = (items: { id: string; name: string }[] = []) =>
    items.map(({ id, name }) => ({ value: id, label: name }))
  return [
    { key: 'groupId', label: t('Group'), options: groupOptions(data?.groups ?? []) },
    {
      key: 'status',
      label: t('Status'),
      options: (data?.statuses ?? []).map(status => ({ value: status, label: states[status].label })),
    },
    { key: 'invitedBy', label: t('Sender'), options: named(data?.senders) },
    { key: 'flowId', label: t('Flow'), options: named(data?.flows) },
    { key: 'cc', label: t('Shared with me (Cc)') },
  ]
}

/** Deleted groups stay, under a divider, since their clients do. */
function groupOptions(groups: Answer['groups']): FilterOption[] {
  const firstDeleted = groups.find(({ deletedAt }) => deletedAt !== null)
  return groups.map(group => ({
    value: group.id,
    label: group.id === 'organization' ? t('Organization') : group.name,
    icon: <GroupDot id={group.id === 'organization' ? null : group.id} />,
    hint: group.deletedAt ? t('deleted {date}', { date: formatDate(group.deletedAt) }) : undefined,
    section: group === firstDeleted ? t('Deleted') : undefined,
  }))
}
