import { z } from 'zod'
import { dateOf, dayOf, type Interval, minuteAfter, minuteOf, minutesPerDay } from '../../../kit/minutes.ts'
import { type Bearer, readAs } from './bearer.ts'
import {
  type BusyQuestion,
  CalendarError,
  expectGood,
  type MeetingEvent,
  type RemoteCalendar,
} from './calendar.ts'

/** To read and write calendars, also while nobody is signed in. */
export const microsoftScope = 'offline_access https://graph.microsoft.com/Calendars.ReadWrite'

const mostPages = 20
const inUtc = { prefer: 'outlook.timezone="UTC"' }

const Moment = z.object({ dateTime: z.string() })
const Event = z.object({
  id: z.string(),
  iCalUId: z.string().nullish(),
  showAs: z.string().nullish(),
  isCancelled: z.boolean().nullish(),
  isAllDay: z.boolean().nullish(),
  start: Moment,
  end: Moment,
  responseStatus: z.object({ response: z.string().nullish() }).nullish(),
})
type Event = z.infer<typeof Event>
const Events = z.object({ '@odata.nextLink': z.string().optional(), value: z.array(Event) })
const Calendar = z.object({
  name: z.string(),
  canEdit: z.boolean().nullish(),
  owner: z.object({ address: z.string().nullish() }).nullish(),
})
const Made = z.object({ id: z.string().min(1) })

/** The main calendar of a Microsoft account, by version 1.0 of Graph. */
export function openMicrosoft(api: Bearer): RemoteCalendar {
  return {
    async list() {
      const { name, canEdit, owner } = await api.read('/me/calendar?$select=name,canEdit,owner', Calendar)
      return [{ id: 'calendar', name: owner?.address ?? name, isWritable: canEdit !== false }]
    },

    /** The calendar's view and not getSchedule, which cannot leave out our own meetings; `$select` keeps titles there. */
    async busy(question) {
      const asked = new URLSearchParams({
        startDateTime: dateOf(question.start).toISOString(),
        endDateTime: dateOf(question.end).toISOString(),
        $select: 'id,iCalUId,showAs,isCancelled,isAllDay,start,end,responseStatus',
        $top: '500',
      })
      const busy: Interval[] = []
      let next: string | undefined = `/me/calendar/calendarView?${asked}`
      for (let page = 0; page < mostPages; page++) {
        const answer: z.output<typeof Events> = await api.read(next, Events, inUtc)
        for (const event of answer.value) if (takesTime(event, question)) busy.push(timeOf(event, question))
        next = answer['@odata.nextLink']
        if (!next) return busy
      }
      throw new CalendarError('too_many')
    },

    async write(event, href) {
      if (href !== null) {
        const changed = await api.send('PATCH', `/me/events/${encodeURIComponent(href)}`, bodyOf(event))
        if (changed.status !== 404) return (await readAs(expectGood(changed), Made)).id
      }
      // Graph makes one event of a transaction, however often it is told to; each version of a meeting is one.
      const transactionId = `${event.meetingId}-${event.sequence}`
      const made = await api.send('POST', '/me/calendar/events', { ...bodyOf(event), transactionId })
      return (await readAs(expectGood(made), Made)).id
    },

    async remove(href) {
      const answer = await api.send('DELETE', `/me/events/${encodeURIComponent(href)}`)
      if (answer.status !== 404 && answer.status !== 410) expectGood(answer)
    },
  }
}

const bodyOf = ({ title, description, place, startsAt, endsAt }: MeetingEvent) => ({
  subject: title,
  body: { contentType: 'text', content: description },
  location: { displayName: place },
  start: { dateTime: startsAt.toISOString().replace('Z', ''), timeZone: 'UTC' },
  end: { dateTime: endsAt.toISOString().replace('Z', ''), timeZone: 'UTC' },
})

const takesTime = ({ id, iCalUId, showAs, isCancelled, responseStatus }: Event, { isOurs }: BusyQuestion) =>
  !isCancelled &&
  !['free', 'workingElsewhere'].includes(showAs ?? 'busy') &&
  responseStatus?.response !== 'declined' &&
  !isOurs(id) &&
  !(iCalUId && isOurs(iCalUId))

/** What lasts all day is told by dates, whatever zone was asked for. */
function timeOf({ isAllDay, start, end }: Event, { zone }: BusyQuestion): Interval {
  const day = ({ dateTime }: { dateTime: string }) =>
    zone.instantOf(dayOf(dateTime.slice(0, 10)) * minutesPerDay)
  const time = ({ dateTime }: { dateTime: string }) => new Date(`${dateTime.replace(/Z$/, '')}Z`)
  return isAllDay
    ? { start: day(start), end: day(end) }
    : { start: minuteOf(time(start)), end: minuteAfter(time(end)) }
}
