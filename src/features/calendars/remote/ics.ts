import type { Outgoing } from '../../../kit/outgoing.ts'
import { type BusyQuestion, CalendarError, expectGood, type RemoteCalendar } from './calendar.ts'
import { busyIn, nameIn } from './icalendar.ts'

/** An address whose answer is a calendar: read, never written. The address itself is often the only secret. */
export function openFeed(outgoing: Outgoing, url: string): RemoteCalendar {
  const read = async () => {
    const answer = await outgoing(url.replace(/^webcals?:/, 'https:'), {
      headers: { accept: 'text/calendar' },
    })
    return expectGood(answer).text()
  }
  const readOnly = () => Promise.reject(new CalendarError('read_only'))
  return {
    list: async () => [{ id: url, name: (await nameIn(await read())) ?? hostOf(url), isWritable: false }],
    busy: async (question: BusyQuestion) => busyIn([await read()], question),
    write: readOnly,
    remove: readOnly,
  }
}

const hostOf = (url: string) => URL.parse(url)?.hostname ?? ''
