import { wordsIn } from '../../kit/language.ts'
import { compose, type Letterhead } from '../../kit/letter.ts'
import type { Letter } from '../../kit/mail.ts'
import type { Language } from '../../kit/shapes.ts'

export type EndedMembership = {
  from: Letterhead & { organizationId: string }
  to: string
  language: Language
  group: string
  member: string
  /** Whether the member was in no other group, and so sees fewer clients than those in none. */
  narrowsSight: boolean
}

/** To an Admin: what nobody was there to see. @param url of the group. */
export function endedMembershipLetter(
  { from, to, language, group, member, narrowsSight }: EndedMembership,
  { id, url }: { id: string; url: string },
): Letter {
  const t = wordsIn(language)
  const wording = {
    language,
    paragraphs: [
      t('{member} is no longer in the group {group}: the end that was set for the membership has come.', {
        member,
        group,
      }),
      ...(narrowsSight
        ? [
            t(
              '{member} is in no other group, and now sees the clients they invited and those shared with them, and no others.',
              { member },
            ),
          ]
        : []),
      t('Meetings that {member} holds stay with them until somebody hands them over.', { member }),
    ],
    button: { label: t('Open the group'), url },
    smallPrint: t('You get this mail because you are an Admin.'),
  }
  const subject = t('The membership of {member} in {group} has ended', { member, group })
  return { organizationId: from.organizationId, id, to, subject, ...compose(from, wording) }
}
