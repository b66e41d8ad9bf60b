import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { GroupItem, GroupMember } from '../../../src/features/groups/schema.ts'
import type { ActionItem } from '../../ui/ActionMenu.tsx'
import { formatDate, formatNumber, t } from '../../ui/language.ts'
import type { Column } from '../../ui/list/columns.ts'
import { ListPage } from '../../ui/list/ListPage.tsx'
import { useList } from '../../ui/list/useList.ts'
import { MemberName } from '../../ui/MemberName.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { RemoveFromGroupDialog } from '../members/RemoveFromGroupDialog.tsx'
import { CannotHost } from '../members/CannotHost.tsx'
import { useSetGroupRoles } from '../members/useSetGroupRoles.ts'
import { groupRoleNames, memberStates, nameOf, roleNames } from '../members/words.ts'
import { useMay } from '../shell/session.ts'
import { AddMembersDialog } from './AddMembersDialog.tsx'
import { MembershipDialog } from './MembershipDialog.tsx'

export function MembersTab({ group }: { group: GroupItem }) {
  const { search } = useSearch({ from: '/framed/groups/$groupId' })
  const may = useMay()
  const list = useList<GroupMember>(`/groups/${group.id}/members`, { search })
  const setRoles = useSetGroupRoles()
  const [isAdding, setAdding] = useState(false)
  const [changing, setChanging] = useState<{ members: GroupMember[]; clear: () => void }>()
  const [leaving, setLeaving] = useState<{ members: GroupMember[]; clear: () => void }>()
  const isLive = group.deletedAt === null
  const bulk = (members: GroupMember[], clear: () => void): ActionItem[] => [
    ...(group.may.setRoles && isLive
      ? [
          {
            label: t('Add group role'),
            items: (['operator', 'manager'] as const).map(role => ({
              label: groupRoleNames()[role],
              onSelect: () => void setRoles(group, members.map(named), role, clear),
            })),
          },
          ...(members.some(({ groupRole }) => groupRole)
            ? [
                {
                  label: t('Remove group role'),
                  onSelect: () => void setRoles(group, members.map(named), null, clear),
                },
              ]
            : []),
        ]
      : []),
    ...(group.may.setMembers && isLive
      ? [{ label: t('Priority and end date'), onSelect: () => setChanging({ members, clear }) }]
      : []),
    {
      label: t('{count, plural, one {Remove assigned member} other {Remove assigned members}}', {
        count: members.length,
      }),
      danger: true,
      onSelect: () => setLeaving({ members, clear }),
    },
  ]
  const add = group.may.setMembers && isLive && (
    <Button leftSection={<IconUserPlus />} onClick={() => setAdding(true)}>
      {t('Add members')}
    </Button>
  )
  const mayRemove = group.may.setMembers || (!isLive && may('groups.delete'))
  return (
    <>
      <ListPage
        embedded
        title={t('Members')}
        count={list.count}
        action={add}
        list={list}
        columns={columns()}
        row={{
          id: member => member.memberId,
          name: nameOf,
          link: member => ({ to: '/members/$memberId', params: { memberId: member.memberId } }),
          card: member => ({
            title: nameOf(member),
            detail: roleWords(member),
            aside: <Unusual member={member} />,
          }),
        }}
        search={t('Search members')}
        bulk={mayRemove ? bulk : undefined}
        empty={{
          text: isLive
            ? t('Members added to this group see its clients.')
            : t('Nobody was in this group when it was deleted.'),
          action: add,
        }}
      />
      {isAdding && <AddMembersDialog group={group} close={() => setAdding(false)} />}
      {changing && (
        <MembershipDialog
          group={group}
          members={changing.members}
          done={changing.clear}
          close={() => setChanging(undefined)}
        />
      )}
      {leaving && (
        <RemoveFromGroupDialog
          members={leaving.members.map(named)}
          group={group}
          done={leaving.clear}
          close={() => setLeaving(undefined)}
        />
      )}
    </>
  )
}

const named = ({ memberId, name, email, groupRole }: GroupMember) => ({
  id: memberId,
  name,
  email,
  groupRole,
})

/** Active and able to host is what a member is, and needs no badge in every row. */
function Unusual({ member: { status, canHost } }: { member: GroupMember }) {
  if (status === 'active') return canHost ? null : <CannotHost />
  const { label, tone } = memberStates()[status]
  return <StatusBadge tone={tone}>{label}</StatusBadge>
}

const roleWords = ({ role, groupRole }: GroupMember) =>
  groupRole ? `${roleNames()[role]} · ${groupRoleNames()[groupRole]}` : roleNames()[role]

const columns = (): Column<GroupMember>[] => [
  {
    id: 'name',
    header: t('Name'),
    grow: 2,
    cell: member => <MemberName name={nameOf(member)} detail={member.email} />,
  },
  { id: 'status', header: t('Status'), wideOnly: true, cell: member => <Unusual member={member} /> },
  {
    id: 'groupRole',
    header: t('Group role'),
    cell: member => (member.groupRole ? groupRoleNames()[member.groupRole] : '–'),
  },
  { id: 'role', header: t('Role'), wideOnly: true, cell: member => roleNames()[member.role] },
  {
    id: 'priority',
    header: t('Priority'),
    align: 'end',
    wideOnly: true,
    cell: ({ priority }) => formatNumber(priority),
  },
  {
    id: 'until',
    header: t('Until'),
    align: 'end',
    wideOnly: true,
    cell: ({ expiresAt }) => (expiresAt ? formatDate(expiresAt) : '–'),
  },
  { id: 'since', header: t('Since'), align: 'end', cell: member => <RelativeTime value={member.since} /> },
]
