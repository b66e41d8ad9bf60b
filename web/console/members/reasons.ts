import { t } from '../../ui/language.ts'

/** Why a pasted line cannot be used: the server says it in English; the catalogue has it in every language. */
export const reasonWords = (): Record<string, string> =>
  Object.fromEntries([
    ['There is no email address in this line.', t('There is no email address in this line.')],
    ['An address has one @.', t('An address has one @.')],
    ['An address has no spaces.', t('An address has no spaces.')],
    ['Something is missing before the @.', t('Something is missing before the @.')],
    ['Something is missing after the @.', t('Something is missing after the @.')],
    ['This is not an email address.', t('This is not an email address.')],
    ['The name is longer than 200 characters.', t('The name is longer than 200 characters.')],
  ])
