import type { Cast } from './cast.ts'
import { answerTo, clientStatuses, type DemoFlow, type Status } from './north-bank.ts'

/** One client's time with one invite: when things happened, and who is told to have done them. */
type Walk = {
  clientId: string
  inviteId: string
  email: string
  status: Status
  method: 'email' | 'link'
  /** So many hours after the invite was sent, but never in the future. */
  later: (hours: number) => Date
}

const hour = 3_600_000
const mailAddressOf = (firstName: string, lastName: string) =>
  `${firstName}.${lastName}@mail.example`
    .normalize('NFD')
    .replace(/[^a-zA-Z.@]/g, '')
    .toLowerCase()

/** Sends clients on their way through a flow, each as far as its turn says, with all that the log tells of it. */
export class Walks {
  readonly #cast: Cast
  readonly #flow: DemoFlow
  readonly #flowId: string

  constructor(cast: Cast, flow: DemoFlow) {
    this.#cast = cast
    this.#flow = flow
    this.#flowId = cast.flow({ name: flow.name, steps: flow.steps })
  }

  walk(clientId: string, [firstName, lastName]: readonly [string, string], turn: number, sentAt: Date): void {
    const client = this.#cast.rows.client.find(row => row.id === clientId)
    if (!client) return
    const status = clientStatuses[[0, 1, 3, 3, 2, 1, 3, 0, 4, 1][turn % 10] ?? 0] as Status
    const method = turn % 4 === 0 && status !== 'needs_attention' ? 'link' : 'email'
    const email = mailAddressOf(firstName, lastName)
    const later = (hours: number) => new Date(Math.min(Date.now() - 60_000, sentAt.getTime() + hours * hour))
    const hasBegun = status === 'in_progress' || status === 'completed'
    const { id: inviteId } = this.#cast.invite({
      clientId,
      flowId: this.#flowId,
      sentBy: client.invitedBy ?? null,
      sentAt,
      method,
      initiatedAt: hasBegun ? later(5) : null,
      attemptedAt: hasBegun ? later(6) : null,
      completedAt: status === 'completed' ? later(7) : null,
      revokedAt: status === 'revoked' ? later(30) : null,
    })
    const walk = { clientId, inviteId, email, status, method, later } as const
    const sender = client.invitedBy ? { actorKind: 'member', actorId: client.invitedBy } : {}
    this.#send(walk, sender)
    if (hasBegun) this.#takeSteps(walk)
    if (status === 'revoked')
      this.#cast.event('invite.revoked', { ...sender, clientId, at: later(30), data: { inviteId } })
    Object.assign(client, {
      firstName,
      lastName,
      email,
      status,
      flowId: this.#flowId,
      createdAt: sentAt,
      lastActivityAt: later(
        { not_started: 0, needs_attention: 0, in_progress: 6, completed: 7, revoked: 30 }[status],
      ),
      externalId: turn % 5 === 0 ? `NB-${10_234 + turn}` : null,
    })
  }

  #send({ clientId, inviteId, email, status, method, later }: Walk, sender: object): void {
    const isRefused = status === 'needs_attention'
    const reason = isRefused ? 'The mailbox does not exist.' : null
    const deliveryId = this.#cast.delivery({
      inviteId,
      clientId,
      channel: method,
      address: method === 'email' ? email : null,
      status: isRefused ? 'undelivered' : method === 'email' ? 'delivered' : 'sent',
      reason,
      createdAt: later(0),
      sentAt: isRefused ? null : later(0.01),
    })
    this.#cast.event('invite.sent', {
      ...sender,
      clientId,
      at: later(0),
      data: { inviteId, deliveryId, method },
    })
    if (method === 'link') return
    const name = isRefused ? 'invite.undelivered' : 'invite.delivered'
    this.#cast.event(name, {
      clientId,
      at: later(0.02),
      data: { inviteId, deliveryId, ...(reason && { reason }) },
    })
  }

  #takeSteps({ clientId, inviteId, email, status, later }: Walk): void {
    const cast = this.#cast
    const by = { actorKind: 'client', actorId: clientId, clientId }
    const isDone = status === 'completed'
    const completedAt = isDone ? later(7) : null
    const journeyId = cast.journey({ inviteId, clientId, startedAt: later(5), completedAt })
    cast.event('invite.initiated', { ...by, at: later(5), data: { inviteId } })
    const steps = this.#flow.steps.filter(step => step.kind !== 'success')
    for (const [index, { key, fields = [] }] of steps.slice(0, isDone ? undefined : 1).entries()) {
      const submittedAt = later(6 + index / 20)
      const answers = Object.fromEntries(fields.map(field => [field.key, answerTo(field, email)]))
      cast.step({ journeyId, clientId, key, answers, submittedAt })
      cast.event('step.completed', { ...by, at: submittedAt, data: { inviteId, step: key } })
    }
    if (isDone) cast.event('invite.completed', { ...by, at: later(7), data: { inviteId } })
  }
}
