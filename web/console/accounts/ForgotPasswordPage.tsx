import { Anchor, TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { authApi } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { required } from './checks.ts'
import { PublicPage } from './PublicPage.tsx'

export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string>()
  const form = useSaveForm({
    values: { email: '' },
    checks: { email: required },
    save: values => authApi.post('/request-password-reset', values),
    onSaved: values => setSentTo(values.email),
  })
  const back = (
    <Anchor component={Link} to="/sign-in">
      {t('Back to sign in')}
    </Anchor>
  )
  if (sentTo) {
    return (
      <PublicPage
        title={t('Look in your mail')}
        intro={t('If {email} belongs to an account, a link to choose a new password is on its way.', {
          email: sentTo,
        })}
      >
        {back}
      </PublicPage>
    )
  }
  return (
    <PublicPage
      title={t('Forgotten password')}
      intro={t('We send you a link with which you choose a new one.')}
    >
      <SaveForm form={form} verb={t('Send the link')} creates unguarded fullWidth>
        <TextInput label={t('Email address')} type="email" autoComplete="username" {...form.field('email')} />
      </SaveForm>
      {back}
    </PublicPage>
  )
}
