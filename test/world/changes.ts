import fc from 'fast-check'
import { sql } from 'kysely'
import type { Cast } from '../../db/cast.ts'
import type { Rows } from '../../db/rows.ts'
import { asActor } from '../../src/access/enter.ts'
import { groupRoles, roles } from '../../src/access/matrix.ts'
import type { Db } from '../../src/kit/db.ts'
import type { Doors } from './doors.ts'

export type Sights = Map<string, Set<string>>
/** What every member sees now, whoever they have become; who cannot enter sees nothing. */
export async function sightsOf(
  doors: Pick<Doors, 'server'>,
  { organizationId, rows }: Cast,
): Promise<Record<'clients' | 'meetings', Sights>> {
  const sights = { clients: new Map<string, Set<string>>(), meetings: new Map<string, Set<string>>() }
  const look = (db: Db) =>
    sql<{ clients: string[]; meetings: string[] }>`select
      array(select id from app.client) as clients, array(select id from app.meeting) as meetings`.execute(db)
  await Promise.all(
    rows.member.map(({ id: memberId }) =>
      asActor(doors.server.app.program, { kind: 'job', organizationId, memberId }, async (db, actor) => {
        const seen = actor ? (await look(db)).rows[0] : undefined
        sights.clients.set(memberId, new Set(seen?.clients))
        sights.meetings.set(memberId, new Set(seen?.meetings))
      }),
    ),
  )
  return sights
}
/** Members of the first who have there what they lack in the second, and how much of it. */
export const more = (than: Sights, less: Sights) =>
  [...than].flatMap(([id, seen]) => {
    const count = seen.difference(less.get(id) ?? new Set()).size
    return count > 0 ? [`${id} ${count}`] : []
  })
/** Somebody's wish to change who sees what, in small numbers; an index points into its list, round and round. */
export const change = fc.record({
  kind: fc.constantFrom(
    'add',
    'remove',
    'remove',
    'group role',
    'role',
    'role',
    'sight',
    'suspend',
    'setting',
    'delete group',
    'restore group',
    'tree',
  ),
  member: fc.nat(),
  others: fc.array(fc.nat(), { maxLength: 3 }),
  group: fc.nat(),
  role: fc.constantFrom(...roles),
  groupRole: fc.constantFrom(null, ...groupRoles),
  onUngroup: fc.constantFrom('own_only', 'see_all', 'make_limited', 'move', undefined),
  flag: fc.boolean(),
})
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never
export type Asked = {
  method: 'POST' | 'PUT' | 'PATCH'
  path: string
  body: Record<string, unknown>
  mayAdd: boolean
}

/** The request that a change is made by; none where the organisation has nothing to change. */
export function requestFor(
  { rows }: { rows: Pick<Rows, 'member' | 'group'> },
  change: Change,
): Asked | undefined {
  const at = <T>(list: readonly T[], index: number) => list[index % list.length]
  const live = rows.group.filter(group => !group.deletedAt)
  const people = rows.member.filter(member => !member.removedAt)
  const [member, group, other] = [
    at(people, change.member),
    at(rows.group, change.group),
    at(live, change.group + 1),
  ]
  const memberIds = [...new Set([change.member, ...change.others].map(index => at(people, index)?.id ?? ''))]
  const onUngroup = change.onUngroup === 'move' ? other && { moveTo: other.id } : change.onUngroup
  const choice = onUngroup && { onUngroup }
  const mayAdd = change.onUngroup === 'see_all' || change.onUngroup === 'move'
  if (change.kind === 'setting')
    return {
      method: 'PATCH',
      path: '/organization',
      body: { ungroupedOperations: change.flag ? 'all' : 'organization_only' },
      mayAdd: true,
    }
  if (change.kind === 'role')
    return {
      method: 'PUT',
      path: `/members/${member?.id}/role`,
      body: { role: change.role, ...choice },
      mayAdd: true,
    }
  if (change.kind === 'sight')
    return {
      method: 'PUT',
      path: `/members/${member?.id}/sight`,
      body: { sight: change.flag ? 'organization' : 'groups' },
      mayAdd: true,
    }
  if (change.kind === 'suspend')
    return { method: 'PUT', path: `/members/${member?.id}/suspension`, body: {}, mayAdd: false }
  if (!group) return undefined
  const to = `/groups/${group.id}`
  if (change.kind === 'add')
    return {
      method: 'POST',
      path: `${to}/members`,
      body: { memberIds, groupRole: change.groupRole },
      mayAdd: true,
    }
  if (change.kind === 'remove')
    return { method: 'POST', path: `${to}/members/removal`, body: { memberIds, ...choice }, mayAdd }
  if (change.kind === 'group role')
    return {
      method: 'PUT',
      path: `${to}/members/roles`,
      body: { memberIds, groupRole: change.groupRole },
      mayAdd: change.groupRole !== null,
    }
  if (change.kind === 'delete group')
    return { method: 'POST', path: `${to}/deletion`, body: {}, mayAdd: false }
  if (change.kind === 'restore group')
    return { method: 'POST', path: `${to}/restoration`, body: {}, mayAdd: false }
  return {
    method: 'PATCH',
    path: to,
    body: {
      parentId: other && change.flag && other.id !== group.id ? other.id : null,
      membersSeeBelow: change.flag,
    },
    mayAdd: true,
  }
}
