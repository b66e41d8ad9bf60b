import { Button } from '@mantine/core'
import type { z } from 'zod'
import type { GroupItem, HistoryItem } from '../../../src/features/groups/schema.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { formatDate, t } from '../../ui/language.ts'
import { useList } from '../../ui/list/useList.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Timeline } from '../../ui/Timeline.tsx'
import { type GroupRole, groupRoleNames } from '../members/words.ts'
import { policies } from './BookingSettings.tsx'
import styles from './groups.module.css'

type Happened = z.infer<typeof HistoryItem>

/** Every change of the group: who, what, when. */
export function HistoryTab({ group }: { group: GroupItem }) {
  const list = useList<Happened>(`/groups/${group.id}/history`)
  const query = { data: list.isLoading ? undefined : list.rows, error: list.error, refetch: list.retry }
  return (
    <Loaded query={query}>
      {rows =>
        rows.length === 0 ? (
          <EmptyState text={t('Nothing has happened yet.')} />
        ) : (
          <>
            <Timeline
              events={rows.map(event => ({
                id: event.id,
                at: event.at,
                text: sentence(event),
                detail: <Changes data={event.data} />,
              }))}
            />
            {list.hasMore && (
              <Button variant="subtle" color="gray" loading={list.isLoadingMore} onClick={list.loadMore}>
                {t('Show earlier')}
              </Button>
            )}
          </>
        )
      }
    </Loaded>
  )
}

/** What was there before and after, of those fields that the history knows in words. */
function Changes({ data }: Pick<Happened, 'data'>) {
  const names: Record<string, string> = {
    name: t('Name'),
    description: t('Description'),
    bookable: t('Clients can book through its link'),
    policy: t('Who gets a meeting'),
    dayLimit: t('Meetings a day'),
    weekLimit: t('Meetings a week'),
    priority: t('Priority'),
    expiresAt: t('Until'),
  }
  const changed = Object.entries(data).flatMap(([field, value]) => {
    const label = names[field]
    if (!label || !isChange(value)) return []
    return [{ label, before: inWords(field, value.before), after: inWords(field, value.after) }]
  })
  if (changed.length === 0) return null
  return (
    <ul className={styles.changes}>
      {changed.map(({ label, before, after }) => (
        <li key={label}>{t('{label}: from “{before}” to “{after}”', { label, before, after })}</li>
      ))}
    </ul>
  )
}

function inWords(field: string, value: unknown): string {
  if (value === null || value === '') return '–'
  if (typeof value === 'boolean') return value ? t('yes') : t('no')
  if (field === 'policy') return policies()[value as GroupItem['policy']]?.label ?? String(value)
  if (field === 'expiresAt') return formatDate(String(value))
  return String(value)
}

const isChange = (value: unknown): value is { before: unknown; after: unknown } =>
  typeof value === 'object' && value !== null && 'before' in value && 'after' in value

function sentence({ name, actor, member, data }: Happened): string {
  const who = actor?.name ?? t('Somebody')
  const whom = member?.name ?? t('somebody')
  const groupRole = (data.groupRole ?? data.after) as GroupRole | null | undefined
  const role = (groupRole && groupRoleNames()[groupRole]) ?? ''
  const words: Record<string, string> = {
    'group.created': t('{who} created the group', { who }),
    'group.changed': t('{who} changed the settings', { who }),
    'group.link_changed': t('{who} changed the link from /g/{before} to /g/{after}', {
      who,
      before: String(data.before),
      after: String(data.after),
    }),
    'group.link_freed': t('{who} freed the link /g/{link}', { who, link: String(data.link) }),
    'group.deleted': t('{who} deleted the group', { who }),
    'group.restored': t('{who} restored the group', { who }),
    'membership.added': role
      ? t('{who} added {whom} as {role}', { who, whom, role })
      : t('{who} added {whom}', { who, whom }),
    'group.meeting_types_changed': data.added
      ? t('{count, plural, one {{who} added # meeting type} other {{who} added # meeting types}}', {
          who,
          count: countOf(data.added),
        })
      : t('{count, plural, one {{who} removed # meeting type} other {{who} removed # meeting types}}', {
          who,
          count: countOf(data.removed),
        }),
    'membership.changed': t('{who} changed the membership of {whom}', { who, whom }),
    'membership.expired': t('The membership of {whom} ended', { whom }),
    'membership.removed': t('{who} removed {whom}', { who, whom }),
    'membership.role_changed': role
      ? t('{who} made {whom} {role}', { who, whom, role })
      : t('{who} took the group role from {whom}', { who, whom }),
  }
  return words[name] ?? name
}

const countOf = (list: unknown) => (Array.isArray(list) ? list.length : 0)
