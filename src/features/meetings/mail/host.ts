import type { Letter } from '../../../kit/mail.ts'
import { wordsIn } from '../../../kit/language.ts'
import { compose } from '../../../kit/letter.ts'
import type { HostToTell, MeetingToTell } from '../queries/letters.ts'
import { calendarEntry } from './calendar.ts'
import { type From, linesOf } from './client.ts'
import { placeInWords, timeInWords } from './words.ts'

/** `given` and `taken`: a meeting that was another's before, and one that is another's now. */
export type ToldHost = 'new' | 'moved' | 'given' | 'taken' | 'cancelled' | 'reminded'
export type HostLetter = {
  id: string
  told: ToldHost
  meeting: MeetingToTell
  host: HostToTell
  origin: string
}

/** To who hosts or hosted it. Whom they meet is in the text, and not in the subject. */
export function hostLetter(from: From, { id, told, meeting, host, origin }: HostLetter): Letter {
  const { language, timeZone } = host
  const t = wordsIn(language)
  const isOver = told === 'taken' || told === 'cancelled'
  const url = `${origin}/meetings/${meeting.id}`
  const time = timeInWords(meeting, language, timeZone)
  const about = [t('With: {name}', { name: meeting.name }), placeInWords(meeting.place, language)]
  const planned =
    meeting.plannedBy && told === 'new' ? [t('Planned by {name}.', { name: meeting.plannedBy })] : []
  const paragraphs = [
    ...planned,
    meeting.title,
    time,
    ...about,
    ...(told === 'moved' || told === 'cancelled' ? linesOf(meeting.reason) : []),
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
    subject: subjectOf(told, t, time),
    ...compose(from, { paragraphs, button: { label: t('Open the meeting'), url } }),
    ...(!host.hasCalendar &&
      told !== 'reminded' && { calendar: calendarEntry(entry, isOver ? 'CANCEL' : 'REQUEST') }),
  }
}

function subjectOf(told: ToldHost, t: ReturnType<typeof wordsIn>, time: string): string {
  switch (told) {
    case 'new':
      return t('New meeting: {time}', { time })
    case 'moved':
      return t('Meeting moved: {time}', { time })
    case 'given':
      return t('A meeting is yours now: {time}', { time })
    case 'taken':
      return t('A meeting is somebody else’s now: {time}', { time })
    case 'cancelled':
      return t('Meeting cancelled: {time}', { time })
    case 'reminded':
      return t('Soon: {time}', { time })
  }
}
