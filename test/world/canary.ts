import { randomBytes } from 'node:crypto'
import type { Caller, Staff } from './doors.ts'

type Marked = Pick<Staff, 'cast' | 'links'>
type Of = (table: string, key: string) => string
/** A row that a word or an id belongs to, by the table and key that an oracle's `readable` lists. */
type Origin = { organizationId: string; table: string; key: string }

const word = /canary[0-9a-f]{16}/g
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/**
 * Puts a word that is nowhere else into every text of every row, and remembers whose it is; then tells of any answer
 * which words and ids in it are of rows that the reader may not read.
 */
export class Canaries {
  readonly #origins = new Map<string, Origin>()
  /** Tables of which any answer told anything. */
  readonly heard = new Set<string>()
  /** Words that no answer may ever hold. */
  readonly #secrets = new Set<string>()
  /** Clients' links, for those alone who may do more than look at the client. */
  readonly #links = new Map<string, string>()

  /** Call it before the rows are inserted. */
  mark({ cast: { organizationId, rows }, links }: Marked): void {
    const of = (table: string, key: string) => {
      const made = `canary${randomBytes(8).toString('hex')}`
      this.#origins.set(made, { organizationId, table, key })
      return made
    }
    for (const row of rows.organization) row.name = of('organization', row.id)
    for (const row of rows.member) {
      row.name = of('member', row.id)
      row.email = `${of('member', row.id)}@x.example`
      const login = rows.login.find(({ id }) => id === row.accountId)
      if (login) Object.assign(login, { name: row.name, email: row.email })
    }
    for (const row of rows.group)
      Object.assign(row, { name: of('group', row.id), description: of('group', row.id) })
    for (const row of rows.groupLink) row.link = of('group', row.groupId)
    for (const row of rows.flow) row.name = of('flow', row.id)
    for (const row of rows.client)
      Object.assign(row, {
        firstName: of('client', row.id),
        lastName: of('client', row.id),
        email: `${of('client', row.id)}@x.example`,
        phone: of('client', row.id),
        externalId: of('client', row.id),
      })
    for (const row of rows.delivery)
      Object.assign(row, { address: of('delivery', row.id), reason: of('delivery', row.id) })
    for (const row of rows.journeyStep)
      row.answers = { street: of('journeyStep', `${row.journeyId} ${row.key}`) }
    this.#markScheduling(rows, of)
    for (const row of rows.event) row.data = { note: of('event', row.id) }
    for (const table of [
      'organization',
      'member',
      'group',
      'flow',
      'client',
      'invite',
      'delivery',
      'journey',
      'meetingType',
      'block',
      'calendar',
      'meeting',
      'meetingGuest',
      'event',
    ] as const)
      for (const { id } of rows[table]) this.#origins.set(id, { organizationId, table, key: id })
    for (const { tokenHash, tokenEncrypted } of [...rows.invite, ...rows.memberInvitation, ...rows.meeting])
      for (const secret of [tokenHash, tokenEncrypted]) this.#secrets.add(secret)
    for (const [clientId, token] of links) this.#links.set(token, clientId)
  }

  #markScheduling(rows: Staff['cast']['rows'], of: Of): void {
    for (const row of rows.meetingType)
      Object.assign(row, { name: of('meetingType', row.id), description: of('meetingType', row.id) })
    for (const row of rows.block) row.title = of('block', row.id)
    for (const row of rows.calendar)
      Object.assign(row, {
        name: of('calendar', row.id),
        failure: of('calendar', row.id),
        unwrittenSince: new Date(),
        writeFailure: of('calendar', row.id),
      })
    for (const row of rows.meetingGuest)
      Object.assign(row, {
        name: of('meetingGuest', row.id),
        email: `${of('meetingGuest', row.id)}@x.example`,
      })
    for (const row of rows.meeting) {
      const answer = (table: string, visibleTo: string[]) => ({
        key: table,
        label: of(table, row.id),
        isTick: false,
        value: of(table, row.id),
        visibleTo,
      })
      Object.assign(row, {
        title: of('meeting', row.id),
        name: of('meeting', row.id),
        email: `${of('meeting', row.id)}@x.example`,
        phone: of('meeting', row.id),
        message: of('meeting', row.id),
        reason: of('meeting', row.id),
        place: of('meeting', row.id),
        answers: [answer('meeting', []), answer('answerForAdmins', ['admin'])],
      })
    }
  }

  /** Rows whose words or ids are in a text. */
  originsIn(text: string): Origin[] {
    const found = new Set([...text.matchAll(word), ...text.matchAll(uuid)].map(([hit]) => hit))
    return [...found].flatMap(hit => this.#origins.get(hit) ?? [])
  }

  /** What an answer holds and should not. What the request itself carried tells nobody anything. */
  strayIn(answer: string, request: string, { member, oracle }: Caller, ownOrganizationId: string): string[] {
    const readable = member && oracle ? withMeetings(oracle.readable(member), member, oracle) : {}
    const found = new Set([...answer.matchAll(word), ...answer.matchAll(uuid)].map(([hit]) => hit))
    for (const hit of found) this.heard.add(this.#origins.get(hit)?.table ?? 'nothing of ours')
    const stray = [...found].filter(hit => {
      const origin = this.#origins.get(hit)
      if (!origin || request.includes(hit)) return false
      return origin.organizationId !== ownOrganizationId || !readable[origin.table]?.has(origin.key)
    })
    const changeable = member && oracle ? oracle.changeable(member) : new Set()
    const links = [...this.#links].filter(
      ([token, clientId]) => answer.includes(token) && !changeable.has(clientId),
    )
    const secrets = [...this.#secrets, ...links.map(([token]) => token)].filter(secret =>
      answer.includes(secret),
    )
    return [...stray, ...secrets].map(hit => `${hit} of ${this.#origins.get(hit)?.table ?? 'a secret'}`)
  }
}

/** Whoever reads a meeting reads who holds it and what it is called by; answers, as far as their questions are for their role. */
function withMeetings(
  readable: Record<string, Set<string>>,
  { role }: NonNullable<Caller['member']>,
  oracle: NonNullable<Caller['oracle']>,
): Record<string, Set<string>> {
  const seen = oracle.meetings(readable.meeting ?? new Set())
  return {
    ...readable,
    member: new Set([...(readable.member ?? []), ...seen.map(({ hostId }) => hostId)]),
    meetingType: new Set([...(readable.meetingType ?? []), ...seen.map(each => each.meetingTypeId)]),
    answerForAdmins: role === 'admin' ? (readable.meeting ?? new Set()) : new Set(),
  }
}
