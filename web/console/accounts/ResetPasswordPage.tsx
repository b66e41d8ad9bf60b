import { Anchor, Button } from '@mantine/core'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { authApi } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { newPassword } from './checks.ts'
import { NewPasswordInput } from './NewPasswordInput.tsx'
import { PublicPage } from './PublicPage.tsx'

export function ResetPasswordPage() {
  const { token, error } = useSearch({ from: '/reset-password' })
  const [isDone, setDone] = useState(false)
  const form = useSaveForm({
    values: { newPassword: '' },
    checks: { newPassword },
    save: values => authApi.post('/reset-password', { token, ...values }),
    onSaved: () => setDone(true),
  })
  if (isDone) {
    return (
      <PublicPage title={t('Your password is changed')} intro={t('Sign in with the new one.')}>
        <Button component={Link} to="/sign-in">
          {t('Sign in')}
        </Button>
      </PublicPage>
    )
  }
  if (!token || error) {
    return (
      <PublicPage
        title={t('This link has ended')}
        intro={t('Links to choose a new password work once, for an hour.')}
      >
        <Button component={Link} to="/forgot-password">
          {t('Send a new link')}
        </Button>
      </PublicPage>
    )
  }
  return (
    <PublicPage title={t('Choose a new password')}>
      <SaveForm form={form} verb={t('Change password')} creates unguarded fullWidth>
        <NewPasswordInput label={t('New password')} {...form.field('newPassword')} />
      </SaveForm>
      <Anchor component={Link} to="/forgot-password">
        {t('Send a new link')}
      </Anchor>
    </PublicPage>
  )
}
