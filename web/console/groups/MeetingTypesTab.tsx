import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import type { GroupMeetingTypesAdded, MeetingTypeItem } from '../../../src/features/meeting-types/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { t } from '../../ui/language.ts'
import { ListPage } from '../../ui/list/ListPage.tsx'
import { useList } from '../../ui/list/useList.ts'
import type { Pick } from '../../ui/PickList.tsx'
import { toast } from '../../ui/toast.tsx'
import { cardDetail, columns, State } from '../meeting-types/MeetingTypesPage.tsx'
import { TypePickList } from '../meeting-types/TypePickList.tsx'
import { useMay } from '../shell/session.ts'
import styles from './groups.module.css'
import { RemoveTypesDialog } from './RemoveTypesDialog.tsx'

/** The types that members of the group can host: the same setting as "Who can host this meeting?", from the group's side. */
export function MeetingTypesTab({ group }: { group: GroupItem }) {
  const { search } = useSearch({ from: '/framed/groups/$groupId' })
  const list = useList<MeetingTypeItem>('/meeting-types', { groupId: group.id, search })
  const [isAdding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<{ types: MeetingTypeItem[]; clear: () => void }>()
  const maySet = group.may.setMeetingTypes && group.deletedAt === null
  const add = maySet && (
    <Button leftSection={<IconPlus />} onClick={() => setAdding(true)}>
      {t('Add meeting types')}
    </Button>
  )
  return (
    <>
      <ListPage
        embedded
        title={t('Meeting types')}
        count={list.count}
        action={add}
        list={list}
        columns={columns().filter(({ id }) => id !== 'groups')}
        row={{
          id: type => type.id,
          name: type => type.name,
          link: type => ({ to: '/meeting-types/$meetingTypeId', params: { meetingTypeId: type.id } }),
          card: type => ({
            title: type.name,
            detail: cardDetail(type),
            aside: <State type={type} />,
          }),
        }}
        search={t('Search meeting types')}
        bulk={
          maySet
            ? (types, clear) => [
                {
                  label: t(
                    '{count, plural, one {Remove assigned meeting type} other {Remove assigned meeting types}}',
                    { count: types.length },
                  ),
                  danger: true,
                  onSelect: () => setLeaving({ types, clear }),
                },
              ]
            : undefined
        }
        empty={{
          text: t(
            'Members of this group host the meeting types that are added here. Without one, its link offers nothing.',
          ),
          action: add,
        }}
      />
      {isAdding && <AddTypesDialog group={group} close={() => setAdding(false)} />}
      {leaving && (
        <RemoveTypesDialog
          group={group}
          types={leaving.types}
          done={leaving.clear}
          close={() => setLeaving(undefined)}
        />
      )}
    </>
  )
}

type Added = z.infer<typeof GroupMeetingTypesAdded>

function AddTypesDialog({ group, close }: { group: GroupItem; close: () => void }) {
  const queryClient = useQueryClient()
  const may = useMay()
  const [ticked, setTicked] = useState<Pick[]>([])
  const path = `/groups/${group.id}/meeting-types`
  const add = async () => {
    const { added } = await api.create<Added>(path, { meetingTypeIds: ticked.map(({ id }) => id) })
    await queryClient.invalidateQueries()
    toast(
      t('{count, plural, one {# meeting type added to {group}.} other {# meeting types added to {group}.}}', {
        count: added.length,
        group: group.name,
      }),
      added.length === 0
        ? undefined
        : async () => {
            await api.post(`${path}/removal`, { meetingTypeIds: added })
            await queryClient.invalidateQueries()
          },
    )
  }
  return (
    <ConfirmDialog
      opened
      wide
      title={t('Add meeting types to {group}', { group: group.name })}
      verb={t(
        '{count, plural, =0 {Add meeting types} one {Add # meeting type} other {Add # meeting types}}',
        {
          count: ticked.length,
        },
      )}
      waiting={ticked.length === 0}
      onConfirm={add}
      onClose={close}
    >
      <TypePickList withoutGroup={group.id} ticked={ticked} onChange={setTicked} />
      {may('meeting-types.write') && (
        <p className={styles.hint}>
          {t('Not there yet?')}{' '}
          <Link to="/meeting-types/new" search={{ groupId: group.id }}>
            {t('Create meeting type')}
          </Link>
        </p>
      )}
    </ConfirmDialog>
  )
}
