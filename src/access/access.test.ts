import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Caller,
  type Doors,
  type Member,
  openDoors,
  retiredLinkOf,
  type Staff,
  staff,
  visitor,
} from '../../test/world/doors.ts'
import { Oracle } from '../../test/world/oracle.ts'
import { Permitted, type Subject } from '../../test/world/permitted.ts'
import type { Rows } from '../../db/rows.ts'
import type { Route } from '../http/route.ts'
import { routes } from '../routes.ts'
import { cellOf } from './matrix.ts'

/** Two organisations under the two ways of every setting of access; each is the other's stranger. */
let doors: Doors
let organizations: Staff[]
beforeAll(async () => {
  doors = await openDoors()
  organizations = [
    await staff(doors),
    await staff(doors, { groupsManagedBy: 'admins', ungroupedOperations: 'organization_only' }),
  ]
})
afterAll(() => doors.close())

/** Asked after sight and permission: whoever comes as far as this is told 400, and nothing happens. */
const wrong = { 'if-match': 'not a version' }
const bare = (text: string) => text.replace(/"requestId":"[^"]*"/, '')
const bareHeaders = (headers: Record<string, unknown>) => ({ ...headers, date: '', 'x-request-id': '' })

/** What to put for the first id of a path: a few of every kind that is there, by the path up to it. */
const subjects: Record<string, (made: Staff) => Subject[]> = {
  '/clients/:id': ({ clients: { c2, c3, c5, c7, c10 } }) =>
    [c2, c3, c5, c7, c10].map(id => ({ noun: 'client', id })),
  '/invites/:id': ({ cast, clients: { c2, c5, c7, c8 } }) =>
    cast.rows.invite
      .filter(({ clientId }) => [c2, c5, c7, c8].includes(clientId))
      .map(({ id }) => ({ noun: 'invite', id })),
  '/members/:id': ({ cast, members: { A, F, M, O1, O2, Q } }) => {
    const others = cast.rows.member.filter(member => member.name.includes(' '))
    const extra = others.filter(({ name }) => /invited|to be|G1|removed/.test(name)).map(({ id }) => id)
    return [A, F, M, O1, O2, Q, ...extra].map(id => ({ noun: 'member', id }))
  },
  '/groups/:id': ({ groups: { G1, G2 }, deletedGroup }) =>
    [G1, G2, deletedGroup].map(id => ({ noun: 'group', id })),
  '/outbox/:id': () => [],
  '/meetings/:id': ({ meetings }) => Object.values(meetings).map(id => ({ noun: 'meeting', id })),
  '/meeting-types/:id': ({ meetingTypes }) =>
    Object.values(meetingTypes).map(id => ({ noun: 'meetingType', id })),
  '/blocks/:id': ({ cast }) => cast.rows.block.map(({ id }) => ({ noun: 'block', id })),
  '/calendars/:id': ({ cast }) => cast.rows.calendar.map(({ id }) => ({ noun: 'calendar', id })),
}
const lineOf = (route: Route) => `${route.method} ${route.path}`
const firstId = /^[^:]*:[a-zA-Z]+/
/** Further ids of a path follow from the first. */
const further: Record<string, (id: string) => string> = {
  link: retiredLinkOf,
  key: () => 'intro',
  memberId: groupId => rowOf('membership', 'groupId', groupId)?.memberId ?? randomUUID(),
  guestId: meetingId => rowOf('meetingGuest', 'meetingId', meetingId)?.id ?? randomUUID(),
}
const rowOf = <T extends 'membership' | 'meetingGuest'>(
  table: T,
  key: keyof Rows[T][number],
  value: string,
): Rows[T][number] | undefined =>
  organizations.flatMap(({ cast }): Rows[T][number][] => cast.rows[table]).find(row => row[key] === value)
const fill = (path: string, id: string) =>
  path.replace(/:[a-zA-Z]+/, id).replace(/:([a-zA-Z]+)/g, (_, name) => further[name]?.(id) ?? '')
const memberRoutes = routes.filter(route => route.access === 'member' || route.access === 'streaming')
/** Decided by the very same lines as an earlier route: what holds of that one holds of it, if it is asked at all. */
const isDecidedAlike = (route: Route) =>
  memberRoutes.find(
    ({ permission, subject, may, path }) =>
      permission === route.permission &&
      subject === route.subject &&
      may === route.may &&
      firstId.exec(path)?.[0] === firstId.exec(route.path)?.[0],
  ) !== route
/** Nothing here hangs on a setting, so that the second organisation is asked less. */
const isOfScheduling = ({ path }: Route) => /^\/(meetings|meeting-types|blocks|calendars)\//.test(path)

describe.each(memberRoutes.map(route => [lineOf(route), route] as const))('%s', (_line, route) => {
  const build = subjects[firstId.exec(route.path)?.[0] ?? '']
  const hasId = route.path.includes(':')
  const ask = (caller: Caller, id = '') =>
    doors.ask(caller, route.method, fill(route.path, id), { headers: wrong })

  async function judge(made: Staff, isSampled: boolean): Promise<void> {
    const oracle = new Oracle(made.cast.rows)
    const permitted = new Permitted(made.cast.rows, oracle)
    const expected = ({ member }: Caller, subject: Subject | undefined) => {
      if (!member || !oracle.isActive(member)) return 401
      if (subject && !permitted.sees(member, subject)) return 404
      if (subject && route.path.includes(':memberId')) {
        const id = further.memberId?.(subject.id) ?? ''
        if (!permitted.sees(member, { noun: 'member', id })) return 404
      }
      return permitted.may(member, route.permission, subject) ? 400 : 403
    }
    const all = build ? build(made) : [undefined]
    await Promise.all(
      made.callers.map(async (caller, index) => {
        // Beginning elsewhere for each caller, so that a sample has of everything.
        const turned = [...all.slice(index % all.length), ...all.slice(0, index % all.length)]
        const asked = new Set<number>()
        for (const subject of turned) {
          const right = expected(caller, subject)
          if (asked.has(right) && (isSampled || right === 401)) continue
          asked.add(right)
          const { status, text } = await ask(caller, subject?.id)
          const what = `${caller.name}, ${subject?.noun} ${nameOf(made, subject?.id)}: ${text}`
          expect(status, what).toBe(right)
        }
      }),
    )
  }

  test('answers every kind of actor as the table of permissions says', async () => {
    expect(build !== undefined || !hasId, 'this path has no subject in the test').toBe(true)
    const isSampled = hasId && isDecidedAlike(route)
    await Promise.all(
      organizations.map((made, index) => judge(made, isSampled || (index > 0 && isOfScheduling(route)))),
    )
  })

  test('sends away who has not signed in', async () => {
    const cut = organizations[0]?.callers[0]?.cookie?.replace(/.{6}$/, '')
    for (const cookie of [undefined, 'guildhall.session=forged.forged', cut])
      expect((await ask({ ...visitor, cookie }, randomUUID())).status).toBe(401)
  })

  if (hasId)
    test('answers what is hidden exactly as what is not there', async () => {
      const [made, abroad] = organizations as [Staff, Staff]
      const permitted = new Permitted(made.cast.rows, new Oracle(made.cast.rows))
      const look = (caller: Caller, id: string) =>
        doors.ask(
          caller,
          route.method,
          fill(route.path, id),
          route.method === 'GET' ? {} : { headers: wrong },
        )
      const foreign = build?.(abroad) ?? []
      const odd = ['not-an-id', '%00', 'x'.repeat(300)]
      await Promise.all(
        activeOf(made).map(async (caller, index) => {
          if (isDecidedAlike(route) && index % 3 > 0) return
          const absent = await look(caller, randomUUID())
          expect(absent.status).toBe(404)
          const hidden = (build?.(made) ?? []).filter(
            subject => !permitted.sees(caller.member as Member, subject),
          )
          for (const { id } of [
            ...hidden.slice(0, 3),
            ...foreign.slice(index % foreign.length).slice(0, 1),
          ]) {
            const answer = await look(caller, id)
            expect(bare(answer.text), `${caller.name}, ${id}`).toBe(bare(absent.text))
            expect(bareHeaders(answer.headers)).toEqual(bareHeaders(absent.headers))
          }
          expect(bare((await look(caller, odd[index % odd.length] ?? '')).text)).toBe(bare(absent.text))
        }),
      )
    })
})

const activeOf = ({ callers }: Staff) =>
  callers.filter(({ member, oracle }) => member && oracle?.isActive(member))

/** For the message of a failure. */
function nameOf({ cast, clients }: Staff, id: string | undefined): string {
  const client = Object.entries(clients).find(([, each]) => each === id)?.[0]
  return (
    client ??
    cast.rows.member.find(member => member.id === id)?.name ??
    cast.rows.group.find(group => group.id === id)?.name ??
    String(id)
  )
}

describe('the doors for people without an account', () => {
  const others = routes.filter(route => route.access !== 'member' && route.access !== 'streaming')
  const tokenOf: Record<string, (made: Staff | undefined) => string | undefined> = {
    client: made => [...(made?.links.values() ?? [])][0],
    booker: made => made?.bookings.get(made.meetings.m1),
    visitor: () => randomUUID(),
  }

  test.each(others.map(route => [lineOf(route), route] as const))(
    '%s opens as the table says',
    async (_line, route) => {
      const column = route.access === 'visitor' ? 'visitor' : 'client'
      expect(cellOf(route.permission, column).reach).not.toBe('none')
      const door = /^\/public\/(groups|members|meeting-types)\//.exec(route.path)?.[1]
      const token = door
        ? organizations[0]?.doors[door as keyof Staff['doors']]
        : tokenOf[route.access]?.(organizations[0])
      const known = await doors.ask(visitor, route.method, fill(route.path, token ?? ''), { headers: wrong })
      expect(known.status, known.text).toBe(400)
    },
  )

  test.each(others.filter(route => route.access !== 'visitor').map(route => [lineOf(route), route] as const))(
    '%s is nothing for who has no link, member or not',
    async (_line, route) => {
      const [first] = organizations
      const tokens = [randomUUID(), '%00', 'x'.repeat(300)]
      for (const [index, caller] of [visitor, ...(first?.callers ?? [])].entries())
        for (const token of index < 2 ? tokens : tokens.slice(index % 3, (index % 3) + 1))
          expect(
            (await doors.ask(caller, route.method, fill(route.path, token), { headers: wrong })).status,
          ).toBe(404)
    },
  )
})

test('every door names a permission of the table, and no two doors are the same', () => {
  expect(routes.length).toBeGreaterThan(30)
  for (const route of routes) expect(() => cellOf(route.permission, 'admin')).not.toThrow()
  expect(new Set(routes.map(lineOf)).size).toBe(routes.length)
})
