import type { Letter } from '../../../kit/mail.ts'
import { wordsIn } from '../../../kit/language.ts'
import { compose } from '../../../kit/letter.ts'
import type { Language } from '../../../kit/shapes.ts'
import { type Time, timeInWords } from '../../../kit/time-in-words.ts'
import type { Letterhead } from '../../invites/queries.ts'
import type { MeetingToTell } from '../queries/letters.ts'
import { calendarEntry, type Method } from './calendar.ts'
import { linesOf, placeInWords, reasonInWords, timeBeforeInWords } from './words.ts'

/** In whose name, and from which address. */
export type From = Letterhead & { address: string }
/** What became of the meeting; `reminded` is that it is near. */
export type Told = 'held' | 'booked' | 'planned' | 'moved' | 'reassigned' | 'cancelled' | 'reminded'
export type ClientLetter = {
  id: string
  told: Told
  meeting: MeetingToTell
  host: string
  origin: string
  token: string
  /** When it was to be, of a meeting that was moved. */
  was?: Time | undefined
}

/** To the client: the only mail that says everything. Nothing of the client's is in its subject. */
export function clientLetter(
  from: From,
  { id, told, meeting, host, origin, token, was }: ClientLetter,
): Letter {
  const { language, timeZone, email, name, message, reason } = meeting
  const t = wordsIn(language)
  const { subject, opening } = said(told, { language, host, organization: from.name })
  const page = `${origin}/b/${token}`
  const isOver = told === 'cancelled'
  const isAsked = told === 'held'
  const paragraphs = [
    // A name is whatever somebody typed, and the address may be another's.
    ...(isAsked ? [] : [t('Hello {name},', { name })]),
    opening,
    ...(isOver || told === 'moved' || told === 'reassigned' ? reasonInWords(reason, language) : []),
    ...(told === 'planned' && message.trim() ? [t('A message for you:'), ...linesOf(message)] : []),
    meeting.title,
    timeInWords(meeting, language, timeZone),
    ...timeBeforeInWords(was, language, timeZone),
    ...(isOver ? [] : [t('With: {name}', { name: host }), placeInWords(meeting.place, language)]),
  ]
  const links = [
    { label: t('Choose another time'), url: `${page}#move` },
    { label: t('Cancel the meeting'), url: `${page}#cancel` },
    { label: t('Add to calendar'), url: `${origin}/api/v1/public/bookings/${token}/calendar.ics` },
  ]
  const wording = {
    language,
    paragraphs,
    button: { label: isAsked ? t('Confirm the meeting') : t('Open the meeting'), url: page },
    ...(!isOver && !isAsked && { links }),
    smallPrint: isAsked
      ? t('If it was not you who booked, do nothing: nothing comes of it.')
      : t('The link is for you alone: please do not pass this mail on.'),
  }
  return {
    organizationId: from.organizationId,
    id,
    to: email ?? '',
    subject,
    ...compose(from, wording),
    ...(!isAsked &&
      told !== 'reminded' && {
        calendar: clientEntry(from, meeting, host, page, isOver ? 'CANCEL' : 'REQUEST'),
      }),
  }
}

/** The meeting as it stands in the client's calendar. */
export function clientEntry<M extends Method>(
  from: From,
  meeting: MeetingToTell,
  host: string,
  page: string,
  method: M,
): { method: M; content: string } {
  const { id, sequence, startsAt, endsAt, title, place, language, name, email } = meeting
  const t = wordsIn(language)
  return calendarEntry(
    {
      id,
      sequence,
      startsAt,
      endsAt,
      summary: `${title} · ${from.name}`,
      location: place.text,
      description: [t('With: {name}', { name: host }), placeInWords(place, language), page].join('\n'),
      organizer: { name: from.name, email: from.address },
      attendee: { name, email: email ?? '' },
    },
    method,
  )
}

function said(
  told: Told,
  { language, host, organization }: { language: Language; host: string; organization: string },
): { subject: string; opening: string } {
  const t = wordsIn(language)
  const names = { host, organization }
  switch (told) {
    case 'held':
      return {
        subject: t('Please confirm your meeting at {organization}', names),
        opening: t(
          'Please confirm within 15 minutes that you booked this meeting. Until then, its time is kept for you.',
        ),
      }
    case 'booked':
      return {
        subject: t('Your meeting at {organization} is booked', names),
        opening: t('Your meeting with {host} is booked.', names),
      }
    case 'planned':
      return {
        subject: t('{organization} has planned a meeting with you', names),
        opening: t('You have a meeting with {host} of {organization}.', names),
      }
    case 'moved':
      return {
        subject: t('Your meeting at {organization} was moved', names),
        opening: t('Your meeting with {host} has another time now.', names),
      }
    case 'reassigned':
      return {
        subject: t('Your meeting at {organization} is with somebody else', names),
        opening: t('You now meet {host}. The time stays as it was.', names),
      }
    case 'cancelled':
      return {
        subject: t('Your meeting at {organization} was cancelled', names),
        opening: t('Your meeting was cancelled.'),
      }
    case 'reminded':
      return {
        subject: t('Your meeting at {organization} is coming up', names),
        opening: t('You meet {host} soon.', names),
      }
  }
}
