import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { useUrlState } from '../../ui/url.ts'
import { useMay, useMe } from '../shell/session.ts'
import styles from './availability.module.css'
import { BlocksPanel } from './BlocksPanel.tsx'
import { MemberPanel } from './MemberPanel.tsx'

type Named = { id: string; name: string }
/** `organization`, `group:{id}`, or a member's id; one's own without. */
type Whose = { level: 'organization' } | { level: 'group' | 'member'; id: string }

/** Whose time: the organisation's, a group's, one's own or somebody else's, as far as the reach goes. */
export function AvailabilityPage() {
  const { of } = useSearch({ from: '/framed/availability' })
  const { member, organization } = useMe()
  const whose = whoseOf(of, member.id)
  return (
    <Page title={t('Availability')} fills>
      <WhoseSelect value={of ?? member.id} />
      {whose.level === 'member' ? (
        <MemberPanel key={whose.id} memberId={whose.id} isMe={whose.id === member.id} />
      ) : (
        <BlocksPanel
          key={of}
          level={whose.level}
          zone={organization.timeZone}
          groupId={whose.level === 'group' ? whose.id : undefined}
          intro={
            whose.level === 'organization'
              ? t('A block of the organisation keeps clients from booking anybody: public holidays, say.')
              : t(
                  'A block of a group keeps clients from booking through its link; its members stay bookable otherwise.',
                )
          }
        />
      )}
    </Page>
  )
}

function whoseOf(of: string | undefined, me: string): Whose {
  if (of === 'organization') return { level: 'organization' }
  if (of?.startsWith('group:')) return { level: 'group', id: of.slice('group:'.length) }
  return { level: 'member', id: of ?? me }
}

function WhoseSelect({ value }: { value: string }) {
  const [, setUrl] = useUrlState<'of' | 'tab' | 'date'>()
  const { member: me, reach } = useMe()
  const may = useMay()
  const [typed, setTyped] = useState('')
  const mayOthers = ['all', 'group'].includes(reach['availability.write'] ?? '')
  const groups = useNamed('/groups', '', may('availability.group'))
  const shown = useShownName(value, me.id)
  const label =
    value === me.id
      ? t('My availability')
      : value === 'organization'
        ? t('The whole organisation')
        : (shown ?? groups.find(({ id }) => value === `group:${id}`))?.name
  // What is chosen stands in the field, and is no search.
  const [search] = useDebouncedValue(typed === label ? '' : typed.trim(), 150)
  const members = useNamed('/members', search, mayOthers)
  const data = [
    {
      group: t('Me'),
      items: [{ value: me.id, label: t('My availability') }],
    },
    ...(may('availability.organization')
      ? [{ group: t('Organisation'), items: [{ value: 'organization', label: t('The whole organisation') }] }]
      : []),
    ...(groups.length > 0
      ? [{ group: t('Groups'), items: groups.map(({ id, name }) => ({ value: `group:${id}`, label: name })) }]
      : []),
    ...(mayOthers
      ? [
          {
            group: t('Someone else'),
            items: withShown(members, shown)
              .filter(({ id }) => id !== me.id)
              .map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      : []),
  ]
  return (
    <Select
      className={styles.whose}
      aria-label={t('Whose availability')}
      data={data}
      value={value}
      onChange={of =>
        setUrl({ of: of === me.id ? undefined : (of ?? undefined), tab: undefined, date: undefined })
      }
      allowDeselect={false}
      searchable={mayOthers}
      onSearchChange={setTyped}
      nothingFoundMessage={t('Nothing found.')}
    />
  )
}

function useNamed(path: string, search: string, enabled: boolean): Named[] {
  const { data } = useQuery({
    queryKey: [path, 'named', search],
    queryFn: ({ signal }) => api.get<{ items: Named[] }>(path, { search, limit: 100 }, signal),
    placeholderData: keepPreviousData,
    enabled,
  })
  return data?.items ?? []
}

/** Whoever the address names, who may not be among those found. */
function useShownName(value: string, me: string): Named | undefined {
  const isMember = value !== me && value !== 'organization' && !value.startsWith('group:')
  const { data } = useQuery({
    queryKey: ['/members', value, 'name'],
    queryFn: ({ signal }) => api.get<Named>(`/members/${value}`, undefined, signal),
    enabled: isMember,
  })
  return isMember ? data : undefined
}

const withShown = (members: Named[], shown: Named | undefined) =>
  shown && !members.some(({ id }) => id === shown.id) ? [shown, ...members] : members
