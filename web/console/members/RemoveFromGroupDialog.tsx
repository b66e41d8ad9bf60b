import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { OnUngroup } from '../../../src/features/members/schema.ts'
import type { MembersRemoved } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { toast } from '../../ui/toast.tsx'
import { rehearsed, useDryRun, useLast } from './consequences.ts'
import { type Kept, MeetingsChoice } from './MeetingsChoice.tsx'
import { NameList } from './NameList.tsx'
import { UngroupChoice } from './UngroupChoice.tsx'
import type { GroupRole } from './words.ts'

type Removed = z.infer<typeof MembersRemoved>
export type Leaving = { id: string; name: string; email: string; groupRole?: GroupRole | null }
type Given = { members: Leaving[]; group: { id: string; name: string }; done: () => void; close: () => void }

/** Names who leaves, who would be left without a group, and what everybody sees afterwards. */
export function RemoveFromGroupDialog({ members, group, done, close }: Given) {
  const queryClient = useQueryClient()
  const [onUngroup, setOnUngroup] = useState<OnUngroup>()
  const [meetings, setMeetings] = useState<Kept>('keep')
  const memberIds = members.map(({ id }) => id)
  const path = `/groups/${group.id}/members`
  const preview = useDryRun([path, memberIds, onUngroup, meetings], async () => {
    let upcoming: Removed['meetings'] = []
    const consequences = await rehearsed(async () => {
      const body = { memberIds, onUngroup, meetings, dryRun: true }
      const answer = await api.post<Removed>(`${path}/removal`, body)
      upcoming = answer.meetings
      return answer
    })
    return { consequences, upcoming }
  })
  const isUndecided = onUngroup === undefined && (preview.data?.consequences.ungrouped ?? []).length > 0
  // A choice stays where it is, with the focus in it, while it is looked at what it does.
  const known = useLast(preview.data)
  const remove = async () => {
    const { removed } = await api.post<Removed>(`${path}/removal`, { memberIds, onUngroup, meetings })
    const isTakenBack =
      (onUngroup === undefined || onUngroup === 'own_only') &&
      (meetings === 'keep' || preview.data?.upcoming.length === 0)
    await queryClient.invalidateQueries()
    done()
    toast(
      t('{count, plural, one {# member removed from {group}.} other {# members removed from {group}.}}', {
        count: removed.length,
        group: group.name,
      }),
      // Whoever only lost the group is as before once they are back; another role, sight or host stays.
      isTakenBack ? () => putBack(removed) : undefined,
    )
  }
  const putBack = async (removed: string[]) => {
    for (const groupRole of new Set(members.map(member => member.groupRole ?? null))) {
      const back = members.filter(
        member => (member.groupRole ?? null) === groupRole && removed.includes(member.id),
      )
      if (back.length > 0) await api.create(path, { memberIds: back.map(({ id }) => id), groupRole })
    }
    await queryClient.invalidateQueries()
  }
  return (
    <ConfirmDialog
      opened
      wide
      danger
      title={t('Remove from {group}?', { group: group.name })}
      verb={t('{count, plural, one {Yes, remove # member} other {Yes, remove # members}}', {
        count: members.length,
      })}
      waiting={!preview.data || isUndecided}
      onConfirm={remove}
      onClose={close}
    >
      <NameList
        title={t('{count, plural, one {# member leaves the group} other {# members leave the group}}', {
          count: members.length,
        })}
        members={members}
      />
      {known && (
        <UngroupChoice
          ungrouped={known.consequences.ungrouped}
          leaving={group.id}
          chosen={onUngroup}
          onChange={setOnUngroup}
        />
      )}
      {known && known.upcoming.length > 0 && (
        <MeetingsChoice upcoming={known.upcoming} chosen={meetings} onChange={setMeetings} />
      )}
      {!isUndecided && (
        <Loaded query={preview}>{({ consequences }) => <ConsequencesPanel {...consequences} />}</Loaded>
      )}
    </ConfirmDialog>
  )
}
