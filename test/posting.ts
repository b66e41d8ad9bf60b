import ICAL from 'ical.js'
import type { Email } from 'postal-mime'
import { expect } from 'vitest'
import { type Bookable, startBookable } from './bookable.ts'
import { type MailServer, startMailServer } from './letters.ts'

export type Posting = Bookable & {
  post: MailServer
  lettersTo(address: string): Email[]
  idle(): Promise<void>
}

/** A server for whoever books, which mails what follows. */
export async function startPosting(given: Parameters<typeof startMailServer>[0] = {}): Promise<Posting> {
  const post = await startMailServer(given)
  const place = await startBookable({ smtpUrl: post.url })
  return {
    ...place,
    post,
    lettersTo: address => post.letters.filter(({ to }) => to?.some(each => each.address === address)),
    idle: () => idle(place),
    close: async () => {
      await place.close()
      await post.close()
    },
  }
}

/** Waits until no job is left whose time has come. */
export const idle = ({ query }: Pick<Bookable, 'query'>): Promise<void> =>
  expect
    .poll(
      () =>
        query(
          `select 1 from jobs.job where state in ('active', 'retry') or (state = 'created' and start_after <= now())`,
        ),
      { timeout: 30_000 },
    )
    .toEqual([])

/** Of a member of a branch. */
export const hostAddress = (id = '') => `${id}@example.org`

/** The entry that a mail brings to a calendar. */
export function entryOf({ attachments }: Email) {
  const file = attachments.find(({ filename }) => filename === 'meeting.ics')
  if (!file) return undefined
  return readEntry(typeof file.content === 'string' ? file.content : new TextDecoder().decode(file.content))
}

export function readEntry(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent') as ICAL.Component)
  const { uid, sequence, summary, attendees } = event
  return {
    method: calendar.getFirstPropertyValue('method'),
    uid,
    sequence,
    summary,
    startsAt: event.startDate.toJSDate().toISOString(),
    endsAt: event.endDate.toJSDate().toISOString(),
    status: event.component.getFirstPropertyValue('status'),
    organizer: event.organizer,
    attendees: attendees.map(attendee => String(attendee.getFirstValue()).toLowerCase()),
  }
}
