import type { Letter } from '../../../kit/mail.ts'
import { wordsIn } from '../../../kit/language.ts'
import { compose } from '../../../kit/letter.ts'
import type { MeetingToTell, Recipient } from '../queries/letters.ts'
import { calendarEntry } from './calendar.ts'
import type { From } from './client.ts'
import { placeInWords, timeInWords } from './words.ts'

export type GuestLetter = {
  id: string
  meeting: MeetingToTell
  host: string
  guest: Recipient
  isOver: boolean
}

/** To somebody whom the client or a member brought along: when and where, and no way to change it. */
export function guestLetter(from: From, { id, meeting, host, guest, isOver }: GuestLetter): Letter {
  const { language, timeZone, title, place, sequence, startsAt, endsAt } = meeting
  const t = wordsIn(language)
  const names = { organization: from.name }
  const invitation = [t('With: {name}', { name: host }), placeInWords(place, language)]
  const paragraphs = [
    t('Hello {name},', { name: guest.name }),
    isOver
      ? t('A meeting at {organization} was cancelled.', names)
      : t('You are invited to a meeting at {organization}.', names),
    title,
    timeInWords(meeting, language, timeZone),
    ...(isOver ? [] : invitation),
  ]
  return {
    organizationId: from.organizationId,
    id,
    to: guest.email,
    subject: isOver
      ? t('A meeting at {organization} was cancelled', names)
      : t('You are invited to a meeting at {organization}', names),
    ...compose(from, { paragraphs }),
    calendar: calendarEntry(
      {
        id: meeting.id,
        sequence,
        startsAt,
        endsAt,
        summary: `${title} · ${from.name}`,
        location: place.text,
        description: invitation.join('\n'),
        organizer: { name: from.name, email: from.address },
        attendee: guest,
      },
      isOver ? 'CANCEL' : 'REQUEST',
    ),
  }
}
