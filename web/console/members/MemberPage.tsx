import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import { type ActionItem, ActionMenu } from '../../ui/ActionMenu.tsx'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Detail } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { AccessTab } from './AccessTab.tsx'
import { HostingTab } from './HostingTab.tsx'
import { ProfileTab } from './ProfileTab.tsx'
import { RemoveMembersDialog } from './RemoveMembersDialog.tsx'
import { RoleDialog } from './RoleDialog.tsx'
import { SuspendDialog } from './SuspendDialog.tsx'
import { memberStates, nameOf, roleNames } from './words.ts'

export function MemberPage() {
  const { memberId } = useParams({ from: '/framed/members/$memberId' })
  const query = useQuery({
    queryKey: ['/members', memberId],
    queryFn: ({ signal }) => api.get<MemberItem>(`/members/${memberId}`, undefined, signal),
  })
  return <Loaded query={query}>{member => <MemberDetail member={member} />}</Loaded>
}

type Open = 'role' | 'suspend' | 'revoke' | 'remove'

function MemberDetail({ member }: { member: MemberItem }) {
  const [open, setOpen] = useState<Open>()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { label, tone } = memberStates()[member.status]
  const close = () => setOpen(undefined)
  const renew = () => queryClient.invalidateQueries()
  const run = (work: () => Promise<unknown>, done: string) => async () => {
    try {
      await work()
      await renew()
      toast(done)
    } catch (error) {
      toastProblem(error)
    }
  }
  const actions = actionsFor(member, setOpen, run)
  return (
    <>
      <Detail
        title={nameOf(member)}
        subtitle={`${roleNames()[member.role]} · ${member.email}`}
        status={<StatusBadge tone={tone}>{label}</StatusBadge>}
        back={{ label: t('Members'), to: '/members' }}
        actions={
          actions.length > 0 && (
            <ActionMenu items={actions}>
              <Button variant="default">{t('Action')}</Button>
            </ActionMenu>
          )
        }
        tabs={[
          { key: 'profile', label: t('Profile'), content: () => <ProfileTab member={member} /> },
          { key: 'hosting', label: t('Hosting'), content: () => <HostingTab member={member} /> },
          { key: 'access', label: t('Access'), content: () => <AccessTab member={member} /> },
        ]}
      />
      {open === 'role' && <RoleDialog members={[member]} done={close} close={close} />}
      {open === 'suspend' && <SuspendDialog members={[member]} done={close} close={close} />}
      {open === 'remove' && (
        <RemoveMembersDialog
          members={[member]}
          done={() => void navigate({ to: '/members' })}
          close={close}
        />
      )}
      <RevokeDialog member={member} opened={open === 'revoke'} close={close} />
    </>
  )
}

type Run = (work: () => Promise<unknown>, done: string) => () => Promise<void>

function actionsFor(member: MemberItem, open: (dialog: Open) => void, run: Run): ActionItem[] {
  const items: ActionItem[] = []
  if (member.may.setRole) items.push({ label: t('Change role'), onSelect: () => open('role') })
  if (member.may.invite && member.status === 'invited') {
    const again = run(() => api.create(`/members/${member.id}/invitation`, {}), t('Invitation sent again.'))
    items.push({ label: t('Send invitation again'), onSelect: () => void again() })
    items.push({ label: t('Revoke invitation'), danger: true, onSelect: () => open('revoke') })
  }
  if (member.may.suspend && member.status === 'active')
    items.push({ label: t('Suspend'), danger: true, onSelect: () => open('suspend') })
  if (member.may.suspend && member.status === 'suspended') {
    const reinstate = run(() => api.delete(`/members/${member.id}/suspension`), t('Member reinstated.'))
    items.push({ label: t('Reinstate'), onSelect: () => void reinstate() })
  }
  if (member.may.remove) items.push({ label: t('Remove'), danger: true, onSelect: () => open('remove') })
  return items
}

function RevokeDialog({ member, opened, close }: { member: MemberItem; opened: boolean; close: () => void }) {
  const queryClient = useQueryClient()
  const revoke = async () => {
    await api.delete(`/members/${member.id}/invitation`)
    // The member is gone with the invitation: this page has nothing to show any more.
    history.back()
    await queryClient.invalidateQueries({ queryKey: ['/members', 'list'] })
    toast(t('Invitation revoked.'))
  }
  return (
    <ConfirmDialog
      opened={opened}
      danger
      title={t('Revoke the invitation of {name}?', { name: nameOf(member) })}
      verb={t('Revoke invitation')}
      onConfirm={revoke}
      onClose={close}
    >
      <p>{t('The link stops working, and the person leaves the list of members.')}</p>
    </ConfirmDialog>
  )
}
