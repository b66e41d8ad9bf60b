import { MultiSelect, Select, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Section } from '../../ui/Detail.tsx'
import { t } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { useGroups } from '../groups/useGroups.ts'
import { useMay, useMe } from '../shell/session.ts'
import styles from './dialogs.module.css'
import { type InvitationAnswer, InvitationPreview, invitedBy } from './InvitationPreview.tsx'
import { groupRoleNames, roleHints, roleNames, rolesGivenBy } from './words.ts'

/** People by the lines of a spreadsheet or a mail: first what each line means, then, once confirmed, the invitations. */
export function InvitePage() {
  const { groupId } = useSearch({ from: '/framed/members/invite' })
  const { member, reach } = useMe()
  const may = useMay()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const inGroupOnly = reach['members.invite'] === 'group'
  const groups = useGroups().filter(group => group.may.setMembers)
  const [preview, setPreview] = useState<InvitationAnswer>()
  const form = useSaveForm({
    values: {
      addresses: '',
      role: 'operations',
      groupIds: groupId ? [groupId] : [],
      groupRole: null as string | null,
    },
    checks: { addresses: text => (text.trim() ? null : t('Paste at least one address.')) },
    save: async values =>
      setPreview(await api.post<InvitationAnswer>('/members/invitations', { ...values, dryRun: true })),
  })
  const count = preview ? invitedBy(preview) : 0
  const invite = async () => {
    await api.create('/members/invitations', form.values)
    await queryClient.invalidateQueries()
    form.reset()
    toast(t('{count, plural, one {# person invited.} other {# people invited.}}', { count }))
    await navigate(
      groupId
        ? { to: '/groups/$groupId', params: { groupId }, search: { tab: 'members' } }
        : { to: '/members' },
    )
  }
  return (
    <Page title={t('Invite members')}>
      <Section title={t('Who')}>
        <SaveForm form={form} verb={t('Preview')} creates>
          <Textarea
            label={t('Names and email addresses')}
            description={t('Paste them from a spreadsheet, a CSV file or a mail: one or several to a line.')}
            placeholder={'Mila Mulder; mila@northbank.example\n"Bram Çelik" <bram@northbank.example>'}
            autosize
            minRows={6}
            maxRows={16}
            spellCheck={false}
            {...form.field('addresses')}
          />
          <Select
            label={t('Role')}
            description={roleHints()[form.values.role as keyof ReturnType<typeof roleHints>]}
            data={rolesGivenBy(member.role, inGroupOnly).map(value => ({ value, label: roleNames()[value] }))}
            allowDeselect={false}
            {...form.field('role')}
          />
          <MultiSelect
            label={t('Groups')}
            description={
              inGroupOnly ? undefined : t('Without a group they belong to the organisation as a whole.')
            }
            data={groups.map(({ id, name }) => ({ value: id, label: name }))}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('Clear') }}
            {...form.field('groupIds')}
          />
          {form.values.groupIds.length > 0 && may('groups.set-roles') && (
            <Select
              label={t('Group role')}
              data={Object.entries(groupRoleNames()).map(([value, label]) => ({ value, label }))}
              placeholder={t('None')}
              clearable
              clearButtonProps={{ 'aria-label': t('Clear') }}
              {...form.field('groupRole')}
            />
          )}
        </SaveForm>
      </Section>
      <ConfirmDialog
        opened={preview !== undefined}
        wide
        title={t('Before anybody is invited')}
        verb={t('{count, plural, =0 {Invite} one {Invite # person} other {Invite # people}}', { count })}
        waiting={count === 0}
        onConfirm={invite}
        onClose={() => setPreview(undefined)}
      >
        {preview && <InvitationPreview answer={preview} />}
        <p className={styles.note}>{t('Each gets a mail with a link that works once, for 7 days.')}</p>
      </ConfirmDialog>
    </Page>
  )
}
