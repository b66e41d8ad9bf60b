import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Rows } from '../../../db/rows.ts'
import { Oracle } from '../../../test/world/oracle.ts'
import { castOf, seeded, worldPlan } from '../../../test/world/random.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { Problem } from '../../kit/errors.ts'
import { reportInvites } from './queries/invites.ts'
import { reportMeetings } from './queries/meetings.ts'
import { invitesBy, meetingsBy } from './schema.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Member = Rows['member'][number]
const dayMs = 86_400_000
const dayOf = (time: Date) => time.toISOString().slice(0, 10)
const period = {
  from: dayOf(new Date(Date.now() - 2 * dayMs)),
  to: dayOf(new Date(Date.now() + 2 * dayMs)),
  timeZone: 'UTC',
}
const readsAll = ['admin', 'full_member', 'manager', 'operator']

/** The group and everything below it. */
function below(rows: Rows, groupId: string): Set<string> {
  const found = new Set([groupId])
  for (const group of rows.group) if (group.parentId && found.has(group.parentId)) found.add(group.id)
  return found
}

/** The key of its row for each thing that was counted; `other` and `none` as the schema has them. */
const counts = (keys: (string | undefined)[]) => {
  const found: Record<string, number> = {}
  for (const key of keys) if (key !== undefined) found[key] = (found[key] ?? 0) + 1
  return found
}
const told = (rows: { key: string }[], figure: string) =>
  Object.fromEntries(rows.map(row => [row.key, (row as never)[figure]]))

const monday = (time: Date) => dayOf(new Date(time.getTime() - ((time.getUTCDay() + 6) % 7) * dayMs))
const keyOfTime = (by: string, time: Date) =>
  by === 'day' ? dayOf(time) : by === 'week' ? monday(time) : `${dayOf(time).slice(0, 7)}-01`
const isIn = (time: Date) => dayOf(time) >= period.from && dayOf(time) <= period.to

const reachesOf = (rows: Rows) => ['own', 'all', ...rows.group.map(({ id }) => `group:${id}`)]
const inAnyWorld = (judge: (rows: Rows, oracle: Oracle, member: Member) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(worldPlan, async plan => {
      const cast = castOf(plan)
      const statuses = ['scheduled', 'completed', 'missed', 'cancelled_by_client', 'cancelled_by_host']
      for (const [index, meeting] of cast.rows.meeting.entries())
        Object.assign(meeting, {
          status: statuses[(index * 3) % 5],
          rating: index % 3 === 0 ? (index % 5) + 1 : null,
          createdAt: new Date(new Date(meeting.startsAt).getTime() - (index + 1) * 600_000),
        })
      for (const [index, invite] of cast.rows.invite.entries())
        Object.assign(invite, {
          sentAt: new Date(Date.now() - index * 600_000),
          initiatedAt: index % 2 === 0 ? new Date() : null,
          completedAt: index % 4 === 0 ? new Date() : null,
        })
      await world.insertAsIs(cast)
      const oracle = new Oracle(cast.rows)
      for (const member of cast.rows.member.filter(oracle.isActive)) await judge(cast.rows, oracle, member)
    }),
    seeded(15),
  )
const orForbidden = async <T>(report: Promise<T>): Promise<T | 'forbidden'> => {
  try {
    return await report
  } catch (error) {
    if (error instanceof Problem && error.code === 'forbidden') return 'forbidden'
    throw error
  }
}

test('a report on meetings says what a count by hand says, whoever asks, for what and by what', async () => {
  await inAnyWorld(async (rows, oracle, member) => {
    const readable = oracle.readable(member)
    const seen = rows.meeting.filter(
      ({ id, startsAt }) => readable.meeting?.has(id) && isIn(new Date(startsAt)),
    )
    const roleGroups = oracle.groupRoles(member, { live: true })
    await world.asMember(member.organizationId, member.id, async (db, actor) => {
      for (const reach of reachesOf(rows))
        for (const by of meetingsBy) {
          const groupId = reach.startsWith('group:') ? reach.slice(6) : undefined
          const mayAsk = readsAll.includes(member.role) || (groupId !== undefined && roleGroups.has(groupId))
          const groups = groupId === undefined ? undefined : below(rows, groupId)
          const isWithin = ({ hostId, attributedGroupIds = [] }: Rows['meeting'][number]) => {
            if (reach === 'own') return hostId === member.id
            return mayAsk && (!groups || attributedGroupIds.some(id => groups.has(id)))
          }
          const counted = seen.filter(isWithin)
          const keysOf = (meeting: Rows['meeting'][number]): string[] => {
            if (by === 'type') return [meeting.meetingTypeId]
            if (by === 'host') return [readable.member?.has(meeting.hostId) ? meeting.hostId : 'other']
            if (by !== 'group') return [keyOfTime(by, new Date(meeting.startsAt))]
            const ids = (meeting.attributedGroupIds ?? []).filter(id => groups?.has(id) ?? true)
            return ids.length === 0
              ? ['none']
              : [...new Set(ids.map(id => (readable.group?.has(id) ? id : 'other')))]
          }
          const report = await orForbidden(reportMeetings(db, actor, { ...period, reach, by }))
          if (reach === 'all' && !mayAsk) {
            expect(report).toBe('forbidden')
            continue
          }
          const of = (status: string) => counted.filter(meeting => meeting.status === status).length
          const ratings = counted.flatMap(({ rating }) => (rating ? [rating] : []))
          if (report === 'forbidden') throw new Error(`${member.role} may ask for ${reach}`)
          expect(report.total).toMatchObject({
            booked: counted.length,
            held: of('completed'),
            missed: of('missed'),
            cancelledByClient: of('cancelled_by_client'),
            cancelledByHost: of('cancelled_by_host'),
            open: of('scheduled'),
            ratings: ratings.length,
            isSmallSample: counted.length < 10,
            durationMinutes: counted.some(({ status = '' }) => !status.startsWith('cancelled')) ? 30 : null,
          })
          expect(told(report.rows, 'booked')).toEqual(counts(counted.flatMap(keysOf)))
        }
    })
  })
})

test('a report on invites says what a count by hand says, of clients the reader sees and no others', async () => {
  await inAnyWorld(async (rows, oracle, member) => {
    const clients = oracle.clients(member)
    const readable = oracle.readable(member)
    const clientOf = new Map(rows.client.map(client => [client.id, client]))
    await world.asMember(member.organizationId, member.id, async (db, actor) => {
      for (const reach of reachesOf(rows))
        for (const by of invitesBy) {
          const groupId = reach.startsWith('group:') ? reach.slice(6) : undefined
          const known = oracle.groups(member).union(oracle.groupRoles(member))
          const mayAsk = actor.seesAll || (groupId !== undefined && known.has(groupId))
          const groups =
            groupId === undefined
              ? undefined
              : new Set([...below(rows, groupId)].filter(id => id === groupId || readable.group?.has(id)))
          const counted = rows.invite.filter(({ clientId }) => {
            const client = clientOf.get(clientId)
            if (!client || !clients.has(clientId)) return false
            if (reach === 'own') return client.invitedBy === member.id
            return mayAsk && (!groups || (client.groupId != null && groups.has(client.groupId)))
          })
          const keyOf = ({ clientId, flowId, sentBy, sentAt }: Rows['invite'][number]) => {
            const group = clientOf.get(clientId)?.groupId
            if (by === 'host') return sentBy ? (readable.member?.has(sentBy) ? sentBy : 'other') : 'none'
            if (by === 'group') return group ? (readable.group?.has(group) ? group : 'other') : 'none'
            if (by === 'flow') return readable.flow?.has(flowId) ? flowId : 'other'
            return keyOfTime(by, new Date(sentAt ?? 0))
          }
          const report = await orForbidden(reportInvites(db, actor, { ...period, reach, by }))
          if (reach === 'all' && !mayAsk) {
            expect(report).toBe('forbidden')
            continue
          }
          if (report === 'forbidden') throw new Error(`${member.role} may ask for ${reach}`)
          expect(report.total).toMatchObject({
            sent: counted.length,
            initiated: counted.filter(({ initiatedAt }) => initiatedAt).length,
            completed: counted.filter(({ completedAt }) => completedAt).length,
            clients: new Set(counted.map(({ clientId }) => clientId)).size,
          })
          expect(told(report.rows, 'sent')).toEqual(counts(counted.map(keyOf)))
        }
    })
  })
})
