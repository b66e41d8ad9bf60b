import ICAL from 'ical.js'
import { CalendarError } from './calendar.ts'
import type { Effort } from './effort.ts'

/** The lines of one component, as far as they are read. */
type Piece = string[]
/** One calendar, cut into what is parsed one after another; `head` is what it says of itself. */
export type Pieces = { head: Piece; zones: Piece[]; events: Piece[] }

/** Of one piece, more than ten thousand dates: parsing them takes some hundredths of a second. */
const mostCharacters = 250_000
const [stepsOfLine, charactersOfStep] = [2, 5]
/** Who comes, what it is about and what is attached is left aside, unread. */
const read =
  /^(BEGIN|END|UID|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|RECURRENCE-ID|TRANSP|STATUS|TZID|TZOFFSETFROM|TZOFFSETTO|X-LIC-LOCATION|X-MICROSOFT-CDO-BUSYSTATUS|X-WR-CALNAME|X-WR-TIMEZONE)[;:]/i
/** A line with those that continue it (RFC 5545 §3.1). */
const contentLine = /[^\n]+(?:\n[ \t][^\n]*)*/g

/**
 * The calendars of a stream, of which one may hold several (RFC 5545 §3.4). Cut line by line, and so with pauses: to parse
 * megabytes at once would hold up everybody.
 * @throws CalendarError `unreadable` for what is no calendar, or half of one; `too_many` for a line without measure.
 */
export async function piecesOf(text: string, effort: Effort): Promise<Pieces[]> {
  const calendars: Pieces[] = []
  const open: string[] = []
  for (const [written] of text.trim().matchAll(contentLine)) {
    effort.spend(stepsOfLine)
    await effort.rest()
    const [, name] = read.exec(written) ?? []
    if (name === undefined && (open.length > 0 || written.trim() === '')) continue
    if (written.length > mostCharacters) throw new CalendarError('too_many')
    const line = written.replace(/\r?\n[ \t]/g, '').trim()
    const [begins, ends] = ['BEGIN', 'END'].map(each => each === name?.toUpperCase())
    if (begins) open.push(line.slice('BEGIN:'.length).toUpperCase())
    if (open[0] !== 'VCALENDAR') throw new CalendarError('unreadable')
    if (begins && open.length === 1) calendars.push({ head: [], zones: [], events: [] })
    pieceFor(calendars.at(-1), open, Boolean(begins))?.push(line)
    if (ends) open.pop()
  }
  if (open.length > 0 || calendars.length === 0) throw new CalendarError('unreadable')
  return calendars
}

/** The piece that a line is of: a new one where its component begins, none where it is not read, such as an alarm's. */
function pieceFor(calendar: Pieces | undefined, open: readonly string[], begins: boolean): Piece | undefined {
  const [, component] = open
  if (component === undefined) return calendar?.head
  const isEvent = component === 'VEVENT' && open.length === 2
  const pieces = isEvent ? calendar?.events : component === 'VTIMEZONE' ? calendar?.zones : undefined
  if (begins && open.length === 2) pieces?.push([])
  return pieces?.at(-1)
}

/** @throws CalendarError `too_many` for what is too long, and what ical.js throws for what it cannot read. */
export function componentOf(piece: Piece, effort: Effort): ICAL.Component {
  const text = piece.join('\n')
  if (text.length > mostCharacters) throw new CalendarError('too_many')
  effort.spend(Math.ceil(text.length / charactersOfStep))
  return new ICAL.Component(ICAL.parse(text) as unknown[])
}
