import type { Field } from '../public/checks.ts'
import { t } from '../ui/language.ts'

/** Why it is moved or cancelled: one line, if any. */
export const reasonField = (help: string): Field => ({
  key: 'reason',
  kind: 'text',
  label: t('Reason'),
  help,
  required: false,
  choices: [],
  autoComplete: 'off',
})
