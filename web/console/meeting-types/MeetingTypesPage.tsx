import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, useSearch } from '@tanstack/react-router'
import type { MeetingTypeItem } from '../../../src/features/meeting-types/schema.ts'
import { GroupLabels } from '../../ui/GroupLabel.tsx'
import { formatMinutes, formatNumber, t } from '../../ui/language.ts'
import type { Column } from '../../ui/list/columns.ts'
import { ListPage } from '../../ui/list/ListPage.tsx'
import { useList } from '../../ui/list/useList.ts'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { useGroups } from '../groups/useGroups.ts'
import { useMay } from '../shell/session.ts'

export function MeetingTypesPage() {
  const search = useSearch({ from: '/framed/meeting-types' })
  const may = useMay()
  const list = useList<MeetingTypeItem>('/meeting-types', search)
  const groups = useGroups()
  const create = may('meeting-types.write') && (
    <Button component={Link} to="/meeting-types/new" leftSection={<IconPlus />}>
      {t('Create meeting type')}
    </Button>
  )
  return (
    <ListPage
      title={t('Meeting types')}
      count={list.count}
      action={create}
      list={list}
      columns={columns()}
      row={{
        id: type => type.id,
        name: type => type.name,
        link: type => ({ to: '/meeting-types/$meetingTypeId', params: { meetingTypeId: type.id } }),
        card: type => ({
          title: type.name,
          detail: cardDetail(type),
          aside: <State type={type} />,
        }),
      }}
      search={t('Search meeting types')}
      filters={[
        {
          key: 'groupId',
          label: t('Group'),
          options: groups.map(({ id, name }) => ({ value: id, label: name })),
        },
        { key: 'host', label: t('Hosted by'), options: [{ value: 'me', label: t('me') }] },
        {
          key: 'active',
          label: t('Status'),
          options: [
            { value: 'true', label: t('Active') },
            { value: 'false', label: t('Disabled') },
          ],
        },
      ]}
      empty={{
        text: may('meeting-types.write')
          ? t('What clients can book: how long it takes, where it is, and who can host it.')
          : t('The meeting types of your groups, and those you host, appear here.'),
        action: create,
      }}
    />
  )
}

/** Active is what a type is, and needs no badge in every row; without a host it cannot be booked. */
export function State({ type }: { type: Pick<MeetingTypeItem, 'active' | 'hosts'> }) {
  if (!type.active) return <StatusBadge tone="grey">{t('Disabled')}</StatusBadge>
  if (type.hosts === 0) return <StatusBadge tone="amber">{t('No host')}</StatusBadge>
  return null
}

export const cardDetail = ({ durationMinutes, hosts }: MeetingTypeItem) =>
  t('{duration} · {count, plural, =0 {nobody can host it} one {# host} other {# hosts}}', {
    duration: formatMinutes(durationMinutes),
    count: hosts,
  })

function Groups({ type }: { type: MeetingTypeItem }) {
  if (type.groups.length + type.otherGroups === 0) return '–'
  const others = t('{count, plural, one {# other} other {# others}}', { count: type.otherGroups })
  return (
    <>
      <GroupLabels groups={type.groups} /> {type.otherGroups > 0 && others}
    </>
  )
}

export const columns = (): Column<MeetingTypeItem>[] => [
  { id: 'name', header: t('Name'), grow: 2, cell: type => type.name },
  { id: 'duration', header: t('Duration'), cell: type => formatMinutes(type.durationMinutes) },
  { id: 'hosts', header: t('Hosts'), align: 'end', cell: type => formatNumber(type.hosts) },
  { id: 'groups', header: t('Groups'), grow: 2, wideOnly: true, cell: type => <Groups type={type} /> },
  {
    id: 'link',
    header: t('Link'),
    grow: 1.5,
    wideOnly: true,
    cell: type => (type.link ? `/m/${type.link}` : '–'),
  },
  { id: 'state', header: t('Status'), cell: type => <State type={type} /> },
]
