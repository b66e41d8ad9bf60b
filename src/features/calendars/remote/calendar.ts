import type { Interval } from '../../../kit/minutes.ts'
import { OutgoingError } from '../../../kit/outgoing.ts'
import { say, type Sentence } from '../../../kit/sentence.ts'
import type { Zone } from '../../../kit/zone.ts'

/** What is asked of a calendar elsewhere. */
export type BusyQuestion = Interval & {
  /** Of its owner: all-day events and times without a zone are meant by this clock. */
  zone: Zone
  /** Events of ours are known as meetings already, by their UID or by where they stand. */
  isOurs: (name: string) => boolean
}
/** A meeting as its host's calendar shows it. */
export type MeetingEvent = {
  /** Also its UID (RFC 5545 §3.8.4.7), as in the mails about it. */
  meetingId: string
  sequence: number
  title: string
  description: string
  place: string
  startsAt: Date
  endsAt: Date
}
export type ListedCalendar = { id: string; name: string; isWritable: boolean }

/** A calendar elsewhere, whoever keeps it. Each method throws CalendarError or OutgoingError, which say what to do. */
export type RemoteCalendar = {
  /** Calendars behind this connection, to choose from. */
  list(): Promise<ListedCalendar[]>
  /** When its owner is taken, in any order; times only: nothing else is read where that can be asked for. */
  busy(question: BusyQuestion): Promise<Interval[]>
  /** Puts the event there, or brings the one at `href` up to date; again changes nothing. Answers where it stands. */
  write(event: MeetingEvent, href: string | null): Promise<string>
  /** Removes it, if it is there. */
  remove(href: string): Promise<void>
}

const faults = {
  refused: say('The calendar did not accept the sign-in. Connect it again, with the present password.'),
  missing: say('There is no calendar at this address, or no longer. Check the address, or connect it again.'),
  unreadable: say('What the server sent is not a calendar. Check the address.'),
  unavailable: say('The calendar’s server has a fault of its own. Try again later.'),
  too_many: say('An event in this calendar repeats too often to be read. Give it an end, or fewer times.'),
  not_offered: say('Calendars of this provider are not offered here any more. Ask whoever runs Guildhall.'),
  read_only: say('Meetings cannot be written into this calendar. Choose another for them.'),
} as const
export type CalendarFault = keyof typeof faults

export class CalendarError extends Error {
  readonly fault: CalendarFault
  readonly detail: (typeof faults)[CalendarFault]

  constructor(fault: CalendarFault, cause?: unknown) {
    super(faults[fault], { cause })
    this.fault = fault
    this.detail = faults[fault]
  }
}

/** In words for the member; undefined for what is a fault of ours. */
export const wordsOf = (error: unknown): Sentence | undefined =>
  error instanceof CalendarError || error instanceof OutgoingError ? error.detail : undefined

/** @throws CalendarError for an answer that is none. */
export function expectGood(answer: Response): Response {
  const { ok, status } = answer
  if (ok) return answer
  if (status === 401 || status === 403) throw new CalendarError('refused')
  throw new CalendarError(status === 404 || status === 410 ? 'missing' : 'unavailable')
}
