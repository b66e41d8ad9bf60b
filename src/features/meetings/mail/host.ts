import type { Letter } from '../../../kit/mail.ts'
import { wordsIn } from '../../../kit/language.ts'
import { compose } from '../../../kit/letter.ts'
import { type Time, timeInWords } from '../../../kit/time-in-words.ts'
import type { HostToTell, MeetingToTell } from '../queries/letters.ts'
import { calendarEntry } from './calendar.ts'
import type { From } from './client.ts'
import { placeInWords, reasonInWords, timeBeforeInWords } from './words.ts'

/** `given` and `taken`: a meeting that was another's before, and one that is another's now. */
export type ToldHost = 'new' | 'moved' | 'given' | 'taken' | 'cancelled' | 'reminded'
export type HostLetter = {
  id: string
  told: ToldHost
  meeting: MeetingToTell
  host: HostToTell
  origin: string
  was?: Time | undefined
}

/** To who hosts or hosted it. Whom they meet is in the text, and not in the subject. */
export function hostLetter(from: From, { id, told, meeting, host, origin, was }: HostLetter): Letter {
  const { language, timeZone } = host
  const t = wordsIn(language)
  const isOver = told === 'taken' || told === 'cancelled'
  const url = `${origin}/meetings/${meeting.id}`
  const time = timeInWords(meeting, language, timeZone)
  const about = [t('With: {name}', { name: meeting.name }), placeInWords(meeting.place, language)]
  const { subject, opening } = said(told, t, time)
  const { plannedBy } = meeting
  const paragraphs = [
    opening,
    ...(plannedBy && told === 'new' ? [t('Planned by {name}.', { name: plannedBy })] : []),
    ...(told === 'new' || told === 'reminded' ? [] : reasonInWords(meeting.reason, language)),
    meeting.title,
    time,
    ...timeBeforeInWords(was, language, timeZone),
    ...about,
  ]
  const entry = {
    id: meeting.id,
    sequence: meeting.sequence,
    startsAt: meeting.startsAt,
    endsAt: meeting.endsAt,
    summary: `${meeting.title}: ${meeting.name}`,
    location: meeting.place.text,
    description: url,
    organizer: { name: from.name, email: from.address },
    attendee: host,
  }
  return {
    organizationId: from.organizationId,
    id,
    to: host.email,
    subject,
    // What somebody else holds may be out of their sight.
    ...compose(from, {
      language,
      paragraphs,
      ...(told !== 'taken' && { button: { label: t('Open the meeting'), url } }),
    }),
    ...(!host.hasCalendar &&
      told !== 'reminded' && { calendar: calendarEntry(entry, isOver ? 'CANCEL' : 'REQUEST') }),
  }
}

function said(
  told: ToldHost,
  t: ReturnType<typeof wordsIn>,
  time: string,
): { subject: string; opening: string } {
  switch (told) {
    case 'new':
      return { subject: t('New meeting: {time}', { time }), opening: t('You have a new meeting.') }
    case 'moved':
      return {
        subject: t('Meeting moved: {time}', { time }),
        opening: t('A meeting of yours has another time now.'),
      }
    case 'given':
      return {
        subject: t('A meeting is yours now: {time}', { time }),
        opening: t('Somebody else held this meeting; now it is yours.'),
      }
    case 'taken':
      return {
        subject: t('A meeting is somebody else’s now: {time}', { time }),
        opening: t('You held this meeting; now somebody else does.'),
      }
    case 'cancelled':
      return {
        subject: t('Meeting cancelled: {time}', { time }),
        opening: t('A meeting of yours was cancelled.'),
      }
    case 'reminded':
      return { subject: t('Soon: {time}', { time }), opening: t('A meeting of yours is coming up.') }
  }
}
