import { randomBytes, randomUUID } from 'node:crypto'
import type { InjectOptions } from 'fastify'
import pg from 'pg'
import type { Cast } from '../../db/cast.ts'
import { everyone, fixture, type Fixture, people } from '../../db/fixture.ts'
import { insertRows, type Rows } from '../../db/rows.ts'
import { builtInFlow } from '../../src/features/flows/rules.ts'
import type { Route } from '../../src/http/route.ts'
import { startServer, type TestServer } from '../server.ts'
import { enterAs } from '../world.ts'
import { Oracle } from './oracle.ts'
import { schedule, type Scheduling } from './scheduling.ts'

export type Member = Rows['member'][number]
/** Somebody at the door: a member with a session, or nobody we know. */
export type Caller = {
  name: string
  cookie: string | undefined
  member: Member | undefined
  oracle: Oracle | undefined
}
export type Answer = { status: number; headers: Record<string, unknown>; text: string }

/** A server with organisations behind it, asked without a network in between. */
export type Doors = {
  server: TestServer
  /** As superuser: for arranging and for looking behind the wall. */
  owner: pg.Client
  /** Makes callers of the members who can sign in; the others come with a session all the same. */
  admit(cast: Cast, name?: (member: Member) => string): Promise<Caller[]>
  ask(caller: Caller, method: Route['method'], path: string, sending?: Sending): Promise<Answer>
  /** Every client of an organisation changes, and nothing of them does; streams hear of it. */
  touchClients(organizationId: string): Promise<void>
  /** As if everybody's access may have changed. */
  touchAccess(organizationId: string): Promise<void>
  close(): Promise<void>
}
type Sending = { headers?: Record<string, string>; body?: InjectOptions['payload'] }

export async function openDoors(): Promise<Doors> {
  const server = await startServer({ work: false })
  const owner = new pg.Client({ connectionString: server.database.url('superuser') })
  await owner.connect()
  return {
    server,
    owner,
    async admit(cast, name = member => member.name) {
      const oracle = new Oracle(cast.rows)
      const callers: Caller[] = []
      for (const member of cast.rows.member.filter(each => each.accountId)) {
        const { hash, cookie } = server.app.program.auth.newSession()
        await owner.query(
          `insert into auth.session (id, token, user_id, expires_at) values ($1, $2, $3, now() + interval '1 day')`,
          [randomUUID(), hash, member.accountId],
        )
        callers.push({ name: name(member), cookie: cookie.split(';')[0], member, oracle })
      }
      return callers
    },
    async ask({ cookie }, method, path, { headers = {}, body } = {}) {
      const answered = await server.app.server?.inject({
        method,
        url: `/api/v1${path}`,
        headers: { ...(cookie && { cookie }), ...headers },
        ...(body !== undefined && { payload: body }),
      })
      if (!answered) throw new Error('This server answers no requests.')
      return { status: answered.statusCode, headers: answered.headers, text: answered.body }
    },
    async touchClients(organizationId) {
      await enterAs(server.app.program, { kind: 'system', organizationId }, db =>
        db.updateTable('client').set({ phone: null }).execute(),
      )
    },
    async touchAccess(organizationId) {
      await owner.query(
        'update app.organization set ungrouped_operations = ungrouped_operations where id = $1',
        [organizationId],
      )
    },
    async close() {
      await owner.end()
      await server.close()
    },
  }
}

export const visitor: Caller = { name: 'a visitor', cookie: undefined, member: undefined, oracle: undefined }

/** The specification's fixture with somebody of every further kind, and something hanging on everything. */
export type Staff = Fixture &
  Scheduling & { callers: Caller[]; deletedGroup: string; links: Map<string, string> }

export const retiredLinkOf = (groupId: string) => `old-${groupId}`

/** @param beforeInsert has the last word on the rows. */
export async function staff(
  doors: Doors,
  settings: Parameters<typeof fixture>[0] = {},
  beforeInsert?: (made: Pick<Staff, 'cast' | 'links'>) => void,
): Promise<Staff> {
  const { secrets } = doors.server.app.program
  const made = fixture(
    { ...settings, encrypt: token => secrets.encrypt(token) },
    `${randomBytes(4).toString('hex')}.example`,
  )
  const { cast, members, groups } = made
  const names = new Map<string, string>(
    everyone.map(person => [members[person], `${person}, ${people[person].role.replace('_', ' ')}`]),
  )
  const add = (name: string, given: Parameters<Cast['member']>[0]) => {
    const id = cast.member({ ...given, name })
    names.set(id, name)
    return id
  }
  const deletedGroup = cast.group({ deletedAt: new Date(), deletedBy: members.A })
  cast.membership(add('a group manager of G1', { role: 'operations' }), groups.G1, 'manager')
  cast.membership(add('another group manager of G1', { role: 'operator' }), groups.G1, 'manager')
  cast.membership(add('one in a deleted group', { role: 'operations' }), deletedGroup)
  cast.membership(add('a group manager of a deleted group', { role: 'operations' }), deletedGroup, 'manager')
  cast.membership(add('one whose time in G1 is over', { role: 'operations' }), groups.G1, null, {
    expiresAt: new Date(0),
  })
  add('one who is suspended', { role: 'admin', suspendedAt: new Date() })
  add('one who was removed', { role: 'admin', removedAt: new Date() })
  const invited = add('one who is invited', { role: 'operations', joinedAt: null })
  cast.membership(invited, groups.G1)
  cast.memberInvitation(invited, { invitedBy: members.A })
  cast.memberInvitation(add('a Manager to be', { role: 'manager', joinedAt: null }))
  cast.client({ groupId: deletedGroup, invitedBy: members.A })

  for (const { id: groupId, organizationId } of cast.rows.group)
    cast.rows.groupLink.push({ organizationId, groupId, link: retiredLinkOf(groupId), retiredAt: new Date() })
  const { name, steps } = builtInFlow()
  const flowId = cast.flow({ name, steps })
  const links = new Map<string, string>()
  for (const { id: clientId, groupId = null, invitedBy: sentBy = null } of cast.rows.client) {
    const { id: inviteId, token } = cast.invite({ clientId, flowId, sentBy, method: 'email' })
    links.set(clientId, token)
    cast.delivery({ inviteId, clientId, channel: 'email', requestedBy: sentBy })
    const journeyId = cast.journey({ inviteId, clientId })
    for (const { key } of steps) cast.step({ journeyId, clientId, key })
    cast.event('invite.sent', { clientId, groupId, ...(sentBy && { actorKind: 'member', actorId: sentBy }) })
  }
  for (const { clientId, memberId } of cast.rows.clientCc) cast.event('client.shared', { clientId, memberId })
  for (const { memberId, groupId } of cast.rows.membership)
    cast.event('membership.added', { memberId, groupId })
  const scheduling = schedule(made)
  beforeInsert?.({ cast, links })
  await insertRows(doors.owner, cast.rows)
  return {
    ...made,
    ...scheduling,
    deletedGroup,
    links,
    callers: await doors.admit(cast, member => names.get(member.id) ?? member.name),
  }
}
