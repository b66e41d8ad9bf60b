import { Anchor, PasswordInput, TextInput } from '@mantine/core'
import { Link, useSearch } from '@tanstack/react-router'
import { ApiProblem, authApi } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { PublicPage } from './PublicPage.tsx'
import { required } from './checks.ts'
import { useEnter } from './useEnter.ts'

export function SignInPage() {
  const { returnTo } = useSearch({ from: '/sign-in' })
  const enter = useEnter()
  const form = useSaveForm({
    values: { email: '', password: '' },
    checks: { email: required, password: required },
    save: signIn,
    onSaved: () => enter(returnTo),
  })
  return (
    <PublicPage title={t('Sign in')}>
      <SaveForm form={form} verb={t('Sign in')} creates unguarded fullWidth>
        <TextInput label={t('Email address')} type="email" autoComplete="username" {...form.field('email')} />
        <PasswordInput
          label={t('Password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('Show the password') }}
          {...form.field('password')}
        />
      </SaveForm>
      <Anchor component={Link} to="/forgot-password">
        {t('Forgot your password?')}
      </Anchor>
    </PublicPage>
  )
}

async function signIn(values: { email: string; password: string }) {
  try {
    await authApi.post('/sign-in/email', values)
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.status !== 401) throw error
    throw new ApiProblem(401, {
      detail: t('The email address or the password is not right. Check both and try again.'),
    })
  }
}
