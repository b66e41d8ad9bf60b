import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { GroupItem, GroupMember } from '../../../src/features/groups/schema.ts'
import type { ActionItem } from '../../ui/ActionMenu.tsx'
import { api } from '../../ui/api.ts'
import { formatList, t } from '../../ui/language.ts'
import type { Column } from '../../ui/list/columns.ts'
import { ListPage } from '../../ui/list/ListPage.tsx'
import { useList } from '../../ui/list/useList.ts'
import { MemberName } from '../../ui/MemberName.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { RemoveFromGroupDialog } from '../members/RemoveFromGroupDialog.tsx'
import { type GroupRole, groupRoleNames, nameOf, roleNames } from '../members/words.ts'
import { useMay } from '../shell/session.ts'
import { AddMembersDialog } from './AddMembersDialog.tsx'
import styles from './groups.module.css'

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
              onSelect: () => void setRoles(members, role).then(clear),
            })),
          },
          ...(members.some(({ groupRole }) => groupRole)
            ? [{ label: t('Remove group role'), onSelect: () => void setRoles(members, null).then(clear) }]
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
    <span className={styles.link}>
      {may('members.invite') && (
        <Button
          variant="default"
          component={Link}
          to="/members/invite"
          search={{ groupId: group.id } as never}
        >
          {t('Paste addresses')}
        </Button>
      )}
      <Button onClick={() => setAdding(true)}>{t('Add members')}</Button>
    </span>
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
          card: member => ({ title: nameOf(member), detail: roleWords(member) }),
        }}
        search={t('Search members')}
        bulk={mayRemove ? bulk : undefined}
        empty={{ text: t('Members added to this group see its clients.'), action: add }}
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

/** Takes effect at once, replaces the present role, and can be undone. */
function useSetRoles(group: GroupItem) {
  const queryClient = useQueryClient()
  const path = `/groups/${group.id}/members/roles`
  const give = async (members: GroupMember[], groupRole: GroupRole | null) => {
    await api.put(path, { memberIds: members.map(({ memberId }) => memberId), groupRole })
    await queryClient.invalidateQueries()
  }
  return async (members: GroupMember[], groupRole: GroupRole | null) => {
    try {
      await give(members, groupRole)
      const names = formatList(members.slice(0, 3).map(nameOf))
      const undo = async () => {
        for (const before of [null, 'operator', 'manager'] as const) {
          const had = members.filter(member => member.groupRole === before)
          if (had.length > 0) await give(had, before)
        }
      }
      toast(
        groupRole
          ? t('{role}: {names}', { role: groupRoleNames()[groupRole], names })
          : t('Group role removed: {names}', { names }),
        undo,
      )
    } catch (error) {
      toastProblem(error)
    }
  }
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
  {
    id: 'groupRole',
    header: t('Group role'),
    cell: member => (member.groupRole ? groupRoleNames()[member.groupRole] : '–'),
  },
  { id: 'role', header: t('Role'), wideOnly: true, cell: member => roleNames()[member.role] },
  { id: 'since', header: t('Since'), align: 'end', cell: member => <RelativeTime value={member.since} /> },
]
