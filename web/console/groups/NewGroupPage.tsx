import { Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { Section } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { MemberPicker, type Named } from '../clients/MemberPicker.tsx'
import { type GroupRole, groupRoleNames } from '../members/words.ts'
import styles from './groups.module.css'
import { addressOf, linkOf } from './linkOf.ts'

/** A group by name and link; its first members and their roles at once, or later. */
export function NewGroupPage() {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [members, setMembers] = useState<Named[]>([])
  const [groupRoles, setGroupRoles] = useState<Record<string, GroupRole>>({})
  const created = useRef('')
  const form = useSaveForm({
    values: { name: '', link: '', description: '' },
    checks: { name: name => (name.trim() ? null : t('Fill this in.')) },
    save: async values => {
      const memberships = members.map(({ id }) => ({ memberId: id, groupRole: groupRoles[id] ?? null }))
      const group = await api.create<GroupItem>('/groups', { ...values, memberships })
      await queryClient.invalidateQueries()
      toast(t('{name} is created.', { name: group.name }))
      created.current = group.id
    },
    onSaved: () => void navigate({ to: '/groups/$groupId', params: { groupId: created.current } }),
  })
  const name = form.field('name')
  const rename = (event: React.ChangeEvent<HTMLInputElement>) => {
    const typed = event.currentTarget.value
    // The link follows the name until somebody writes their own.
    if (form.values.link === linkOf(form.values.name)) form.set('link', linkOf(typed))
    form.set('name', typed)
  }
  return (
    <Page title={t('Create new group')}>
      <SaveForm form={form} verb={t('Create group')} creates>
        <Section title={t('Name and link')}>
          <TextInput label={t('Name')} data-autofocus {...name} onChange={rename} />
          <TextInput
            label={t('Group link')}
            description={form.values.link ? addressOf(form.values.link) : t('Where clients reach the group.')}
            {...form.field('link')}
          />
          <TextInput label={t('Description')} {...form.field('description')} />
        </Section>
        <Section title={t('Members')}>
          <MemberPicker
            label={t('Members')}
            description={t('You can also add them later. Creating a group does not make you a member of it.')}
            chosen={members}
            onChange={setMembers}
          />
          <ul className={styles.rows}>
            {members.map(({ id, name: memberName }) => (
              <li key={id} className={styles.row}>
                {memberName}
                <Select
                  aria-label={t('Group role of {name}', { name: memberName })}
                  data={Object.entries(groupRoleNames()).map(([value, label]) => ({ value, label }))}
                  placeholder={t('No group role')}
                  value={groupRoles[id] ?? null}
                  onChange={role =>
                    setGroupRoles(({ [id]: _, ...others }) =>
                      role ? { ...others, [id]: role as GroupRole } : others,
                    )
                  }
                  clearable
                  clearButtonProps={{ 'aria-label': t('Clear') }}
                />
              </li>
            ))}
          </ul>
        </Section>
      </SaveForm>
    </Page>
  )
}
