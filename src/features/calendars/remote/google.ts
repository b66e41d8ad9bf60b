import { z } from 'zod'
import { dateOf, dayOf, type Interval, minuteAfter, minuteOf, minutesPerDay } from '../../../kit/minutes.ts'
import { isZoneName, type Zone, zoneNamed } from '../../../kit/zone.ts'
import {
  type BusyQuestion,
  CalendarError,
  expectGood,
  type MeetingEvent,
  type RemoteCalendar,
} from './calendar.ts'
import type { Bearer } from './bearer.ts'

/** To read and write events, and nothing else of the account. */
export const googleScope = 'https://www.googleapis.com/auth/calendar.events'
/** Without these Google gives no refresh token. */
export const googleParameters = { access_type: 'offline', prompt: 'consent' }

const mostPages = 20

const Moment = z.object({ dateTime: z.string().optional(), date: z.iso.date().optional() })
const Event = z.object({
  id: z.string(),
  iCalUID: z.string().optional(),
  status: z.string().optional(),
  transparency: z.string().optional(),
  start: Moment.optional(),
  end: Moment.optional(),
  attendees: z
    .array(z.object({ self: z.boolean().optional(), responseStatus: z.string().optional() }))
    .optional(),
})
type Event = z.infer<typeof Event>
const Events = z.object({
  summary: z.string().optional(),
  timeZone: z.string().optional(),
  nextPageToken: z.string().optional(),
  items: z.array(Event).default([]),
})

/** The main calendar of a Google account, by version 3 of its API. */
export function openGoogle(api: Bearer): RemoteCalendar {
  const events = '/calendars/primary/events'
  return {
    async list() {
      const { summary } = await api.read(`${events}?maxResults=1&fields=summary`, Events)
      return [{ id: 'primary', name: summary ?? 'Google', isWritable: true }]
    },

    /**
     * Google's freeBusy query would be enough, but it cannot leave out the meetings that we wrote ourselves; `fields`
     * keeps titles and all else at Google.
     */
    async busy(question) {
      const busy: Interval[] = []
      let pageToken: string | undefined
      for (let page = 0; page < mostPages; page++) {
        const asked = new URLSearchParams({
          singleEvents: 'true',
          timeMin: dateOf(question.start).toISOString(),
          timeMax: dateOf(question.end).toISOString(),
          maxResults: '2500',
          fields:
            'timeZone,nextPageToken,items(id,iCalUID,status,transparency,start,end,attendees(self,responseStatus))',
          ...(pageToken && { pageToken }),
        })
        const answer = await api.read(`${events}?${asked}`, Events)
        const zone =
          answer.timeZone && isZoneName(answer.timeZone) ? zoneNamed(answer.timeZone) : question.zone
        for (const event of answer.items) if (takesTime(event, question)) busy.push(timeOf(event, zone))
        pageToken = answer.nextPageToken
        if (!pageToken) return busy
      }
      throw new CalendarError('too_many')
    },

    /** The meeting's id is the event's, so that a second try meets the first; one that was removed is revived. */
    async write(event, href) {
      const id = href ?? event.meetingId.replaceAll('-', '')
      const body = { id, status: 'confirmed', ...bodyOf(event) }
      const make = () => api.send('POST', `${events}?sendUpdates=none`, body)
      const change = () => api.send('PUT', `${events}/${encodeURIComponent(id)}?sendUpdates=none`, body)
      let answer = href === null ? await make() : await change()
      if (answer.status === 409) answer = await change()
      else if (href !== null && answer.status === 404) answer = await make()
      expectGood(answer)
      return id
    },

    async remove(href) {
      const answer = await api.send('DELETE', `${events}/${encodeURIComponent(href)}?sendUpdates=none`)
      if (answer.status !== 404 && answer.status !== 410) expectGood(answer)
    },
  }
}

const bodyOf = ({ title, description, place, startsAt, endsAt }: MeetingEvent) => ({
  summary: title,
  description,
  location: place,
  start: { dateTime: startsAt.toISOString() },
  end: { dateTime: endsAt.toISOString() },
})

const takesTime = ({ id, iCalUID, status, transparency, attendees = [] }: Event, { isOurs }: BusyQuestion) =>
  status !== 'cancelled' &&
  transparency !== 'transparent' &&
  !attendees.some(each => each.self && each.responseStatus === 'declined') &&
  !isOurs(id) &&
  !(iCalUID && isOurs(iCalUID))

function timeOf({ start, end }: Event, zone: Zone): Interval {
  const day = (date: string) => zone.instantOf(dayOf(date) * minutesPerDay)
  return {
    start: start?.date ? day(start.date) : minuteOf(new Date(start?.dateTime ?? '')),
    end: end?.date ? day(end.date) : minuteAfter(new Date(end?.dateTime ?? '')),
  }
}
