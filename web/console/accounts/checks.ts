import { t } from '../../ui/language.ts'

/** Spares a round trip; what a value must be is said by the server. */
export const required = (value: string) => (value.trim() ? null : t('Fill this in.'))

export const shortestPassword = 12
export const newPassword = (value: string) =>
  value.length < shortestPassword ? t('Use at least {count} characters.', { count: shortestPassword }) : null
