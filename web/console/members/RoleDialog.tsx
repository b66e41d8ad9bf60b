import { Select } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Consequences, OnUngroup } from '../../../src/features/members/schema.ts'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { toast } from '../../ui/toast.tsx'
import { useMe } from '../shell/session.ts'
import { rehearsed, together, useDryRun } from './consequences.ts'
import { UngroupChoice } from './UngroupChoice.tsx'
import { nameOf, type Role, roleHints, roleNames, rolesGivenBy } from './words.ts'

type Given = { members: MemberItem[]; role?: Role; done: () => void; close: () => void }

/** One role for one or several members, after what it does to who sees what. */
export function RoleDialog({ members, role: wanted, done, close }: Given) {
  const queryClient = useQueryClient()
  const me = useMe()
  const [role, setRole] = useState<Role | null>(wanted ?? (members.length === 1 ? members[0]!.role : null))
  const [onUngroup, setOnUngroup] = useState<OnUngroup>()
  const [previewed, setPreviewed] = useState(0)
  const [changed, setChanged] = useState(0)
  const concerned = members.filter(member => member.role !== role)
  const preview = useDryRun(['role', concerned.map(({ id }) => id), role, onUngroup], async signal => {
    if (!role) return together([])
    const many: Consequences[] = []
    for (const { id } of concerned) {
      setPreviewed(many.length)
      many.push(
        await rehearsed(() => api.put(`/members/${id}/role`, { role, onUngroup, dryRun: true }, { signal })),
      )
    }
    return together(many)
  })
  const isUndecided = onUngroup === undefined && (preview.data?.ungrouped ?? []).length > 0
  const change = async () => {
    try {
      for (const [index, { id }] of concerned.entries()) {
        await api.put(`/members/${id}/role`, { role, onUngroup })
        setChanged(index + 1)
      }
    } finally {
      // One that is refused does not take back those before it.
      await queryClient.invalidateQueries()
    }
    done()
    toast(t('{count, plural, one {# role changed.} other {# roles changed.}}', { count: concerned.length }))
  }
  return (
    <ConfirmDialog
      opened
      wide
      title={
        members.length === 1
          ? t('Change the role of {name}', { name: nameOf(members[0]!) })
          : t('Change the role of {count} members', { count: members.length })
      }
      verb={t('{count, plural, =0 {Change role} one {Change # role} other {Change # roles}}', {
        count: concerned.length,
      })}
      waiting={!role || concerned.length === 0 || !preview.data || isUndecided}
      onConfirm={change}
      onClose={close}
    >
      <Select
        label={t('Role')}
        description={role ? roleHints()[role] : undefined}
        data={rolesGivenBy(me.member.role, false).map(value => ({ value, label: roleNames()[value] }))}
        value={role}
        onChange={value => {
          setRole(value)
          setOnUngroup(undefined)
        }}
        allowDeselect={false}
        data-autofocus
      />
      {preview.isFetching && concerned.length > 10 && (
        <ProgressBar label={t('Looking what it changes')} done={previewed} total={concerned.length} />
      )}
      {role && concerned.length > 0 && (
        <Loaded query={preview}>
          {consequences => (
            <>
              <UngroupChoice ungrouped={consequences.ungrouped} chosen={onUngroup} onChange={setOnUngroup} />
              {!isUndecided && <ConsequencesPanel {...consequences} />}
            </>
          )}
        </Loaded>
      )}
      {changed > 0 && concerned.length > 1 && (
        <ProgressBar label={t('Changing roles')} done={changed} total={concerned.length} />
      )}
    </ConfirmDialog>
  )
}
