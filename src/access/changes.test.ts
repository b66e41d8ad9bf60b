import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Cast } from '../../db/cast.ts'
import { Oracle } from '../../test/world/oracle.ts'
import { castOf, seeded, worldPlan } from '../../test/world/random.ts'
import { openWorld, type World } from '../../test/world.ts'
import { roles } from './matrix.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Sights = Map<string, Set<string>>
const everything = sql<{ id: string }>`select id from app.client union all select id from app.meeting`
const clientsAlone = sql<{ id: string }>`select id from app.client`
/** The clients and meetings that every member who can enter sees, by raw select; others see nothing. */
async function sightsIn(cast: Cast, what = everything): Promise<Sights> {
  const oracle = new Oracle(cast.rows)
  const sights: Sights = new Map()
  await Promise.all(
    cast.rows.member.filter(oracle.isActive).map(async ({ id }) => {
      const { rows } = await world.asMember(cast.organizationId, id, db => what.execute(db))
      sights.set(id, new Set(rows.map(row => row.id)))
    }),
  )
  return sights
}
const gainedIn = (before: Sights, after: Sights) =>
  [...after].flatMap(([id, seen]) =>
    [...seen.difference(before.get(id) ?? new Set())].map(row => `${id} ${row}`),
  )

/** Makes a world of each plan and hands it over with its sights. */
const inAnyWorld = (
  numRuns: number,
  judge: (cast: Cast, before: Sights, pick: (among: number) => number) => Promise<void>,
) =>
  fc.assert(
    fc.asyncProperty(worldPlan, fc.nat(), async (plan, luck) => {
      const cast = castOf(plan)
      await world.insertAsIs(cast)
      await judge(cast, await sightsIn(cast), among => luck % among)
    }),
    seeded(numRuns),
  )

describe('losing never shows more', () => {
  test('taking a member out of a group, or taking everybody out of every group, adds no client or meeting to anyone’s sight', async () => {
    await inAnyWorld(40, async (cast, before, pick) => {
      const { membership } = cast.rows
      if (membership.length === 0) return
      const one = membership[pick(membership.length)]
      await world.owner.query('delete from app.membership where member_id = $1 and group_id = $2', [
        one?.memberId,
        one?.groupId,
      ])
      expect(gainedIn(before, await sightsIn(cast))).toEqual([])
      await world.owner.query('delete from app.membership where organization_id = $1', [cast.organizationId])
      expect(gainedIn(before, await sightsIn(cast))).toEqual([])
    })
  })

  test('the end of a membership’s time adds no client or meeting to anyone’s sight', async () => {
    await inAnyWorld(40, async (cast, before) => {
      await world.owner.query(
        `update app.membership set expires_at = now() - interval '1 second' where organization_id = $1`,
        [cast.organizationId],
      )
      expect(gainedIn(before, await sightsIn(cast))).toEqual([])
    })
  })

  test('taking back a group role adds no client or meeting to anyone’s sight', async () => {
    await inAnyWorld(30, async (cast, before) => {
      await world.owner.query('update app.membership set group_role = null where organization_id = $1', [
        cast.organizationId,
      ])
      expect(gainedIn(before, await sightsIn(cast))).toEqual([])
    })
  })

  test('taking back a Cc adds no client or meeting to anyone’s sight', async () => {
    await inAnyWorld(20, async (cast, before) => {
      await world.owner.query('delete from app.client_cc where organization_id = $1', [cast.organizationId])
      expect(gainedIn(before, await sightsIn(cast))).toEqual([])
    })
  })

  test('who is put in a first group and taken out again does not see more than in the group', async () => {
    await inAnyWorld(30, async (cast, _before, pick) => {
      const [member, group] = [cast.rows.member[pick(cast.rows.member.length)], cast.rows.group[0]]
      if (!member || !group) return
      const values = [cast.organizationId, member.id, group.id]
      await world.owner.query(
        'insert into app.membership (organization_id, member_id, group_id) values ($1, $2, $3) on conflict do nothing',
        values,
      )
      const inside = await sightsIn(cast)
      await world.owner.query(
        'delete from app.membership where organization_id = $1 and member_id = $2 and group_id = $3',
        values,
      )
      expect(gainedIn(inside, await sightsIn(cast))).toEqual([])
    })
  })
})

describe('giving shows exactly what is given', () => {
  test('a Cc adds one client to the sight of one active member, and nothing else to anyone’s', async () => {
    await inAnyWorld(40, async (cast, before, pick) => {
      const { client, member, clientCc } = cast.rows
      const [shared, with_] = [client[pick(client.length)], member[pick(member.length)]]
      if (!shared || !with_ || clientCc.some(cc => cc.clientId === shared.id && cc.memberId === with_.id))
        return
      await world.owner.query(
        'insert into app.client_cc (organization_id, client_id, member_id) values ($1, $2, $3)',
        [cast.organizationId, shared.id, with_.id],
      )
      const after = await sightsIn(cast)
      const isNew = before.has(with_.id) && !before.get(with_.id)?.has(shared.id)
      expect(gainedIn(before, after)).toEqual(isNew ? [`${with_.id} ${shared.id}`] : [])
      expect(gainedIn(after, before)).toEqual([])
    })
  })

  test('a group role adds the clients and meetings of that group and those below it, for its member alone', async () => {
    await inAnyWorld(40, async (cast, before, pick) => {
      const { membership, group, client, meeting } = cast.rows
      const held = membership[pick(membership.length)]
      if (!held) return
      await world.owner.query(
        `update app.membership set group_role = 'operator' where member_id = $1 and group_id = $2`,
        [held.memberId, held.groupId],
      )
      const reached = new Set([held.groupId])
      // A parent stands before its children.
      for (const { id, parentId } of group) if (parentId && reached.has(parentId)) reached.add(id)
      const isDeleted = (id: string) => group.find(each => each.id === id)?.deletedAt != null
      const working = isDeleted(held.groupId) ? [] : [...reached].filter(id => !isDeleted(id))
      const given = [
        ...client.filter(({ groupId }) => groupId != null && reached.has(groupId)),
        ...meeting.filter(
          ({ heldUntil, attributedGroupIds }) =>
            heldUntil == null && attributedGroupIds?.some(id => working.includes(id)),
        ),
      ].map(({ id }) => id)
      const isOver = held.expiresAt != null && new Date(held.expiresAt) <= new Date()
      const own = before.get(held.memberId)
      const isNew = (id: string) => own && !isOver && !own.has(id)
      const after = await sightsIn(cast)
      expect(gainedIn(before, after).toSorted()).toEqual(
        given
          .filter(isNew)
          .map(id => `${held.memberId} ${id}`)
          .toSorted(),
      )
      expect(gainedIn(after, before)).toEqual([])
    })
  })

  test('deleting a group, and restoring it, changes nobody’s sight of clients', async () => {
    await inAnyWorld(40, async cast => {
      const before = await sightsIn(cast, clientsAlone)
      for (const change of ['deleted_at = now()', 'deleted_at = null']) {
        await world.owner.query(`update app."group" set ${change} where organization_id = $1`, [
          cast.organizationId,
        ])
        expect(await sightsIn(cast, clientsAlone)).toEqual(before)
      }
    })
  })

  test('the same member sees no more as Operations (limited) than as Operations, and no more so than as Full member', async () => {
    await inAnyWorld(30, async (cast, _before, pick) => {
      const { member } = cast.rows
      const one = member[pick(member.length)]?.id ?? ''
      const seen = new Map<string, Set<string>>()
      for (const role of roles) {
        await world.owner.query(`set session_replication_role = replica`)
        await world.owner.query('update app.member set role = $1 where id = $2', [role, one])
        await world.owner.query(`set session_replication_role = origin`)
        seen.set(role, (await sightsIn(cast)).get(one) ?? new Set())
      }
      const isWithin = (role: string, other: string) =>
        seen.get(role)?.isSubsetOf(seen.get(other) ?? new Set())
      expect(isWithin('operations_limited', 'operations')).toBe(true)
      expect(isWithin('operations_limited', 'operator')).toBe(true)
      expect(isWithin('operations', 'full_member')).toBe(true)
      expect(isWithin('operator', 'full_member')).toBe(true)
      expect(seen.get('full_member')).toEqual(seen.get('admin'))
      expect(seen.get('manager')).toEqual(seen.get('admin'))
    })
  })
})

describe('sight of the whole organisation is stored with the member', () => {
  const sightOf = async (memberId: string) =>
    (await world.owner.query('select sight from app.member where id = $1', [memberId])).rows[0].sight
  const widen = (memberId: string) =>
    world.owner.query(`update app.member set sight = 'organization' where id = $1`, [memberId])

  test('the first group narrows it, and leaving the last one does not widen it again', async () => {
    const cast = new Cast()
    const [member, group] = [cast.member({ role: 'operations' }), cast.group()]
    await world.insert(cast)
    expect(await sightOf(member)).toBe('organization')
    await world.owner.query(
      'insert into app.membership (organization_id, member_id, group_id) values ($1, $2, $3)',
      [cast.organizationId, member, group],
    )
    expect(await sightOf(member)).toBe('groups')
    await world.owner.query('delete from app.membership where member_id = $1', [member])
    expect(await sightOf(member)).toBe('groups')
    await widen(member)
    expect(await sightOf(member)).toBe('organization')
  })

  test('it cannot be given to who is in a group, also a deleted one, and is given past memberships that have ended', async () => {
    const cast = new Cast()
    const [inside, frozen, ended] = [
      cast.member({ role: 'operations' }),
      cast.member({ role: 'operations' }),
      cast.member({ role: 'operations' }),
    ]
    cast.membership(inside, cast.group())
    cast.membership(frozen, cast.group({ deletedAt: new Date() }))
    cast.membership(ended, cast.group(), null, { expiresAt: new Date(Date.now() - 1000) })
    cast.client()
    await world.insert(cast)
    await expect(widen(inside)).rejects.toMatchObject({ code: 'GH003' })
    await expect(widen(frozen)).rejects.toMatchObject({ code: 'GH003' })
    expect((await sightsIn(cast)).get(ended)?.size).toBe(0)
    await widen(ended)
    expect((await sightsIn(cast)).get(ended)?.size).toBe(1)
  })
})
