import type { Letter } from '../../../kit/mail.ts'
import { wordsIn } from '../../../kit/language.ts'
import { compose } from '../../../kit/letter.ts'
import type { Language } from '../../../kit/shapes.ts'
import { type Time, timeInWords } from '../../../kit/time-in-words.ts'
import type { MeetingToTell, Recipient } from '../queries/letters.ts'
import { calendarEntry } from './calendar.ts'
import type { From } from './client.ts'
import { placeInWords, timeBeforeInWords } from './words.ts'

/** `reassigned`: somebody else holds it. `removed`: it takes place, and without them. */
export type ToldGuest = 'invited' | 'moved' | 'reassigned' | 'cancelled' | 'removed'
export type GuestLetter = {
  id: string
  told: ToldGuest
  meeting: MeetingToTell
  host: string
  guest: Recipient
  was?: Time | undefined
}

/** To somebody whom the client or a member brought along: when and where, and no way to change it. */
export function guestLetter(from: From, { id, told, meeting, host, guest, was }: GuestLetter): Letter {
  const { language, timeZone, title, place, sequence, startsAt, endsAt } = meeting
  const t = wordsIn(language)
  const { subject, opening } = said(told, { language, host, organization: from.name })
  const isOver = told === 'cancelled' || told === 'removed'
  const invitation = [t('With: {name}', { name: host }), placeInWords(place, language)]
  const paragraphs = [
    t('Hello {name},', { name: guest.name }),
    opening,
    title,
    timeInWords(meeting, language, timeZone),
    ...timeBeforeInWords(was, language, timeZone),
    ...(isOver ? [] : invitation),
  ]
  const smallPrint = t('If you cannot come, please tell the person who brought you along.')
  return {
    organizationId: from.organizationId,
    id,
    to: guest.email,
    subject,
    ...compose(from, { language, paragraphs, ...(!isOver && { smallPrint }) }),
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

function said(
  told: ToldGuest,
  { language, ...names }: { language: Language; host: string; organization: string },
): { subject: string; opening: string } {
  const t = wordsIn(language)
  switch (told) {
    case 'invited':
      return {
        subject: t('You are invited to a meeting at {organization}', names),
        opening: t('You are invited to a meeting at {organization}.', names),
      }
    case 'moved':
      return {
        subject: t('The meeting at {organization} was moved', names),
        opening: t('The meeting that you are invited to has another time now.'),
      }
    case 'reassigned':
      return {
        subject: t('The meeting at {organization} is with somebody else', names),
        opening: t('{host} now holds the meeting that you are invited to. The time stays as it was.', names),
      }
    case 'cancelled':
      return {
        subject: t('A meeting at {organization} was cancelled', names),
        opening: t('A meeting at {organization} was cancelled.', names),
      }
    case 'removed':
      return {
        subject: t('You are no longer invited to a meeting at {organization}', names),
        opening: t('You need not come to this meeting at {organization} any more.', names),
      }
  }
}
