import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Consequences } from '../../../src/features/members/schema.ts'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { t } from '../../ui/language.ts'
import { NotAllowed } from '../../ui/NotAllowed.tsx'
import { Page } from '../../ui/Page.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { MemberPicker, type Named } from '../clients/MemberPicker.tsx'
import { hasEffect } from '../members/consequences.ts'
import { GroupRoleSelect } from '../members/GroupRoleSelect.tsx'
import type { GroupRole } from '../members/words.ts'
import { useMay } from '../shell/session.ts'
import styles from './groups.module.css'
import { addressOf, linkOf } from './linkOf.ts'

type Member = Named & { groupRole?: GroupRole | null }

const bodyOf = ({
  members,
  ...words
}: {
  name: string
  link: string
  description: string
  members: Member[]
}) => ({
  ...words,
  memberships: members.map(({ id, groupRole = null }) => ({ memberId: id, groupRole })),
})

export function NewGroupPage() {
  const may = useMay()
  return may('groups.create') ? <NewGroup /> : <NotAllowed title={t('Create new group')} />
}

/** A group by name and link; its first members and their roles at once, or later. */
function NewGroup() {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [consequences, setConsequences] = useState<Consequences>()
  const form = useSaveForm({
    values: { name: '', link: '', description: '', members: [] as Member[] },
    checks: { name: name => (name.trim() ? null : t('Fill this in.')) },
    previews: true,
    save: async values => {
      const body = { ...bodyOf(values), dryRun: true }
      const answer = await api.post<{ consequences: Consequences }>('/groups', body)
      if (hasEffect(answer.consequences)) setConsequences(answer.consequences)
      else await create()
    },
  })
  const create = async () => {
    const group = await api.create<GroupItem>('/groups', bodyOf(form.values))
    await queryClient.invalidateQueries()
    form.reset()
    toast(t('{name} is created.', { name: group.name }))
    await navigate({ to: '/groups/$groupId', params: { groupId: group.id } })
  }
  const { members } = form.values
  const setMembers = (chosen: Member[]) => form.set('members', chosen)
  const roleOf = (id: string) => members.find(member => member.id === id)?.groupRole
  return (
    <Page title={t('Create new group')}>
      <SaveForm form={form} verb={t('Create group')} creates>
        <TextInput
          label={t('Name')}
          data-autofocus
          {...form.field('name')}
          onChange={event => {
            const typed = event.currentTarget.value
            // The link follows the name until somebody writes their own.
            if (form.values.link === linkOf(form.values.name)) form.set('link', linkOf(typed))
            form.set('name', typed)
          }}
        />
        <TextInput
          label={t('Group link')}
          description={form.values.link ? addressOf(form.values.link) : t('Where clients reach the group.')}
          dir="ltr"
          spellCheck={false}
          {...form.field('link')}
        />
        <TextInput label={t('Description')} {...form.field('description')} />
        <MemberPicker
          label={t('Members')}
          description={t('You can also add them later. Creating a group does not make you a member of it.')}
          chosen={members}
          onChange={chosen => setMembers(chosen.map(one => ({ ...one, groupRole: roleOf(one.id) })))}
        />
        {members.length > 0 && (
          <ul className={styles.rows}>
            {members.map(member => (
              <li key={member.id} className={styles.row}>
                <span className={styles.words}>{member.name}</span>
                <GroupRoleSelect
                  aria-label={t('Group role of {name}', { name: member.name })}
                  value={member.groupRole ?? null}
                  onChange={groupRole =>
                    setMembers(members.map(one => (one.id === member.id ? { ...one, groupRole } : one)))
                  }
                />
              </li>
            ))}
          </ul>
        )}
      </SaveForm>
      <ConfirmDialog
        opened={consequences !== undefined}
        wide
        title={t('Create {name}?', { name: form.values.name })}
        verb={t('Create group')}
        onConfirm={create}
        onClose={() => setConsequences(undefined)}
      >
        {consequences && <ConsequencesPanel {...consequences} />}
      </ConfirmDialog>
    </Page>
  )
}
