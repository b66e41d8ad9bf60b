import type { Letter } from '../../kit/mail.ts'
import { wordsIn } from '../../kit/language.ts'
import { compose } from '../../kit/letter.ts'
import type { OpenInvitation } from './queries/invitation.ts'

/** The link to become a member, in the language they were invited in. */
export function invitationLetter(invitation: OpenInvitation, url: string): Letter {
  const { organizationId, organizationName, color, language, inviterName } = invitation
  const t = wordsIn(language)
  const subject = t('Join {organization}', { organization: organizationName })
  const wording = {
    language,
    paragraphs: [
      t('{inviter} invites you to work with your colleagues at {organization}.', {
        inviter: inviterName,
        organization: organizationName,
      }),
    ],
    button: { label: t('Accept the invitation'), url },
    smallPrint: t(
      'The link works for seven days, and once. If you do not know {organization}, do nothing, and nothing happens.',
      { organization: organizationName },
    ),
  }
  return {
    organizationId,
    id: invitation.id,
    to: invitation.email,
    subject,
    ...compose({ name: organizationName, color }, wording),
  }
}
