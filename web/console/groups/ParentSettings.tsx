import { Checkbox, Select } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Consequences } from '../../../src/features/members/schema.ts'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { Facts, Section } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { useMay } from '../shell/session.ts'
import { useGroups } from './useGroups.ts'

type Values = { parentId: string; membersSeeBelow: boolean }
/** A Select has no value for "none"; an id is never empty. */
const none = ''

/** Where the group stands in the tree: that moves the wall, and so is saved after showing what it does. */
export function ParentSettings({ group }: { group: GroupItem }) {
  const may = useMay()
  const groups = useGroups()
  const parent = groups.find(({ id }) => id === group.parentId)
  if (may('groups.set-parent')) return <Form key={group.version} group={group} groups={groups} />
  if (!parent) return null
  return (
    <Section title={t('Group above')}>
      <Facts facts={[[t('Belongs to'), parent.name]]} />
    </Section>
  )
}

function Form({ group, groups }: { group: GroupItem; groups: GroupItem[] }) {
  const queryClient = useQueryClient()
  const [consequences, setConsequences] = useState<Consequences>()
  const bodyOf = ({ parentId, membersSeeBelow }: Values) => ({
    parentId: parentId || null,
    membersSeeBelow,
  })
  const path = `/groups/${group.id}`
  const form = useSaveForm<Values>({
    values: { parentId: group.parentId ?? none, membersSeeBelow: group.membersSeeBelow },
    previews: true,
    save: async values => {
      const body = { ...bodyOf(values), dryRun: true }
      setConsequences((await api.patch<{ consequences: Consequences }>(path, body)).consequences)
    },
  })
  const save = async () => {
    await api.patch(path, bodyOf(form.values), { ifMatch: group.version })
    form.renew(form.values)
    await queryClient.invalidateQueries()
    toast(t('Saved.'))
  }
  return (
    <Section title={t('Group above')}>
      <SaveForm form={form} verb={t('Preview and save')}>
        <Select
          label={t('Belongs to')}
          description={t(
            'A group role in the group above reaches down to this one; plain membership does not.',
          )}
          data={[
            { value: none, label: t('No group above') },
            ...groups.filter(({ id }) => id !== group.id).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          searchable
          nothingFoundMessage={t('Nothing found.')}
          {...form.field('parentId')}
        />
        <Checkbox
          label={t('Members see clients of groups below')}
          {...form.field('membersSeeBelow', { type: 'checkbox' })}
        />
      </SaveForm>
      <ConfirmDialog
        opened={consequences !== undefined}
        wide
        title={t('Before this is saved')}
        verb={t('Save')}
        onConfirm={save}
        onClose={() => setConsequences(undefined)}
      >
        {consequences && <ConsequencesPanel {...consequences} />}
      </ConfirmDialog>
    </Section>
  )
}
