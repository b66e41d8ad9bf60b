import { randomBytes } from 'node:crypto'
import { Cast } from '../db/cast.ts'
import { insertRows } from '../db/rows.ts'
import type { Insertable } from 'kysely'
import type { DB } from '../db/types.ts'
import { asSuperuser } from './database.ts'
import { type Answered, Person } from './person.ts'
import { startServer, type TestServer } from './server.ts'

type Given = Parameters<typeof startServer>[0]
export type Bookable = {
  server: TestServer
  /** Somebody with a browser and no account. */
  visitor: Person
  /** As superuser: for arranging and for looking behind the wall. */
  query(text: string, values?: unknown[]): Promise<any[]> // oxlint-disable-line typescript/no-explicit-any
  insert(cast: Cast): Promise<void>
  /** A branch of a new organisation, see `branch`. */
  made(given?: GivenBranch): Promise<Branch>
  /** What a page sends for a start of the branch's type, see `request`. */
  book(branch: Branch, startsAt: string, given?: object, headers?: Record<string, string>): Promise<Answered>
  close(): Promise<void>
}

/** A server for whoever books, with nothing to book yet. */
export async function startBookable(given: Given = {}): Promise<Bookable> {
  const server = await startServer(given)
  const asOwner = <T>(work: Parameters<typeof asSuperuser<T>>[1]) =>
    asSuperuser(server.database.url('superuser'), work)
  const visitor = new Person(server.url)
  const insert = (cast: Cast) => asOwner(client => insertRows(client, cast.rows))
  return {
    server,
    visitor,
    query: (text, values = []) => asOwner(async client => (await client.query(text, values)).rows),
    insert,
    made: async more => {
      const made = branch(server.app.program.secrets, more)
      await insert(made.cast)
      return made
    },
    book: ({ link, meetingTypeId }, startsAt, more, headers = {}) =>
      visitor.post(`/public/groups/${link}/meetings`, request(meetingTypeId, startsAt, more), { headers }),
    close: () => server.close(),
  }
}

export type Branch = {
  cast: Cast
  /** Of the group: /g/{link}. */
  link: string
  groupId: string
  hostIds: string[]
  meetingTypeId: string
}

type GivenBranch = {
  hosts?: number
  group?: Partial<Insertable<DB['group']>>
  type?: Partial<Insertable<DB['meetingType']>>
}

/** A group whose members host one type, in the hours of who never said any: Monday to Friday from nine to five, in UTC. */
export function branch(
  secrets: { encrypt: (token: string) => string },
  { hosts = 3, group = {}, type = {} }: GivenBranch = {},
): Branch {
  const cast = new Cast({ encrypt: token => secrets.encrypt(token), contact: 'Call 030 123 45 67' })
  const link = `branch-${randomBytes(4).toString('hex')}`
  const groupId = cast.group({ name: 'Utrecht', link, ...group })
  const hostIds = Array.from({ length: hosts }, (_, index) =>
    cast.member({ role: 'operations', name: `Host ${index}` }),
  )
  // Long enough in the group to be no newcomers.
  for (const hostId of hostIds)
    cast.membership(hostId, groupId, null, { createdAt: new Date(Date.now() - 60 * 86_400_000) })
  const meetingTypeId = cast.meetingType({
    name: 'Intake',
    noticeMinutes: 0,
    windowDays: 60,
    hosts: { groups: [groupId] },
    ...type,
  })
  return { cast, link, groupId, hostIds, meetingTypeId }
}

/** The nth working day from three days ahead, at a time of day in UTC. */
export function workday(nth: number, hour: number, minute = 0): string {
  const day = new Date(Date.now() + 3 * 86_400_000)
  day.setUTCHours(hour, minute, 0, 0)
  for (let left = nth; ; day.setUTCDate(day.getUTCDate() + 1)) {
    if (day.getUTCDay() % 6 === 0) continue
    if (left === 0) return day.toISOString()
    left -= 1
  }
}

/** The doors of a booking, by the link that its client was given. */
export const pathOf = (manageUrl: string) => `/public/bookings/${manageUrl.split('/b/')[1]}`

let count = 0
/** What a page sends; each from another client, unless one is named. */
export const request = (meetingTypeId: string, startsAt: string, given: object = {}) => ({
  meetingTypeId,
  startsAt,
  name: 'Zoë Okonkwo',
  email: `client${count++}@client.example`,
  timeZone: 'Europe/Amsterdam',
  language: 'en',
  answers: [],
  ...given,
})
