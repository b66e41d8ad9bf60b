import type { Letter } from '../../kit/mail.ts'
import { wordsIn } from '../../kit/language.ts'
import { compose } from '../../kit/letter.ts'
import type { Workplace } from './queries.ts'

/** The link to choose a new password, in the words of the place where they work. */
export function passwordResetLetter(
  { organizationId, organizationName, color, language }: Workplace,
  { id, to, url }: { id: string; to: string; url: string },
): Letter {
  const t = wordsIn(language)
  const wording = {
    language,
    paragraphs: [
      t('Somebody, most likely you, asked for a new password for your account at {organization}.', {
        organization: organizationName,
      }),
    ],
    button: { label: t('Choose a new password'), url },
    smallPrint: t(
      'The link works for one hour, and once. If it was not you who asked, do nothing: your password stays as it is.',
    ),
  }
  return {
    organizationId,
    id,
    to,
    subject: t('Choose a new password'),
    isPersonal: true,
    ...compose({ name: organizationName, color }, wording),
  }
}
