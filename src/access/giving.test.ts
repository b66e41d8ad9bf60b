import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cast } from '../../db/cast.ts'
import { insertRows, type Rows } from '../../db/rows.ts'
import { type Asked, change, more, requestFor, sightsOf } from '../../test/world/changes.ts'
import { type Caller, type Doors, openDoors } from '../../test/world/doors.ts'
import { Oracle } from '../../test/world/oracle.ts'
import { castOf, seeded, type WorldPlan, worldPlan } from '../../test/world/random.ts'
import type { Consequences } from './shapes.ts'

let doors: Doors
beforeAll(async () => {
  doors = await openDoors()
})
afterAll(() => doors.close())

const told = (effects: Consequences['gains'], of: 'clients' | 'meetings') =>
  effects.flatMap(effect => (effect[of] > 0 ? [`${effect.memberId} ${effect[of]}`] : []))

/** Rehearses, makes the change, and compares what was said with what has become. */
async function judge(cast: Cast, admin: Caller, { method, path, body, mayAdd }: Asked): Promise<string> {
  const look = () => sightsOf(doors, cast)
  const before = await look()
  const rehearsed = await doors.ask(admin, method, path, { body: { ...body, dryRun: true } })
  const what = `${method} ${path} ${JSON.stringify(body)}: ${rehearsed.text}`
  expect(await look(), `a dry run changed something, ${what}`).toEqual(before)
  const made = await doors.ask(admin, method, path, { body })
  const after = await look()
  if (made.status >= 300) {
    expect(after, `a refusal changed something, ${what}`).toEqual(before)
    return JSON.parse(made.text).code
  }
  expect(rehearsed.status, what).toBe(made.status)
  const { gains, losses, othersGain, othersLose }: Consequences = JSON.parse(rehearsed.text).consequences
  for (const of of ['clients', 'meetings'] as const) {
    expect(told(gains, of).toSorted(), `gains, ${what}`).toEqual(more(after[of], before[of]).toSorted())
    expect(told(losses, of).toSorted(), `losses, ${what}`).toEqual(more(before[of], after[of]).toSorted())
  }
  expect([othersGain, othersLose]).toEqual([0, 0])
  if (!mayAdd) expect(more(after.clients, before.clients), `losing added something, ${what}`).toEqual([])
  // A group that comes back has its roles again, and by them its meetings.
  if (!mayAdd && !path.endsWith('/restoration'))
    expect(more(after.meetings, before.meetings), `losing added a meeting, ${what}`).toEqual([])
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

/** A world in which somebody manages a live group, since they have most to give away. */
const managedPlan = worldPlan.filter(({ groups, memberships }) => groups.length > 1 && memberships.length > 1)
function managedWorld(plan: WorldPlan): { cast: Cast; managerId: string } {
  const cast = castOf(plan)
  const [held] = cast.rows.membership as [Rows['membership'][number]]
  Object.assign(held, { groupRole: 'manager', expiresAt: null })
  const manager = cast.rows.member.find(({ id }) => id === held.memberId)
  // The first member stays an Admin.
  if (manager?.accountId && manager !== cast.rows.member[0])
    Object.assign(manager, { role: 'operations', suspendedAt: null, removedAt: null })
  Object.assign(cast.rows.group.find(({ id }) => id === held.groupId) ?? {}, { deletedAt: null })
  return { cast, managerId: held.memberId }
}

test('nobody gives anyone, or themselves, sight of a client or a meeting that they do not see', async () => {
  let made = 0
  await fc.assert(
    fc.asyncProperty(
      managedPlan,
      fc.array(change, { minLength: 5, maxLength: 5 }),
      fc.nat(),
      async (plan, changes, luck) => {
        const { cast, managerId } = managedWorld(plan)
        await insertRows(doors.owner, cast.rows)
        const callers = (await doors.admit(cast, member => member.role)).filter(
          ({ member }) => member?.role !== 'admin',
        )
        const managing = callers.find(({ member }) => member?.id === managerId)
        for (const [index, each] of changes.entries()) {
          const caller = index < 3 && managing ? managing : callers[luck % callers.length]
          if (!caller?.member) continue
          // About what they can read they have more to ask than about what they cannot.
          const readable = new Oracle(cast.rows).readable(caller.member)
          const { member, group } = cast.rows
          const inSight = {
            member: member.filter(({ id }) => index > 3 || readable.member?.has(id)),
            group: group.filter(({ id }) => index > 3 || readable.group?.has(id)),
          }
          const kind = (['add', 'group role', 'remove'] as const)[index] ?? each.kind
          const asked = requestFor({ rows: inSight }, { ...each, kind })
          if (!asked) continue
          const before = await sightsOf(doors, cast)
          const { status, text } = await doors.ask(caller, asked.method, asked.path, { body: asked.body })
          const after = await sightsOf(doors, cast)
          if (status < 300) made += 1
          for (const of of ['clients', 'meetings'] as const) {
            const own = before[of].get(caller.member.id) ?? new Set()
            for (const [id, seen] of after[of]) {
              const gained = seen.difference(before[of].get(id) ?? new Set())
              const what = `${of} for ${id} by ${caller.name}: ${asked.method} ${asked.path} ${JSON.stringify(asked.body)}: ${text}`
              expect([...gained.difference(own)], what).toEqual([])
            }
          }
        }
      },
    ),
    seeded(40),
  )
  expect(made, 'some changes were made').toBeGreaterThan(20)
})
