import { Select } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { GroupItem, MembersAdded } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { toast } from '../../ui/toast.tsx'
import { MemberPicker, type Named } from '../clients/MemberPicker.tsx'
import { useDryRun } from '../members/consequences.ts'
import { type GroupRole, groupRoleNames } from '../members/words.ts'
import styles from './groups.module.css'

type Added = z.infer<typeof MembersAdded>

/** Existing members, found by name or address, with what they will see by it. */
export function AddMembersDialog({ group, close }: { group: GroupItem; close: () => void }) {
  const queryClient = useQueryClient()
  const [members, setMembers] = useState<Named[]>([])
  const [groupRole, setGroupRole] = useState<GroupRole | null>(null)
  const memberIds = members.map(({ id }) => id)
  const path = `/groups/${group.id}/members`
  const preview = useDryRun([path, memberIds, groupRole], async () =>
    memberIds.length === 0 ? undefined : api.post<Added>(path, { memberIds, groupRole, dryRun: true }),
  )
  const add = async () => {
    const { added } = await api.create<Added>(path, { memberIds, groupRole })
    await queryClient.invalidateQueries()
    toast(
      t('{count, plural, one {# member added to {group}.} other {# members added to {group}.}}', {
        count: added.length,
        group: group.name,
      }),
    )
  }
  const alreadyIn = members.filter(({ id }) => preview.data?.alreadyIn.includes(id))
  return (
    <ConfirmDialog
      opened
      wide
      title={t('Add members to {group}', { group: group.name })}
      verb={t('{count, plural, =0 {Add members} one {Add # member} other {Add # members}}', {
        count: preview.data?.added.length ?? 0,
      })}
      waiting={!preview.data || preview.data.added.length === 0}
      onConfirm={add}
      onClose={close}
    >
      <MemberPicker label={t('Members')} chosen={members} onChange={setMembers} />
      <Select
        label={t('Group role')}
        data={Object.entries(groupRoleNames()).map(([value, label]) => ({ value, label }))}
        placeholder={t('None')}
        value={groupRole}
        onChange={value => setGroupRole(value as GroupRole | null)}
        clearable
        clearButtonProps={{ 'aria-label': t('Clear') }}
      />
      {alreadyIn.length > 0 && (
        <p className={styles.note}>
          {t('{count, plural, one {# is in the group already} other {# are in the group already}}', {
            count: alreadyIn.length,
          })}
        </p>
      )}
      {memberIds.length > 0 && (
        <Loaded query={preview}>
          {answer => (answer ? <ConsequencesPanel {...answer.consequences} /> : null)}
        </Loaded>
      )}
    </ConfirmDialog>
  )
}
