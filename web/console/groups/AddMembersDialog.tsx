import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import type { GroupItem, MembersAdded } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { MemberPicker, type Named } from '../clients/MemberPicker.tsx'
import { toldAdded } from '../members/added.ts'
import { useDryRun } from '../members/consequences.ts'
import { GroupRoleSelect } from '../members/GroupRoleSelect.tsx'
import { HostableTypes } from '../members/HostableTypes.tsx'
import type { GroupRole } from '../members/words.ts'
import { useMay } from '../shell/session.ts'
import styles from './groups.module.css'

type Added = z.infer<typeof MembersAdded>

/** Existing members, found by name or address, with what they will see by it. */
export function AddMembersDialog({ group, close }: { group: GroupItem; close: () => void }) {
  const queryClient = useQueryClient()
  const may = useMay()
  const [members, setMembers] = useState<Named[]>([])
  const [groupRole, setGroupRole] = useState<GroupRole | null>(null)
  const memberIds = members.map(({ id }) => id)
  const path = `/groups/${group.id}/members`
  const preview = useDryRun(
    [path, memberIds, groupRole],
    () => api.post<Added>(path, { memberIds, groupRole, dryRun: true }),
    memberIds.length > 0,
  )
  const add = async () =>
    toldAdded(group, await api.create<Added>(path, { memberIds, groupRole }), queryClient)
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
      <div>
        <MemberPicker label={t('Members')} chosen={members} onChange={setMembers} withoutGroup={group.id} />
        {may('members.invite') && (
          <p className={styles.hint}>
            {t('Not a member yet?')}{' '}
            <Link to="/members/invite" search={{ groupId: group.id }}>
              {t('Paste addresses')}
            </Link>
          </p>
        )}
      </div>
      {group.may.setRoles && <GroupRoleSelect value={groupRole} onChange={setGroupRole} />}
      {alreadyIn.length > 0 && (
        <p className={styles.note}>
          {t('{count, plural, one {# is in the group already} other {# are in the group already}}', {
            count: alreadyIn.length,
          })}
        </p>
      )}
      {memberIds.length > 0 && <HostableTypes group={group} />}
      {memberIds.length > 0 && (
        <Loaded query={preview}>{({ consequences }) => <ConsequencesPanel {...consequences} />}</Loaded>
      )}
    </ConfirmDialog>
  )
}
