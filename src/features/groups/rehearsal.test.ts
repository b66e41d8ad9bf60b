import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cast } from '../../../db/cast.ts'
import { castOf, seeded, worldPlan } from '../../../test/world/random.ts'
import { waysToClients } from '../../../test/world/reading.ts'
import { openWorld, type World } from '../../../test/world.ts'
import type { Member } from '../../access/actor.ts'
import { groupRoles, roles } from '../../access/matrix.ts'
import type { Consequences } from '../../access/shapes.ts'
import type { Db } from '../../kit/db.ts'
import { changeRole, changeSight, suspend } from '../members/actions/standing.ts'
import { getMember } from '../members/queries/list.ts'
import { deleteGroup, restoreGroup } from './actions/deletion.ts'
import { changeGroup } from './actions/groups.ts'
import { addMembers, changeGroupRoles, removeMembers } from './actions/members.ts'
import { getGroup } from './queries/list.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const kinds = [
  'add',
  'remove',
  'give',
  'role',
  'sight',
  'suspend',
  'delete',
  'restore',
  'move',
  'see below',
] as const
const changePlan = fc.record({
  kind: fc.constantFrom(...kinds, 'remove' as const, 'role' as const),
  group: fc.nat({ max: 7 }),
  parent: fc.nat({ max: 7 }),
  members: fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 3 }),
  role: fc.constantFrom(...roles, 'operations' as const),
  groupRole: fc.constantFrom(null, ...groupRoles),
  sight: fc.constantFrom('organization' as const, 'groups' as const),
  onUngroup: fc.constantFrom('own_only', 'see_all', 'make_limited', 'move'),
})
type ChangePlan = typeof changePlan extends fc.Arbitrary<infer P> ? P : never

/** Makes or rehearses the change as the Admin, and answers what it does to who sees what. */
async function make(
  db: Db,
  actor: Member,
  cast: Cast,
  plan: ChangePlan,
  dryRun: boolean,
): Promise<Consequences> {
  const at = (ids: { id: string }[], index: number) => ids[index % ids.length]?.id ?? actor.memberId
  const present = cast.rows.member.filter(({ removedAt }) => !removedAt)
  const memberIds = [...new Set(plan.members.map(index => at(present, index)))]
  const onUngroup =
    plan.onUngroup === 'move' ? { moveTo: at(cast.rows.group, plan.parent) } : (plan.onUngroup as 'own_only')
  const { groupRole, role, sight } = plan
  const group = (await getGroup(db, actor, at(cast.rows.group, plan.group))) as never
  const member = (await getMember(db, actor, memberIds[0] ?? '')) as never
  const changes = {
    add: () => addMembers(db, actor, group, { memberIds, groupRole, dryRun }),
    remove: () => removeMembers(db, actor, group, { memberIds, onUngroup, dryRun, meetings: 'keep' }),
    give: () => changeGroupRoles(db, actor, group, { memberIds, groupRole, dryRun }),
    role: () => changeRole(db, actor, member, { role, onUngroup, dryRun }),
    sight: () => changeSight(db, actor, member, { sight, dryRun }),
    suspend: () => suspend(db, actor, member, { dryRun }),
    delete: () => deleteGroup(db, actor, group, { confirmApiKeyIds: [], dryRun }),
    restore: () => restoreGroup(db, actor, group, { dryRun }),
    move: () =>
      changeGroup(db, actor, group, { parentId: at(cast.rows.group, plan.parent), dryRun }, undefined),
    'see below': () =>
      changeGroup(db, actor, group, { membersSeeBelow: sight === 'groups', dryRun }, undefined),
  }
  return (await changes[plan.kind]()).consequences
}

const waysTo = {
  clients: waysToClients['a raw select'],
  meetings: async (db: Db) => {
    const { rows } = await sql<{ id: string }>`select id from app.meeting`.execute(db)
    return rows.map(row => row.id)
  },
}

/** What every member sees, by raw select; whoever cannot enter sees nothing. */
async function sightsIn(cast: Cast, of: keyof typeof waysTo): Promise<Map<string, Set<string>>> {
  const sights = new Map<string, Set<string>>()
  const { rows } = await world.owner.query(`select id, status from app.member where organization_id = $1`, [
    cast.organizationId,
  ])
  for (const { id, status } of rows)
    sights.set(
      id,
      new Set(status === 'active' ? await world.asMember(cast.organizationId, id, waysTo[of]) : []),
    )
  return sights
}

/** Active types of which no host is left, told from the tables alone. */
async function hostlessIn({ organizationId }: Cast): Promise<Set<string>> {
  const { rows } = await world.owner.query(
    `select id from app.meeting_type t where organization_id = $1 and deleted_at is null and disabled_at is null and not exists (
       select from app.member m where m.organization_id = t.organization_id and m.status = 'active' and (
         exists (select from app.meeting_type_member named where named.meeting_type_id = t.id and named.member_id = m.id)
         or exists (select from app.meeting_type_group named join app."group" g on g.id = named.group_id and g.deleted_at is null
           join app.membership held on held.group_id = g.id and held.member_id = m.id and coalesce(held.expires_at > now(), true)
           where named.meeting_type_id = t.id)))`,
    [organizationId],
  )
  return new Set(rows.map(row => row.id))
}

const counted = (from: Map<string, Set<string>>, to: Map<string, Set<string>>) =>
  Object.fromEntries(
    [...to].flatMap(([id, seen]) => {
      const more = seen.difference(from.get(id) ?? new Set()).size
      return more > 0 ? [[id, more]] : []
    }),
  )
const told = (effects: Consequences['gains'], of: keyof typeof waysTo) =>
  Object.fromEntries(effects.flatMap(effect => (effect[of] > 0 ? [[effect.memberId, effect[of]]] : [])))

test('a dry run changes nothing, says what the change says, and what the change then does, for everyone', async () => {
  await fc.assert(
    fc.asyncProperty(worldPlan, changePlan, async (plan, change) => {
      fc.pre(plan.groups.length > 0 || ['role', 'sight', 'suspend'].includes(change.kind))
      const cast = castOf(plan)
      await world.insertAsIs(cast)
      const admin = cast.rows.member[0]?.id ?? ''
      const run = (dryRun: boolean) =>
        world
          .asMember(cast.organizationId, admin, (db, actor) => make(db, actor, cast, change, dryRun))
          .catch(error => ({ refused: (error as { code: string }).code }))
      const look = async () => ({
        clients: await sightsIn(cast, 'clients'),
        meetings: await sightsIn(cast, 'meetings'),
        hostless: await hostlessIn(cast),
      })
      const before = await look()
      const rehearsed = await run(true)
      expect(await look()).toEqual(before)
      const done = await run(false)
      expect(done).toEqual(rehearsed)
      if ('refused' in done) {
        expect(done.refused).toMatch(/^(conflict|gone|invalid|last_admin|GH00[123])$/)
        return
      }
      const after = await look()
      for (const of of ['clients', 'meetings'] as const) {
        expect(told(done.gains, of)).toEqual(counted(before[of], after[of]))
        expect(told(done.losses, of)).toEqual(counted(after[of], before[of]))
      }
      expect(new Set(done.unbookable.map(type => type.meetingTypeId))).toEqual(
        after.hostless.difference(before.hostless),
      )
      expect(done).toMatchObject({ othersGain: 0, othersLose: 0 })
    }),
    seeded(80),
  )
})
