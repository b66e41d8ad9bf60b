import { useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import type { GroupMeetingTypesRemoved, MeetingTypeItem } from '../../../src/features/meeting-types/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { formatList, t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { toast } from '../../ui/toast.tsx'
import { useDryRun } from '../members/consequences.ts'

type Removed = z.infer<typeof GroupMeetingTypesRemoved>
type Given = { group: GroupItem; types: MeetingTypeItem[]; done: () => void; close: () => void }

/** Names what the group no longer hosts, and what nobody could host any more. */
export function RemoveTypesDialog({ group, types, done, close }: Given) {
  const queryClient = useQueryClient()
  const meetingTypeIds = types.map(({ id }) => id)
  const path = `/groups/${group.id}/meeting-types`
  const preview = useDryRun([path, meetingTypeIds], () =>
    api.post<Removed>(`${path}/removal`, { meetingTypeIds, dryRun: true }),
  )
  const remove = async () => {
    const { removed } = await api.post<Removed>(`${path}/removal`, { meetingTypeIds })
    done()
    await queryClient.invalidateQueries()
    toast(
      t(
        '{count, plural, one {# meeting type removed from {group}.} other {# meeting types removed from {group}.}}',
        { count: removed.length, group: group.name },
      ),
      async () => {
        await api.create(path, { meetingTypeIds: removed })
        await queryClient.invalidateQueries()
      },
    )
  }
  return (
    <ConfirmDialog
      opened
      danger
      title={t('Remove from {group}?', { group: group.name })}
      verb={t('{count, plural, one {Remove # meeting type} other {Remove # meeting types}}', {
        count: types.length,
      })}
      waiting={!preview.data}
      onConfirm={remove}
      onClose={close}
    >
      <p>{formatList(types.map(({ name }) => name))}</p>
      <p>
        {t(
          'Members of {group} host it no longer, unless by another route. Upcoming meetings stay as they are.',
          {
            group: group.name,
          },
        )}
      </p>
      <Loaded query={preview}>
        {({ unbookable }) =>
          unbookable.length > 0 && <ConsequencesPanel gains={[]} losses={[]} unbookable={unbookable} silent />
        }
      </Loaded>
    </ConfirmDialog>
  )
}
