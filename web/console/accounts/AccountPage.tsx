import { Checkbox, PasswordInput, Select, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { api, authApi } from '../../ui/api.ts'
import { Section } from '../../ui/Detail.tsx'
import { languages, t } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { addressOf } from '../groups/linkOf.ts'
import { switchLanguage } from '../shell/preferences.ts'
import { meQuery, useMe } from '../shell/session.ts'
import { newPassword, required } from './checks.ts'
import { NewPasswordInput } from './NewPasswordInput.tsx'

export function AccountPage() {
  return (
    <Page title={t('My account')}>
      <Profile />
      <Password />
    </Page>
  )
}

function Profile() {
  const { member } = useMe()
  const queryClient = useQueryClient()
  const form = useSaveForm({
    values: { name: member.name, language: member.language, link: member.link ?? '' },
    checks: { name: required },
    save: ({ link, ...values }) => api.patch('/me', { ...values, link: link.trim() || null }),
    onSaved: ({ language }) => {
      void queryClient.invalidateQueries(meQuery)
      void switchLanguage(language)
    },
  })
  return (
    <Section title={t('Profile')}>
      <SaveForm form={form}>
        <TextInput label={t('Name')} autoComplete="name" {...form.field('name')} />
        <TextInput
          label={t('Email address')}
          description={t('You sign in with this address.')}
          value={member.email}
          readOnly
        />
        <Select
          label={t('Language')}
          data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          {...form.field('language')}
        />
        <TextInput
          label={t('Booking link')}
          description={
            form.values.link
              ? addressOf(form.values.link, 'u')
              : t('A name for a page where clients book you; empty: there is none.')
          }
          dir="ltr"
          spellCheck={false}
          {...form.field('link')}
        />
      </SaveForm>
    </Section>
  )
}

function Password() {
  const { account } = useMe()
  const form = useSaveForm({
    values: { currentPassword: '', newPassword: '', revokeOtherSessions: true },
    checks: { currentPassword: required, newPassword },
    save: values => authApi.post('/change-password', values),
    onSaved: () => {
      toast(t('Your password is changed.'))
      form.reset()
    },
  })
  return (
    <Section title={t('Password')}>
      <SaveForm form={form} verb={t('Change password')}>
        <input type="email" autoComplete="username" value={account.email} readOnly hidden />
        <PasswordInput
          label={t('Current password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('Show the password') }}
          {...form.field('currentPassword')}
        />
        <NewPasswordInput label={t('New password')} {...form.field('newPassword')} />
        <Checkbox
          label={t('Sign out everywhere else')}
          {...form.field('revokeOtherSessions', { type: 'checkbox' })}
        />
      </SaveForm>
    </Section>
  )
}
