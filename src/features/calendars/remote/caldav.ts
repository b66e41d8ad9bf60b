import { calendarQuery, createAccount, type DAVResponse, propfind } from 'tsdav'
import { dateOf } from '../../../kit/minutes.ts'
import { type Outgoing, OutgoingError } from '../../../kit/outgoing.ts'
import {
  type BusyQuestion,
  CalendarError,
  expectGood,
  type ListedCalendar,
  type MeetingEvent,
  type RemoteCalendar,
} from './calendar.ts'
import { objectOf } from './event.ts'
import { busyIn } from './icalendar.ts'

export type CaldavAccess = {
  /** Of one calendar, or anything from which it can be found. */
  url: string
  username: string
  password: string
}

/** A calendar that is kept by CalDAV (RFC 4791). */
export class CaldavCalendar implements RemoteCalendar {
  readonly #outgoing: Outgoing
  readonly #url: string
  readonly #authorization: string
  /** tsdav takes a refusal for one of many answers and asks on. */
  #wasRefused = false

  constructor(outgoing: Outgoing, { url, username, password }: CaldavAccess) {
    this.#outgoing = outgoing
    this.#url = url
    this.#authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  }

  async list(): Promise<ListedCalendar[]> {
    try {
      const [itself] = await this.#calendarsAt(this.#url, '0')
      if (itself) return [itself]
      const account = { serverUrl: this.#url, accountType: 'caldav' } as const
      const { homeUrl = '' } = await createAccount({ account, fetch: this.#fetch })
      return await this.#calendarsAt(homeUrl, '1')
    } catch (error) {
      if (this.#wasRefused) throw new CalendarError('refused', error)
      if (error instanceof CalendarError || error instanceof OutgoingError) throw error
      throw new CalendarError('missing', error)
    }
  }

  async busy(question: BusyQuestion) {
    const found = await this.#query({
      'time-range': { _attributes: { start: utc(question.start - 1440), end: utc(question.end + 1440) } },
    })
    return busyIn(found.map(dataOf), question)
  }

  async write(event: MeetingEvent, href: string | null): Promise<string> {
    const at = href ?? new URL(`${event.meetingId}.ics`, withSlash(this.#url)).href
    const answer = await this.#put(at, event)
    // The host may have taken it over from a mail, and a server keeps one object of a UID (RFC 4791 §5.3.2.1).
    const elsewhere = [403, 409, 412].includes(answer.status) ? await this.#find(event.meetingId) : undefined
    if (elsewhere && elsewhere !== at) {
      expectWritten(await this.#put(elsewhere, event))
      return elsewhere
    }
    expectWritten(answer)
    return at
  }

  async remove(href: string): Promise<void> {
    const answer = await this.#send(href, { method: 'DELETE' })
    if (answer.status !== 404 && answer.status !== 410) expectWritten(answer)
  }

  async #calendarsAt(url: string, depth: '0' | '1'): Promise<ListedCalendar[]> {
    const props = {
      'd:displayname': {},
      'd:resourcetype': {},
      'd:current-user-privilege-set': {},
      'c:supported-calendar-component-set': {},
    }
    const found = await propfind({ url, props, depth, fetch: this.#fetch })
    return found.filter(isCalendarOfEvents).map(({ href = '', props = {} }) => {
      const id = withSlash(new URL(href, url).href)
      const name: unknown = props.displayname?._cdata ?? props.displayname
      const isNamed = typeof name === 'string' || typeof name === 'number'
      const privileges = JSON.stringify(props.currentUserPrivilegeSet ?? { all: true })
      return {
        id,
        name: isNamed ? String(name) : decodeURIComponent(id.split('/').at(-2) ?? ''),
        isWritable: /"(all|write|writeContent|bind)"/.test(privileges),
      }
    })
  }

  async #find(uid: string): Promise<string | undefined> {
    const [found] = await this.#query({
      'prop-filter': { _attributes: { name: 'UID' }, 'text-match': { _text: uid } },
    })
    return found?.href && new URL(found.href, this.#url).href
  }

  async #query(filter: object): Promise<DAVResponse[]> {
    const events = { _attributes: { name: 'VEVENT' }, ...filter }
    const answers = await calendarQuery({
      url: this.#url,
      props: { 'd:getetag': {}, 'c:calendar-data': {} },
      filters: { 'comp-filter': { _attributes: { name: 'VCALENDAR' }, 'comp-filter': events } },
      depth: '1',
      fetch: async (url, request) => expectGood(await this.#fetch(url, request)),
    })
    return answers.filter(answer => answer.ok && answer.props)
  }

  #put(href: string, event: MeetingEvent): Promise<Response> {
    return this.#send(href, {
      method: 'PUT',
      headers: { 'content-type': 'text/calendar; charset=utf-8' },
      body: objectOf(event),
    })
  }

  async #send(url: string, request: NonNullable<Parameters<Outgoing>[1]>): Promise<Response> {
    const headers = new Headers(request.headers)
    headers.set('authorization', this.#authorization)
    const answer = await this.#outgoing(url, { ...request, headers })
    if (answer.status === 401) this.#wasRefused = true
    return answer
  }

  readonly #fetch: typeof fetch = (url, { method, headers, body, redirect } = {}) =>
    this.#send(String(url), { method, headers, redirect, body: body == null ? undefined : String(body) })
}

const withSlash = (url: string) => (url.endsWith('/') ? url : `${url}/`)
const utc = (minute: number) =>
  dateOf(minute)
    .toISOString()
    .replace(/[-:]|\.000/g, '')

const dataOf = ({ props }: DAVResponse): string =>
  String(props?.calendarData?._cdata ?? props?.calendarData ?? '')

/** Where a calendar does not say what it takes, it takes events. */
function isCalendarOfEvents({ props }: DAVResponse): boolean {
  if (!Object.keys(props?.resourcetype ?? {}).includes('calendar')) return false
  const components = JSON.stringify(props?.supportedCalendarComponentSet ?? 'VEVENT')
  return components.includes('VEVENT')
}

function expectWritten(answer: Response): void {
  if (answer.status === 403 || answer.status === 405) throw new CalendarError('read_only')
  expectGood(answer)
}
