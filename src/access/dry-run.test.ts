import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cast } from '../../db/cast.ts'
import { insertRows } from '../../db/rows.ts'
import { type Caller, type Doors, openDoors } from '../../test/world/doors.ts'
import { castOf, seeded, worldPlan } from '../../test/world/random.ts'
import { waysToClients } from '../../test/world/reading.ts'
import { asActor } from './enter.ts'
import { groupRoles, roles } from './matrix.ts'
import type { Consequences } from './shapes.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

type Sights = Map<string, Set<string>>
/** What every member sees now, whoever they have become; who cannot enter sees nothing. */
async function sightsOf({ organizationId, rows }: Cast): Promise<Sights> {
  const sights: Sights = new Map()
  for (const { id: memberId } of rows.member) {
    const seen = await asActor(
      doors.server.app.program,
      { kind: 'job', organizationId, memberId },
      async (db, actor) => (actor ? waysToClients['a raw select'](db) : []),
    )
    sights.set(memberId, new Set(seen))
  }
  return sights
}
/** Members of the first who have there what they lack in the second, and how much of it. */
const more = (than: Sights, less: Sights) =>
  [...than].flatMap(([id, seen]) => {
    const count = seen.difference(less.get(id) ?? new Set()).size
    return count > 0 ? [`${id} ${count}`] : []
  })
const told = (effects: Consequences['gains']) =>
  effects.map(({ memberId, clients }) => `${memberId} ${clients}`)

const change = fc.record({
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
type Asked = {
  method: 'POST' | 'PUT' | 'PATCH'
  path: string
  body: Record<string, unknown>
  mayAdd: boolean
}

/** The request that a change is made by; none where the organisation has nothing to change. */
function requestFor({ rows }: Cast, change: Change): Asked | undefined {
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

/** Rehearses, makes the change, and compares what was said with what has become. */
async function judge(cast: Cast, admin: Caller, { method, path, body, mayAdd }: Asked): Promise<string> {
  const before = await sightsOf(cast)
  const rehearsed = await doors.ask(admin, method, path, { body: { ...body, dryRun: true } })
  const what = `${method} ${path} ${JSON.stringify(body)}: ${rehearsed.text}`
  expect(await sightsOf(cast), `a dry run changed something, ${what}`).toEqual(before)
  const made = await doors.ask(admin, method, path, { body })
  const after = await sightsOf(cast)
  if (made.status >= 300) {
    expect(after, `a refusal changed something, ${what}`).toEqual(before)
    return JSON.parse(made.text).code
  }
  expect(rehearsed.status, what).toBe(made.status)
  const { gains, losses, othersGain, othersLose }: Consequences = JSON.parse(rehearsed.text).consequences
  expect(told(gains).toSorted(), `gains, ${what}`).toEqual(more(after, before).toSorted())
  expect(told(losses).toSorted(), `losses, ${what}`).toEqual(more(before, after).toSorted())
  expect([othersGain, othersLose]).toEqual([0, 0])
  if (!mayAdd) expect(more(after, before), `losing added something, ${what}`).toEqual([])
  return 'made'
}

test('what a dry run says of anybody’s sight is what the change then does, and taking away adds nothing', async () => {
  const outcomes = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(worldPlan, fc.array(change, { minLength: 1, maxLength: 4 }), async (plan, changes) => {
      const cast = castOf(plan)
      await insertRows(doors.owner, cast.rows)
      const [admin] = await doors.admit(cast, member => member.role)
      for (const each of changes) {
        const asked = requestFor(cast, each)
        if (!asked || asked.path.includes(admin?.member?.id ?? '')) continue
        const outcome = `${each.kind}: ${await judge(cast, admin as Caller, asked)}`
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      }
    }),
    seeded(40),
  )
  for (const kind of [
    'add',
    'remove',
    'group role',
    'role',
    'sight',
    'suspend',
    'setting',
    'delete group',
    'tree',
  ])
    expect(
      outcomes.get(`${kind}: made`) ?? 0,
      `changes of the kind “${kind}” that were made`,
    ).toBeGreaterThan(0)
})
