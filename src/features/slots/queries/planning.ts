import { sql } from 'kysely'
import type { Member } from '../../../access/actor.ts'
import type { Permission } from '../../../access/matrix.ts'
import { groupsFor, meetingTypesFor, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { Problem, unknownId } from '../../../kit/errors.ts'
import { dateOf, minuteOf } from '../../../kit/minutes.ts'
import { intervalOf, spanOf } from '../../../kit/span.ts'
import { say } from '../../../kit/sentence.ts'
import { type Objection, whyNot } from '../rules/explanation.ts'
import type { Host } from '../rules/hosts.ts'
import { openSlots } from '../rules/slots.ts'
import {
  type Explanation,
  type ExplanationQuery,
  mostSlotDays,
  type Times,
  type TimesQuery,
} from '../schema.ts'
import { loadSnapshot } from './snapshot.ts'

/**
 * Ids of a query are those within the actor's sight, hidden and absent alike; and the member is one of those for whom the
 * actor has the permission.
 */
async function checkSight(
  db: Db,
  actor: Member,
  permission: Permission,
  asked: { memberId: string; at: string; meetingTypeId: string; groupId: string | undefined },
): Promise<void> {
  const member = await db
    .selectFrom('member')
    .where('member.id', '=', asked.memberId)
    .where('member.status', '<>', 'removed')
    .where(membersFor(actor))
    .select(sql<boolean>`${membersFor(actor, permission)}`.as('isReached'))
    .executeTakeFirst()
  if (!member) throw unknownId(asked.at)
  if (!member.isReached) throw new Problem('forbidden', say('Your role does not allow this here.'))
  const type = await db
    .selectFrom('meetingType')
    .where('meetingType.id', '=', asked.meetingTypeId)
    .where(meetingTypesFor(actor))
    .select('meetingType.id')
    .executeTakeFirst()
  if (!type) throw unknownId('/meetingTypeId')
  const group =
    asked.groupId &&
    (await db
      .selectFrom('group')
      .where('group.id', '=', asked.groupId)
      .where('group.deletedAt', 'is', null)
      .where(groupsFor(actor))
      .select('group.id')
      .executeTakeFirst())
  if (asked.groupId && !group) throw unknownId('/groupId')
}

/** Why a client can or cannot book a member then: everything that stands against it. */
export async function explain(
  db: Db,
  actor: Member,
  { memberId, meetingTypeId, startsAt, groupId, durationMinutes }: ExplanationQuery,
): Promise<Explanation> {
  await checkSight(db, actor, 'availability.write', { memberId, at: '/memberId', meetingTypeId, groupId })
  const from = minuteOf(new Date(startsAt))
  const door = {
    kind: 'tended',
    hostIds: null,
    groupId: groupId ?? (await usualGroup(db, meetingTypeId)),
  } as const
  const wanted = { meetingTypeId, hostId: memberId, durationMinutes, from, to: from + 1 }
  const snapshot = await loadSnapshot(db, door, wanted)
  const host = snapshot?.hosts[0]
  if (!snapshot || !host) throw unknownId('/memberId')
  const { type, now, group } = snapshot
  const asked = spanOf({ start: from, end: from + type.durationMinutes })
  const layers: Explanation['layers'] = whyNot({ type, host, now, startsAt: from }).map(layerOf)
  if (!type.isActive) layers.unshift({ layer: 'meeting_type_disabled', ...asked })
  if (group && !group.isBookable) layers.push({ layer: 'group_not_bookable', ...asked })
  return { offered: layers.length === 0, layers }
}

const layerOf = ({ layer, interval }: Objection) => ({ layer, ...spanOf(interval) })

/** As by the link of the type, where no group is asked for. */
async function usualGroup(db: Db, meetingTypeId: string): Promise<string | null> {
  const { rows } = await sql<{ groupId: string | null }>`
    select app.usual_group_id(${meetingTypeId}::uuid) as group_id`.execute(db)
  return rows[0]?.groupId ?? null
}

/** A planner may take a time at once, and however far away. */
const anyNotice = { noticeMinutes: 0, windowDays: 36_500 }

/** Times of a host whom the actor may plan for, free and taken. */
export async function listTimes(db: Db, actor: Member, query: TimesQuery): Promise<Times> {
  const { hostId, meetingTypeId, durationMinutes, exceptMeetingId, groupId } = query
  await checkSight(db, actor, 'meetings.plan', { memberId: hostId, at: '/hostId', meetingTypeId, groupId })
  const { start: from, end: to } = intervalOf(query, mostSlotDays)
  const door = { kind: 'tended', hostIds: null, groupId: groupId ?? null } as const
  const wanted = { meetingTypeId, hostId, durationMinutes, exceptMeetingId, from, to }
  const snapshot = await loadSnapshot(db, door, wanted)
  const host = snapshot?.hosts[0]
  if (!snapshot || !host) throw unknownId('/hostId')
  const type = { ...snapshot.type, ...anyNotice }
  const hosts = [{ ...host, unbookable: null }]
  return {
    timeZone: host.zone.name,
    durationMinutes: type.durationMinutes,
    stepMinutes: type.stepMinutes,
    starts: openSlots({ type, hosts, now: snapshot.now, from, to }).map(({ startsAt }) =>
      dateOf(startsAt).toISOString(),
    ),
    taken: takenTimes(host)
      .filter(({ interval }) => interval.start < to + type.durationMinutes && interval.end > from)
      .toSorted((one, other) => one.interval.start - other.interval.start)
      .map(layerOf),
    unbookable: type.isActive ? host.unbookable : 'meeting_type_disabled',
  }
}

function takenTimes(host: Host): Objection[] {
  const layers = {
    organization_block: host.organizationBlocks,
    group_block: host.groupBlocks,
    member_block: host.memberBlocks,
    busy: host.busy,
    meeting: host.meetings,
  } as const
  return Object.entries(layers).flatMap(([layer, intervals]) =>
    intervals.map(interval => ({ layer: layer as Objection['layer'], interval })),
  )
}
