import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import { GroupLabels } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import type { Column } from '../../ui/list/columns.ts'
import { ListPage } from '../../ui/list/ListPage.tsx'
import { useList } from '../../ui/list/useList.ts'
import { MemberName } from '../../ui/MemberName.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { useGroups } from '../groups/useGroups.ts'
import { useMay, useMe } from '../shell/session.ts'
import { AddToGroupDialog } from './AddToGroupDialog.tsx'
import styles from './MembersPage.module.css'
import { memberActions, type MemberWork } from './memberActions.tsx'
import { PeopleTabs } from './PeopleTabs.tsx'
import { CannotHost } from './CannotHost.tsx'
import { RemoveFromGroupDialog } from './RemoveFromGroupDialog.tsx'
import { RemoveMembersDialog } from './RemoveMembersDialog.tsx'
import { RoleDialog } from './RoleDialog.tsx'
import { SuspendDialog } from './SuspendDialog.tsx'
import { useSetGroupRoles } from './useSetGroupRoles.ts'
import { groupRoleNames, memberStates, nameOf, roleNames } from './words.ts'

export function MembersPage() {
  const search = useSearch({ from: '/framed/members' })
  const may = useMay()
  const list = useList<MemberItem>('/members', search)
  const groups = useGroups()
  const { member: me } = useMe()
  const setGroupRole = useSetGroupRoles()
  const [work, setWork] = useState<MemberWork>()
  const invite = may('members.invite') && (
    <Button component={Link} to="/members/invite" leftSection={<IconUserPlus />}>
      {t('Invite members')}
    </Button>
  )
  const mayChange = changing.some(may)
  const close = () => setWork(undefined)
  return (
    <>
      <ListPage
        title={t('Members')}
        count={list.count}
        action={invite}
        above={<PeopleTabs />}
        list={list}
        columns={columns()}
        row={{
          id: member => member.id,
          name: nameOf,
          link: member => ({ to: '/members/$memberId', params: { memberId: member.id } }),
          card: member => ({
            title: nameOf(member),
            detail: <CardDetail member={member} />,
            aside: <CardStatus member={member} />,
          }),
        }}
        search={t('Search name or email')}
        filters={[
          { key: 'role', label: t('Role'), options: optionsOf(roleNames()) },
          {
            key: 'groupId',
            label: t('Group'),
            options: [
              { value: 'none', label: t('No group') },
              ...groups.map(({ id, name }) => ({ value: id, label: name })),
            ],
          },
          {
            key: 'canHost',
            label: t('Hosting'),
            options: [
              { value: 'false', label: t('Cannot host yet') },
              { value: 'true', label: t('Can host') },
            ],
          },
          {
            key: 'status',
            label: t('Status'),
            options: Object.entries(memberStates()).map(([value, { label }]) => ({ value, label })),
          },
        ]}
        bulk={
          mayChange
            ? (members, clear) =>
                memberActions({
                  members,
                  groups,
                  may,
                  myRole: me.role,
                  start: setWork,
                  setGroupRole,
                  clear,
                })
            : undefined
        }
        empty={{
          text: t('The people of your organisation appear here once they are invited.'),
          action: invite,
        }}
      />
      {work?.kind === 'add' && <AddToGroupDialog {...work} close={close} />}
      {work?.kind === 'remove' && <RemoveFromGroupDialog {...work} close={close} />}
      {work?.kind === 'role' && <RoleDialog {...work} close={close} />}
      {work?.kind === 'suspend' && <SuspendDialog {...work} close={close} />}
      {work?.kind === 'leave' && <RemoveMembersDialog {...work} close={close} />}
    </>
  )
}

/** Whoever may do none of these has nothing to tick members for. */
const changing = [
  'groups.set-members',
  'groups.set-roles',
  'members.set-role',
  'members.suspend',
  'members.remove',
]

const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

const columns = (): Column<MemberItem>[] => [
  {
    id: 'name',
    header: t('Name'),
    grow: 2,
    cell: member => <MemberName name={nameOf(member)} detail={member.email} />,
  },
  { id: 'role', header: t('Role'), grow: 1, cell: member => roleNames()[member.role] },
  { id: 'groups', header: t('Groups'), grow: 2, wideOnly: true, cell: member => <Groups member={member} /> },
  { id: 'status', header: t('Status'), grow: 1.5, cell: member => <Status member={member} /> },
]

function Groups({ member }: { member: MemberItem }) {
  if (member.groups.length === 0) return '–'
  const labels = member.groups.map(({ groupRole, ...group }) => ({
    ...group,
    note: groupRole ? groupRoleNames()[groupRole] : undefined,
  }))
  return <GroupLabels groups={labels} />
}

function CardDetail({ member }: { member: MemberItem }) {
  const role = roleNames()[member.role]
  if (member.groups.length === 0) return role
  return (
    <span className={styles.cardDetail}>
      <span>{role}</span>
      <GroupLabels groups={member.groups} shown={1} />
    </span>
  )
}

function Status({ member }: { member: MemberItem }) {
  const { label, tone } = memberStates()[member.status]
  return (
    <span className={styles.status}>
      <StatusBadge tone={tone}>{label}</StatusBadge>
      {cannotHost(member) && <CannotHost />}
    </span>
  )
}

/** There is no room for two on a phone, and that somebody is active goes without saying. */
const CardStatus = ({ member }: { member: MemberItem }) =>
  cannotHost(member) ? <CannotHost /> : <Status member={member} />

/** Matters of whoever can be booked at all. */
const cannotHost = ({ status, canHost }: MemberItem) => status === 'active' && !canHost
