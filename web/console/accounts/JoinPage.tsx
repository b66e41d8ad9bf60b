import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { z } from 'zod'
import type { MemberInvitation } from '../../../src/features/accounts/schema.ts'
import { ApiProblem, api } from '../../ui/api.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { t } from '../../ui/language.ts'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { newPassword, required } from './checks.ts'
import { NewPasswordInput } from './NewPasswordInput.tsx'
import { PublicPage } from './PublicPage.tsx'
import { useEnter } from './useEnter.ts'

type Invitation = z.infer<typeof MemberInvitation>

export function JoinPage() {
  const { token } = useParams({ from: '/join/$token' })
  const path = `/public/member-invitations/${encodeURIComponent(token)}`
  const invitation = useQuery({ queryKey: [path], queryFn: () => api.get<Invitation>(path) })
  if (invitation.error instanceof ApiProblem && [404, 410].includes(invitation.error.status)) return <Ended />
  return <Loaded query={invitation}>{data => <Join path={path} invitation={data} />}</Loaded>
}

function Join({ path, invitation }: { path: string; invitation: Invitation }) {
  const { organization, email, hasAccount } = invitation
  const enter = useEnter()
  const form = useSaveForm({
    values: { name: invitation.name, password: '' },
    checks: hasAccount ? { password: required } : { name: required, password: newPassword },
    save: ({ name, password }) => api.create(path, hasAccount ? { password } : { name, password }),
    onSaved: () => enter(),
  })
  return (
    <PublicPage
      title={t('Join {organization}', { organization: organization.name })}
      intro={
        hasAccount
          ? t('You already have an account as {email}. Its password opens this organisation too.', { email })
          : t('Your account will be {email}.', { email })
      }
    >
      <SaveForm form={form} verb={t('Join')} creates unguarded fullWidth>
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        {hasAccount ? (
          <PasswordInput
            label={t('Password')}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': t('Show the password') }}
            {...form.field('password')}
          />
        ) : (
          <>
            <TextInput label={t('Your name')} autoComplete="name" {...form.field('name')} />
            <NewPasswordInput label={t('Password')} {...form.field('password')} />
          </>
        )}
      </SaveForm>
    </PublicPage>
  )
}

function Ended() {
  return (
    <PublicPage
      title={t('This invitation has ended')}
      intro={t(
        'It was used, taken back or is older than seven days. Ask the person who invited you for a new one.',
      )}
    >
      <Button component={Link} to="/sign-in" variant="default">
        {t('Sign in')}
      </Button>
    </PublicPage>
  )
}
