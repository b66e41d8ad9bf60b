import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import type { GroupItem, GroupMember, GroupRolesChanged } from '../../../src/features/groups/schema.ts'
import type { ActionItem } from '../../ui/ActionMenu.tsx'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import type { Column } from '../../ui/list/columns.ts'
import { ListPage } from '../../ui/list/ListPage.tsx'
import { useList } from '../../ui/list/useList.ts'
import { MemberName } from '../../ui/MemberName.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { RemoveFromGroupDialog } from '../members/RemoveFromGroupDialog.tsx'
import { type GroupRole, groupRoleNames, memberStates, nameOf, roleNames } from '../members/words.ts'
import { useMay } from '../shell/session.ts'
import { AddMembersDialog } from './AddMembersDialog.tsx'

type Changed = z.infer<typeof GroupRolesChanged>

export function MembersTab({ group }: { group: GroupItem }) {
  const { search } = useSearch({ from: '/framed/groups/$groupId' })
  const may = useMay()
  const list = useList<GroupMember>(`/groups/${group.id}/members`, { search })
  const setRoles = useSetRoles(group)
  const [isAdding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<{ members: GroupMember[]; clear: () => void }>()
  const isLive = group.deletedAt === null
  const bulk = (members: GroupMember[], clear: () => void): ActionItem[] => [
    ...(group.may.setRoles && isLive
      ? [
          {
            label: t('Add group role'),
            items: (['operator', 'manager'] as const).map(role => ({
              label: groupRoleNames()[role],
              onSelect: () => void setRoles(members, role, clear),
            })),
          },
          ...(members.some(({ groupRole }) => groupRole)
            ? [{ label: t('Remove group role'), onSelect: () => void setRoles(members, null, clear) }]
            : []),
        ]
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
            aside: <Unusual status={member.status} />,
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
      {leaving && (
        <RemoveFromGroupDialog
          members={leaving.members.map(member => ({ ...member, id: member.memberId }))}
          group={group}
          done={leaving.clear}
          close={() => setLeaving(undefined)}
        />
      )}
    </>
  )
}

/** Active is what a member is, and needs no badge in every row. */
function Unusual({ status }: Pick<GroupMember, 'status'>) {
  if (status === 'active') return null
  const { label, tone } = memberStates()[status]
  return <StatusBadge tone={tone}>{label}</StatusBadge>
}

/** Takes effect at once, replaces the present role, and can be undone. */
function useSetRoles(group: GroupItem) {
  const queryClient = useQueryClient()
  const path = `/groups/${group.id}/members/roles`
  const give = async (members: GroupMember[], groupRole: GroupRole | null) => {
    const memberIds = members.map(({ memberId }) => memberId)
    const { consequences } = await api.put<Changed>(path, { memberIds, groupRole })
    return consequences
  }
  return async (members: GroupMember[], groupRole: GroupRole | null, done: () => void) => {
    try {
      const { gains, othersGain } = await give(members, groupRole)
      // Before the rows are renewed: what is ticked from then on is for the next action.
      done()
      await queryClient.invalidateQueries()
      const undo = async () => {
        for (const before of [null, 'operator', 'manager'] as const) {
          const had = members.filter(member => member.groupRole === before)
          if (had.length > 0) await give(had, before)
        }
        await queryClient.invalidateQueries()
      }
      toast([said(members, groupRole), seesMore(gains.length + othersGain)].filter(Boolean).join(' '), undo)
    } catch (error) {
      toastProblem(error)
    }
  }
}

const said = (members: GroupMember[], groupRole: GroupRole | null) =>
  members.length === 1
    ? groupRole
      ? t('{name} is now {role}.', { name: nameOf(members[0]!), role: groupRoleNames()[groupRole] })
      : t('{name} has no group role any more.', { name: nameOf(members[0]!) })
    : groupRole
      ? t('{count} members are now {role}.', { count: members.length, role: groupRoleNames()[groupRole] })
      : t('{count} members have no group role any more.', { count: members.length })

const seesMore = (count: number) =>
  count === 0
    ? ''
    : t('{count, plural, one {# person sees more clients by it.} other {# people see more clients by it.}}', {
        count,
      })

const roleWords = ({ role, groupRole }: GroupMember) =>
  groupRole ? `${roleNames()[role]} · ${groupRoleNames()[groupRole]}` : roleNames()[role]

const columns = (): Column<GroupMember>[] => [
  {
    id: 'name',
    header: t('Name'),
    grow: 2,
    cell: member => <MemberName name={nameOf(member)} detail={member.email} />,
  },
  { id: 'status', header: t('Status'), wideOnly: true, cell: ({ status }) => <Unusual status={status} /> },
  {
    id: 'groupRole',
    header: t('Group role'),
    cell: member => (member.groupRole ? groupRoleNames()[member.groupRole] : '–'),
  },
  { id: 'role', header: t('Role'), wideOnly: true, cell: member => roleNames()[member.role] },
  { id: 'since', header: t('Since'), align: 'end', cell: member => <RelativeTime value={member.since} /> },
]
