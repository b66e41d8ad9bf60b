import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { t } from '../../ui/language.ts'
import { shortestPassword } from './checks.ts'

/** One field that can be looked at, instead of two that must be equal. */
export function NewPasswordInput(props: PasswordInputProps) {
  return (
    <PasswordInput
      description={t(
        'At least {count} characters. A few words that only you would put together are easiest.',
        {
          count: shortestPassword,
        },
      )}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('Show the password') }}
      {...props}
    />
  )
}
