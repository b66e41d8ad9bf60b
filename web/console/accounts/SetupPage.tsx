import { Button, TextInput } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiProblem, api } from '../../ui/api.ts'
import { language, t } from '../../ui/language.ts'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { newPassword, required } from './checks.ts'
import { NewPasswordInput } from './NewPasswordInput.tsx'
import { PublicPage } from './PublicPage.tsx'
import { useEnter } from './useEnter.ts'

const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** The first page of an empty instance: its organisation and the Admin who runs it. */
export function SetupPage() {
  const { token } = useParams({ from: '/setup/$token' })
  const enter = useEnter()
  const [isGone, setGone] = useState(false)
  const form = useSaveForm({
    values: { organization: '', name: '', email: '', password: '' },
    checks: { organization: required, name: required, email: required, password: newPassword },
    save: async ({ organization, ...admin }) => {
      try {
        await api.create('/setup', {
          token,
          organization: { name: organization, timeZone: here(), language: language() },
          admin,
        })
      } catch (error) {
        if (error instanceof ApiProblem && (error.status === 410 || error.status === 404)) setGone(true)
        throw flattened(error)
      }
    },
    onSaved: () => enter(),
  })
  if (isGone) {
    return (
      <PublicPage
        title={t('This link has been used')}
        intro={t('The organisation exists already. Sign in, or ask its Admin for an invitation.')}
      >
        <Button component={Link} to="/sign-in">
          {t('Sign in')}
        </Button>
      </PublicPage>
    )
  }
  return (
    <PublicPage title={t('Set up Guildhall')} intro={t('Your organisation, and you as its first Admin.')}>
      <SaveForm form={form} verb={t('Create organisation')} creates unguarded fullWidth>
        <TextInput label={t('Organisation')} autoComplete="organization" {...form.field('organization')} />
        <TextInput label={t('Your name')} autoComplete="name" {...form.field('name')} />
        <TextInput label={t('Email address')} type="email" autoComplete="username" {...form.field('email')} />
        <NewPasswordInput label={t('Password')} {...form.field('password')} />
      </SaveForm>
    </PublicPage>
  )
}

/** The form is flat, the request is not: `/admin/email` is the field `email`, `/organization/…` the first one. */
function flattened(error: unknown) {
  if (!(error instanceof ApiProblem)) return error
  const errors = error.errors.map(fault => ({
    ...fault,
    pointer: fault.pointer.replace(/^\/admin\//, '/').replace(/^\/organization\/.*/, '/organization'),
  }))
  return new ApiProblem(error.status, {
    code: error.code,
    detail: error.detail,
    requestId: error.requestId,
    errors,
  })
}
