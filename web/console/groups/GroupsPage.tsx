import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link, useSearch } from '@tanstack/react-router'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { formatNumber, t } from '../../ui/language.ts'
import type { Column } from '../../ui/list/columns.ts'
import { ListPage } from '../../ui/list/ListPage.tsx'
import { useList } from '../../ui/list/useList.ts'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { PeopleTabs } from '../members/PeopleTabs.tsx'
import { useMay } from '../shell/session.ts'
import { UngroupedNotice } from './UngroupedNotice.tsx'

export function GroupsPage() {
  const search = useSearch({ from: '/framed/groups' })
  const may = useMay()
  const list = useList<GroupItem>('/groups', search)
  const create = may('groups.create') && (
    <Button component={Link} to="/groups/new" leftSection={<IconPlus />}>
      {t('Create new group')}
    </Button>
  )
  return (
    <ListPage
      title={t('Groups')}
      count={list.count}
      action={create}
      above={
        <>
          <PeopleTabs />
          {may('organization.update') && <UngroupedNotice />}
        </>
      }
      list={list}
      columns={search.deleted ? [...columns(), deletedAt()] : columns()}
      row={{
        id: group => group.id,
        name: group => group.name,
        link: group => ({ to: '/groups/$groupId', params: { groupId: group.id } }),
        card: group => ({
          title: <Label group={group} />,
          detail: t(
            '{members, plural, one {# member} other {# members}}, {clients, plural, one {# client} other {# clients}}',
            { members: group.members, clients: group.clients },
          ),
        }),
      }}
      search={t('Search groups')}
      filters={[{ key: 'deleted', label: t('Deleted') }]}
      empty={{
        text: may('groups.create')
          ? t('Groups decide who sees which clients. Create one for each branch, region or team.')
          : t('The groups you are in appear here.'),
        action: create,
      }}
    />
  )
}

const Label = ({ group }: { group: GroupItem }) => (
  <GroupLabel id={group.id} name={group.name} deleted={group.deletedAt !== null} />
)

const columns = (): Column<GroupItem>[] => [
  { id: 'name', header: t('Name'), grow: 2, cell: group => <Label group={group} /> },
  {
    id: 'link',
    header: t('Link'),
    grow: 1.5,
    wideOnly: true,
    cell: group => group.link && `/g/${group.link}`,
  },
  { id: 'members', header: t('Members'), align: 'end', cell: group => formatNumber(group.members) },
  {
    id: 'meetingTypes',
    header: t('Meeting types'),
    align: 'end',
    wideOnly: true,
    cell: group => formatNumber(group.meetingTypes),
  },
  {
    id: 'flows',
    header: t('Flows'),
    align: 'end',
    wideOnly: true,
    cell: group => (group.flows === 0 ? t('all') : formatNumber(group.flows)),
  },
  { id: 'clients', header: t('Clients'), align: 'end', cell: group => formatNumber(group.clients) },
]

const deletedAt = (): Column<GroupItem> => ({
  id: 'deletedAt',
  header: t('Deleted'),
  align: 'end',
  cell: group => group.deletedAt && <RelativeTime value={group.deletedAt} />,
})
