import type { Letter } from '../../kit/mail.ts'
import { wordsIn } from '../../kit/language.ts'
import { compose } from '../../kit/letter.ts'
import type { Language } from '../../kit/shapes.ts'

/** In whose name it is written. */
export type From = { organizationId: string; name: string; color: string }
type To = { id: string; to: string; language: Language }

/** To the client: the only mail with a client's name in it, and not in its subject. */
export function inviteLetter(
  from: From,
  { id, to, language, firstName, url }: To & { firstName: string; url: string },
): Letter {
  const t = wordsIn(language)
  const wording = {
    language,
    paragraphs: [
      t('Hello {name},', { name: firstName }),
      t('{organization} asks you to go through a few short steps online.', { organization: from.name }),
      t('It takes a few minutes. You can stop at any time and go on later with the same link.'),
    ],
    button: { label: t('Start'), url },
    smallPrint: t('The link is for you alone: please do not pass this mail on.'),
  }
  const subject = t('{organization} has invited you', { organization: from.name })
  return { organizationId: from.organizationId, id, to, subject, ...compose(from, wording) }
}

/** To a member: that somebody is done, and nothing of who. */
export function completionLetter(from: From, { id, to, language, url }: To & { url: string }): Letter {
  const t = wordsIn(language)
  const wording = {
    language,
    paragraphs: [t('A client whom you invited or share has completed all steps.')],
    button: { label: t('Open the client'), url },
  }
  return {
    organizationId: from.organizationId,
    id,
    to,
    subject: t('A client has completed an invite'),
    ...compose(from, wording),
  }
}

/** To an address that was put in Cc and is no member's: nothing was shared, and nothing is said of what it was about. */
export function noMemberLetter(from: From, { id, to, language }: To): Letter {
  const t = wordsIn(language)
  const wording = {
    language,
    paragraphs: [
      t('Somebody at {organization} put this address in copy of an invite.', { organization: from.name }),
      t(
        'Only members of {organization} can follow an invite, and this address is no member’s. Nothing was shared with you.',
        { organization: from.name },
      ),
    ],
    smallPrint: t('If you work there, ask an Admin to invite you.'),
  }
  const subject = t('You were put in copy at {organization}', { organization: from.name })
  return { organizationId: from.organizationId, id, to, subject, ...compose(from, wording) }
}
