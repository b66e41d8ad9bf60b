import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { GroupItem, GroupMember } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { t } from '../../ui/language.ts'
import { NumberField } from '../../ui/NumberField.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { toast } from '../../ui/toast.tsx'
import { NameList } from '../members/NameList.tsx'
import { nameOf } from '../members/words.ts'
import { dayOf, endOf } from './lastDay.ts'

type Given = { group: GroupItem; members: GroupMember[]; done: () => void; close: () => void }

/** Who comes first when meetings are given out, and when a membership ends by itself. */
export function MembershipDialog({ group, members, done, close }: Given) {
  const queryClient = useQueryClient()
  const first = members[0]!
  const isOne = members.length === 1
  const [priority, setPriority] = useState<number | null>(isOne ? first.priority : null)
  const [lastDay, setLastDay] = useState(isOne ? dayOf(first.expiresAt) : '')
  const [changed, setChanged] = useState(0)
  // Of several, what is left empty stays as each has it.
  const change = {
    ...(priority !== null && { priority }),
    ...(isOne || lastDay ? { expiresAt: endOf(lastDay) } : {}),
  }
  const save = async () => {
    try {
      for (const [index, { memberId }] of members.entries()) {
        await api.patch(`/groups/${group.id}/members/${memberId}`, change)
        setChanged(index + 1)
      }
    } finally {
      await queryClient.invalidateQueries()
    }
    done()
    toast(
      t('{count, plural, one {# membership changed.} other {# memberships changed.}}', {
        count: members.length,
      }),
    )
  }
  return (
    <ConfirmDialog
      opened
      title={
        isOne
          ? t('{name} in {group}', { name: nameOf(first), group: group.name })
          : t('{count} members in {group}', { count: members.length, group: group.name })
      }
      verb={t('Save')}
      waiting={Object.keys(change).length === 0}
      onConfirm={save}
      onClose={close}
    >
      {!isOne && (
        <NameList
          title={t('{count, plural, one {# member} other {# members}}', { count: members.length })}
          members={members.map(member => ({ ...member, id: member.memberId }))}
        />
      )}
      <NumberField
        label={t('Priority')}
        description={t('From 0 to 100; who has the highest comes first.')}
        placeholder={isOne ? undefined : t('As it is')}
        min={0}
        max={100}
        value={priority}
        onChange={setPriority}
      />
      <TextInput
        type="date"
        label={t('Last day')}
        description={
          isOne
            ? t('Empty: the membership does not end by itself.')
            : t('Empty: stays as it is for each of them.')
        }
        value={lastDay}
        onChange={event => setLastDay(event.currentTarget.value)}
      />
      {changed > 0 && !isOne && (
        <ProgressBar label={t('Changing memberships')} done={changed} total={members.length} />
      )}
    </ConfirmDialog>
  )
}
