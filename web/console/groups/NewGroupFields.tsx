import { TextInput } from '@mantine/core'
import { t } from '../../ui/language.ts'
import type { useSaveForm } from '../../ui/useSaveForm.ts'
import { MemberPicker, type Named } from '../clients/MemberPicker.tsx'
import { GroupRoleSelect } from '../members/GroupRoleSelect.tsx'
import type { GroupRole } from '../members/words.ts'
import styles from './groups.module.css'
import { addressOf, linkOf } from './linkOf.ts'

type Member = Named & { groupRole?: GroupRole | null }
export type NewGroup = {
  name: string
  link: string
  description: string
  members: Member[]
  meetingTypes: Named[]
}
type Given = { form: ReturnType<typeof useSaveForm<NewGroup>> }

export function NewGroupName({ form }: Given) {
  const { name, link } = form.values
  return (
    <>
      <TextInput
        label={t('Name')}
        {...form.field('name')}
        onChange={event => {
          const typed = event.currentTarget.value
          // The link follows the name until somebody writes their own.
          if (link === linkOf(name)) form.set('link', linkOf(typed))
          form.set('name', typed)
        }}
      />
      <TextInput
        label={t('Group link')}
        description={link ? addressOf(link) : t('Where clients reach the group.')}
        dir="ltr"
        spellCheck={false}
        {...form.field('link')}
      />
      <TextInput label={t('Description')} {...form.field('description')} />
    </>
  )
}

export function NewGroupMembers({ form }: Given) {
  const { members } = form.values
  const setMembers = (chosen: Member[]) => form.set('members', chosen)
  const roleOf = (id: string) => members.find(member => member.id === id)?.groupRole
  return (
    <>
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
    </>
  )
}
