import { randomUUID } from 'node:crypto'
import type { Insertable } from 'kysely'
import { v7 } from 'uuid'
import type { GroupRole, Role } from '../src/access/matrix.ts'
import { hashToken, newToken } from '../src/kit/crypto.ts'
import { newId } from '../src/kit/id.ts'
import { noRows, type Rows } from './rows.ts'
import type { DB } from './types.ts'

type Given<T extends keyof DB> = Partial<Insertable<DB[T]>>
type CastOptions = Given<'organization'> & {
  /** How links' tokens are encrypted; without it nobody can copy a link. */
  encrypt?: (token: string) => string
  passwordHash?: string
}

/** Builds one organisation row by row; each method answers the new id. Nothing is written until `insertRows`. */
export class Cast {
  readonly organizationId: string
  readonly rows: Rows = noRows()
  readonly #encrypt: (token: string) => string
  readonly #passwordHash: string | undefined

  constructor({ encrypt = () => 'not kept', passwordHash, ...organization }: CastOptions = {}) {
    this.#encrypt = encrypt
    this.#passwordHash = passwordHash
    this.organizationId = organization.id ?? newId()
    this.rows.organization.push({ name: 'North Bank', ...organization, id: this.organizationId })
  }

  /** An active member with a login, unless `joinedAt` is null. */
  member({ role, ...given }: Given<'member'> & { role: Role }): string {
    const id = given.id ?? newId()
    const { name = `Member ${id.slice(-4)}`, email = `${id}@example.org`, joinedAt = new Date() } = given
    const accountId = joinedAt === null ? null : (given.accountId ?? this.login(name, email))
    this.rows.member.push({ ...this.#key(id), ...given, role, name, email, joinedAt, accountId })
    return id
  }

  login(name: string, email: string): string {
    const id = randomUUID()
    this.rows.login.push({ id, name, email, emailVerified: true })
    if (this.#passwordHash !== undefined)
      this.rows.credential.push({
        id: randomUUID(),
        accountId: id,
        providerId: 'credential',
        userId: id,
        password: this.#passwordHash,
      })
    return id
  }

  /** @returns the id, and the token of the link in the mail. */
  memberInvitation(memberId: string, given: Given<'memberInvitation'> = {}): { id: string; token: string } {
    const [id, token] = [newId(), newToken()]
    this.rows.memberInvitation.push({
      expiresAt: new Date(Date.now() + 7 * 86_400_000),
      ...given,
      ...this.#key(id),
      ...this.#secret(token),
      memberId,
    })
    return { id, token }
  }

  group({ link, ...given }: Given<'group'> & { link?: string } = {}): string {
    const id = given.id ?? newId()
    this.rows.group.push({ name: `Group ${id.slice(-4)}`, ...given, ...this.#key(id) })
    this.rows.groupLink.push({ organizationId: this.organizationId, groupId: id, link: link ?? id })
    return id
  }

  membership(
    memberId: string,
    groupId: string,
    groupRole: GroupRole | null = null,
    given: Given<'membership'> = {},
  ) {
    this.rows.membership.push({ ...given, organizationId: this.organizationId, memberId, groupId, groupRole })
  }

  flow(given: Given<'flow'> & { steps?: unknown } = {}): string {
    const { steps = [], ...flow } = given
    const id = flow.id ?? newId()
    this.rows.flow.push({ name: `Flow ${id.slice(-4)}`, publishedVersion: 1, ...flow, ...this.#key(id) })
    this.rows.flowVersion.push({
      organizationId: this.organizationId,
      flowId: id,
      version: 1,
      steps: steps as string,
    })
    return id
  }

  offer(groupId: string, flowId: string): void {
    this.rows.groupFlow.push({ organizationId: this.organizationId, groupId, flowId })
  }

  client({ cc = [], ...given }: Given<'client'> & { cc?: string[] } = {}): string {
    const id = given.id ?? newId()
    this.rows.client.push({
      firstName: `Client ${id.slice(-4)}`,
      origin: 'invite',
      ...given,
      ...this.#key(id),
    })
    for (const memberId of cc)
      this.rows.clientCc.push({ organizationId: this.organizationId, clientId: id, memberId })
    return id
  }

  /** @returns the id, and the token of the client's link. */
  invite(given: Given<'invite'> & { clientId: string; flowId: string }): { id: string; token: string } {
    const [id, token] = [given.id ?? newId(), newToken()]
    this.rows.invite.push({
      flowVersion: 1,
      method: 'link',
      language: 'en',
      ...given,
      ...this.#key(id),
      ...this.#secret(token),
    })
    return { id, token }
  }

  delivery(given: Given<'delivery'> & { inviteId: string; clientId: string }): string {
    const id = newId()
    this.rows.delivery.push({ channel: 'link', ...given, ...this.#key(id) })
    return id
  }

  journey(given: Given<'journey'> & { inviteId: string; clientId: string }): string {
    const id = newId()
    this.rows.journey.push({ ...given, ...this.#key(id) })
    return id
  }

  step(given: Given<'journeyStep'> & { journeyId: string; clientId: string; key: string }): void {
    this.rows.journeyStep.push({ ...given, organizationId: this.organizationId })
  }

  /** @param hosts who can host it: members and groups named. */
  meetingType({
    hosts = {},
    ...given
  }: Given<'meetingType'> & { hosts?: { members?: string[]; groups?: string[] } } = {}): string {
    const id = given.id ?? newId()
    const { organizationId } = this
    this.rows.meetingType.push({
      name: `Meeting type ${id.slice(-4)}`,
      durationMinutes: 30,
      ...given,
      ...this.#key(id),
    })
    for (const memberId of hosts.members ?? [])
      this.rows.meetingTypeMember.push({ organizationId, meetingTypeId: id, memberId })
    for (const groupId of hosts.groups ?? [])
      this.rows.meetingTypeGroup.push({ organizationId, meetingTypeId: id, groupId })
    return id
  }

  openHours(
    memberId: string,
    given: Partial<Omit<Given<'openHours'>, 'weekly'>> & { weekly?: unknown } = {},
  ) {
    const { weekly = [1, 2, 3, 4, 5].map(day => ({ day, start: '09:00', end: '17:00' })), ...rest } = given
    this.rows.openHours.push({
      timeZone: 'Europe/Amsterdam',
      ...rest,
      weekly: weekly as string,
      organizationId: this.organizationId,
      memberId,
    })
  }

  /** Of the organisation, unless a group or a member is given. */
  block(given: Given<'block'> & { startsAt: Date; endsAt: Date }): string {
    const id = newId()
    const level = given.memberId ? 'member' : given.groupId ? 'group' : 'organization'
    this.rows.block.push({ timeZone: 'Europe/Amsterdam', ...given, ...this.#key(id), level })
    return id
  }

  calendar(memberId: string, given: Given<'calendar'> = {}): string {
    const id = newId()
    this.rows.calendar.push({
      kind: 'ics',
      name: 'Elsewhere',
      connectionEncrypted: this.#encrypt('{}'),
      syncedAt: new Date(),
      ...given,
      ...this.#key(id),
      memberId,
    })
    return id
  }

  busy(calendarId: string, memberId: string, startsAt: Date, endsAt: Date): void {
    this.rows.busy.push({ organizationId: this.organizationId, calendarId, memberId, startsAt, endsAt })
  }

  /** Half an hour, unless `endsAt` says otherwise. @returns the id, and the token of the client's link. */
  meeting(
    given: Given<'meeting'> & { hostId: string; meetingTypeId: string; clientId: string; startsAt: Date },
  ): { id: string; token: string } {
    const [id, token] = [given.id ?? newId(), newToken()]
    this.rows.meeting.push({
      endsAt: new Date(given.startsAt.getTime() + 30 * 60_000),
      title: 'Meeting',
      name: 'Client',
      timeZone: 'Europe/Amsterdam',
      placeKind: 'video_room',
      ...given,
      ...this.#key(id),
      ...this.#secret(token),
    })
    return { id, token }
  }

  guest(meetingId: string, given: Given<'meetingGuest'> = {}): string {
    const id = newId()
    this.rows.meetingGuest.push({
      name: 'Guest',
      email: `${id}@guest.example`,
      ...given,
      ...this.#key(id),
      meetingId,
    })
    return id
  }

  event(name: string, given: Given<'event'>): string {
    // A log is read in the order of its ids, so an id must be as old as what it tells.
    const id = v7({ msecs: given.at === undefined ? Date.now() : new Date(given.at).getTime() })
    this.rows.event.push({ actorKind: 'system', ...given, ...this.#key(id), name })
    return id
  }

  #key(id: string) {
    return { organizationId: this.organizationId, id }
  }

  #secret(token: string) {
    return { tokenHash: hashToken(token), tokenEncrypted: this.#encrypt(token) }
  }
}
