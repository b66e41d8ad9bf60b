import pg from 'pg'
import type { Role } from '../src/access/matrix.ts'
import type { Cast } from './cast.ts'
import { addressOf, type ClientName, everyone, fixture, people } from './fixture.ts'
import {
  answerTo,
  clientStatuses,
  type DemoFlow,
  nameOf,
  namesOfTen,
  senders,
  shows,
  type Status,
  tellHistory,
} from './north-bank.ts'
import { insertRows } from './rows.ts'

export type SignIn = { name: string; email: string; role: Role; shows: string }
export type SeedOptions = {
  /** One password for every sign-in, hashed. */
  passwordHash: string
  /** Encrypts links' tokens with the instance's secret, so that they can be copied. */
  encrypt: (token: string) => string
  /** The flow that every client walks. */
  flow: DemoFlow
}

const domain = 'northbank.example'
const day = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - Math.round(days * day))

/**
 * Loads the demo organisation "North Bank" as the database's owner: the specification's fixture under good names, three
 * groups of which one is deleted, and clients in every status over the last weeks.
 * @returns who may sign in.
 */
export async function seedNorthBank(ownerUrl: string, options: SeedOptions): Promise<SignIn[]> {
  const { cast, signIns } = northBank(options)
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    await insertRows(client, cast.rows)
    await client.query('commit')
  } finally {
    await client.end()
  }
  return signIns
}

/** The rows of the demo, for who inserts them otherwise. */
export function northBank({ flow, ...options }: SeedOptions): { cast: Cast; signIns: SignIn[] } {
  const { cast, members, groups, clients } = fixture(
    { ...options, timeZone: 'Europe/Amsterdam', createdAt: daysAgo(61) },
    domain,
  )
  const walks = new Walks(cast, cast.flow({ name: flow.name, steps: flow.steps }), flow)
  const colleague = (name: string, given: Parameters<Cast['member']>[0]) =>
    cast.member({ name, email: addressOf(name, domain), ...given })
  const gerda = colleague('Gerda Visser', { role: 'operations', createdAt: daysAgo(59) })
  const ines = colleague('Ines Duarte', { role: 'operations', joinedAt: null })
  cast.memberInvitation(ines, { invitedBy: members.A })
  colleague('Sven Holm', { role: 'operations', sight: 'groups', suspendedAt: daysAgo(12) })
  const deleted = cast.group({
    name: 'Groningen',
    link: 'groningen',
    deletedAt: daysAgo(9),
    deletedBy: members.A,
  })
  cast.membership(gerda, deleted)
  cast.membership(ines, groups.G1)
  for (const row of cast.rows.membership) Object.assign(row, { createdAt: daysAgo(57), createdBy: members.A })
  tellHistory(cast, members.A, daysAgo)

  const ten = Object.entries(clients) as [ClientName, string][]
  for (const [index, [name, id]] of ten.entries())
    walks.walk(id, namesOfTen[name], index, daysAgo(40 - index * 3.7))
  let index = 0
  for (const [sender, group, times] of senders)
    for (let time = 0; time < times; time++, index++) {
      const invitedBy = sender === 'gerda' ? gerda : members[sender]
      const groupId = group === 'deleted' ? deleted : group && groups[group]
      const age = group === 'deleted' ? 12 + time * 4 : (index * 0.83) % 30
      walks.walk(cast.client({ invitedBy, groupId }), nameOf(index), index, daysAgo(age + 0.1))
    }
  for (const { clientId, memberId } of cast.rows.clientCc) {
    const sender = cast.rows.client.find(client => client.id === clientId)?.invitedBy
    cast.event('client.shared', {
      actorKind: 'member',
      actorId: sender ?? members.A,
      clientId,
      memberId,
      at: daysAgo(3),
    })
  }
  const signIns = everyone.map(person => {
    const { name, role } = people[person]
    return { name, email: addressOf(name, domain), role, shows: shows[person] }
  })
  const frozen = 'the clients of Groningen, which is deleted; can send to no group'
  return {
    cast,
    signIns: [
      ...signIns,
      { name: 'Gerda Visser', email: addressOf('Gerda', domain), role: 'operations', shows: frozen },
    ],
  }
}

/** Clients on their way through the flow, each a little differently. */
class Walks {
  readonly #cast: Cast
  readonly #flowId: string
  readonly #flow: DemoFlow

  constructor(cast: Cast, flowId: string, flow: DemoFlow) {
    this.#cast = cast
    this.#flowId = flowId
    this.#flow = flow
  }

  walk(
    clientId: string,
    [firstName, lastName]: readonly [string, string],
    index: number,
    sentAt: Date,
  ): void {
    const cast = this.#cast
    const client = cast.rows.client.find(row => row.id === clientId)
    if (!client) return
    const status = clientStatuses[[0, 1, 3, 3, 2, 1, 3, 0, 4, 1][index % 10] ?? 0] as Status
    const later = (hours: number) =>
      new Date(Math.min(Date.now() - 60_000, sentAt.getTime() + hours * 3_600_000))
    const email = `${firstName}.${lastName}@mail.example`
      .normalize('NFD')
      .replace(/[^a-zA-Z.@]/g, '')
      .toLowerCase()
    const hasBegun = status === 'in_progress' || status === 'completed'
    const { id: inviteId } = cast.invite({
      clientId,
      flowId: this.#flowId,
      sentBy: client.invitedBy ?? null,
      sentAt,
      method: index % 4 === 0 ? 'link' : 'email',
      initiatedAt: hasBegun ? later(5) : null,
      attemptedAt: hasBegun ? later(6) : null,
      completedAt: status === 'completed' ? later(7) : null,
      revokedAt: status === 'revoked' ? later(30) : null,
    })
    const by = client.invitedBy ? { actorKind: 'member', actorId: client.invitedBy } : {}
    const tell = (name: string, at: Date, more: object = {}) => cast.event(name, { clientId, at, ...more })
    tell('invite.sent', sentAt, { ...by, groupId: client.groupId ?? null })
    if (index % 4 > 0) this.#deliver(inviteId, clientId, email, status, later)
    let last = sentAt
    if (hasBegun) {
      tell('invite.initiated', later(5), { actorKind: 'client', actorId: clientId })
      last = this.#walkSteps(inviteId, clientId, email, status === 'completed', later)
    }
    if (status === 'revoked') tell('invite.revoked', (last = later(30)), by)
    Object.assign(client, {
      firstName,
      lastName,
      email,
      status,
      flowId: this.#flowId,
      createdAt: sentAt,
      lastActivityAt: last,
      externalId: index % 5 === 0 ? `NB-${10_234 + index}` : null,
    })
  }

  #deliver(
    inviteId: string,
    clientId: string,
    address: string,
    status: Status,
    later: (hours: number) => Date,
  ): void {
    const arrived = status !== 'needs_attention'
    this.#cast.delivery({
      inviteId,
      clientId,
      address,
      channel: 'email',
      status: arrived ? 'delivered' : 'undelivered',
      reason: arrived ? null : 'The mailbox does not exist.',
      createdAt: later(0),
      sentAt: later(0.01),
    })
    this.#cast.event(arrived ? 'invite.delivered' : 'invite.undelivered', { clientId, at: later(0.02) })
  }

  #walkSteps(
    inviteId: string,
    clientId: string,
    email: string,
    isDone: boolean,
    later: (hours: number) => Date,
  ): Date {
    const cast = this.#cast
    const journeyId = cast.journey({
      inviteId,
      clientId,
      startedAt: later(5),
      completedAt: isDone ? later(7) : null,
    })
    const given = this.#flow.steps.filter(step => step.kind !== 'success').slice(0, isDone ? undefined : 1)
    for (const [index, { key, fields = [] }] of given.entries()) {
      const at = later(6 + index / 20)
      const answers = Object.fromEntries(fields.map(field => [field.key, answerTo(field, email)]))
      cast.step({ journeyId, clientId, key, answers, submittedAt: at })
      cast.event('step.completed', { actorKind: 'client', actorId: clientId, clientId, at, data: { step: key } })
    }
    if (isDone)
      cast.event('invite.completed', { actorKind: 'client', actorId: clientId, clientId, at: later(7) })
    return later(isDone ? 7 : 6)
  }
}
