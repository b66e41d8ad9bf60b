import { Button } from '@mantine/core'
import type { z } from 'zod'
import type { GroupItem, HistoryItem } from '../../../src/features/groups/schema.ts'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { t } from '../../ui/language.ts'
import { useList } from '../../ui/list/useList.ts'
import { Timeline } from '../../ui/Timeline.tsx'
import { type GroupRole, groupRoleNames } from '../members/words.ts'

type Happened = z.infer<typeof HistoryItem>

/** Every change of the group: who, what, when. */
export function HistoryTab({ group }: { group: GroupItem }) {
  const list = useList<Happened>(`/groups/${group.id}/history`)
  if (list.error) return <ErrorState error={list.error} retry={list.retry} />
  if (!list.isLoading && list.rows.length === 0) return <EmptyState text={t('Nothing has happened yet.')} />
  return (
    <>
      <Timeline events={list.rows.map(event => ({ id: event.id, at: event.at, text: sentence(event) }))} />
      {list.hasMore && (
        <Button variant="subtle" color="gray" loading={list.isLoadingMore} onClick={list.loadMore}>
          {t('Show earlier')}
        </Button>
      )}
    </>
  )
}

function sentence({ name, actor, member, data }: Happened): string {
  const who = actor?.name ?? t('Somebody')
  const whom = member?.name ?? t('somebody')
  const groupRole = data.groupRole as GroupRole | null | undefined
  const role = groupRole ? groupRoleNames()[groupRole] : ''
  const words: Record<string, string> = {
    'group.created': t('{who} created the group', { who }),
    'group.changed': t('{who} changed the settings', { who }),
    'group.link_changed': t('{who} changed the link', { who }),
    'group.deleted': t('{who} deleted the group', { who }),
    'group.restored': t('{who} restored the group', { who }),
    'membership.added': role
      ? t('{who} added {whom} as {role}', { who, whom, role })
      : t('{who} added {whom}', { who, whom }),
    'membership.removed': t('{who} removed {whom}', { who, whom }),
    'membership.role_changed': role
      ? t('{who} made {whom} {role}', { who, whom, role })
      : t('{who} took the group role from {whom}', { who, whom }),
  }
  return words[name] ?? name
}
