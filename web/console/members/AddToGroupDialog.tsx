import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { GroupItem, MembersAdded } from '../../../src/features/groups/schema.ts'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { toldAdded } from './added.ts'
import { useDryRun } from './consequences.ts'
import styles from './dialogs.module.css'
import { GroupRoleSelect } from './GroupRoleSelect.tsx'
import { HostableTypes } from './HostableTypes.tsx'
import { NameList } from './NameList.tsx'
import type { GroupRole } from './words.ts'

type Added = z.infer<typeof MembersAdded>
type Given = {
  members: MemberItem[]
  group: GroupItem
  done: () => void
  close: () => void
}

/** An overview of who will be in the group, and who sees more by it, before anybody is. */
export function AddToGroupDialog({ members, group, done, close }: Given) {
  const queryClient = useQueryClient()
  const [groupRole, setGroupRole] = useState<GroupRole | null>(null)
  const memberIds = members.map(({ id }) => id)
  const path = `/groups/${group.id}/members`
  const preview = useDryRun([path, memberIds, groupRole], () =>
    api.post<Added>(path, { memberIds, groupRole, dryRun: true }),
  )
  const add = async () => {
    const answer = await api.create<Added>(path, { memberIds, groupRole })
    const isFirst = named(answer.added).some(
      ({ role, groups }) => role === 'operations' && groups.length === 0,
    )
    await toldAdded(group, answer, queryClient, isFirst)
    done()
  }
  const named = (ids: string[]) => members.filter(({ id }) => ids.includes(id))
  return (
    <ConfirmDialog
      opened
      wide
      title={t('Add to group')}
      verb={t('Add to group')}
      waiting={!preview.data || preview.data.added.length === 0}
      onConfirm={add}
      onClose={close}
    >
      <p className={styles.target}>
        <GroupLabel id={group.id} name={group.name} />
      </p>
      {group.may.setRoles && <GroupRoleSelect value={groupRole} onChange={setGroupRole} />}
      <Loaded query={preview}>
        {({ added, alreadyIn, consequences }) => (
          <>
            <NameList
              title={t(
                '{count, plural, =0 {Nobody will be added} one {# will be added} other {# will be added}}',
                { count: added.length },
              )}
              members={named(added)}
            />
            {alreadyIn.length > 0 && (
              <NameList
                title={t(
                  '{count, plural, one {# is in the group already} other {# are in the group already}}',
                  { count: alreadyIn.length },
                )}
                members={named(alreadyIn)}
              />
            )}
            <HostableTypes group={group} />
            <ConsequencesPanel {...consequences} />
          </>
        )}
      </Loaded>
    </ConfirmDialog>
  )
}
