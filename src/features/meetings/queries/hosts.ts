import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { grantOf, type Member } from '../../../access/actor.ts'
import { meetingTypesFor, membersFor } from '../../../access/visibility.ts'
import type { Db } from '../../../kit/db.ts'
import { wordsIn } from '../../../kit/language.ts'
import { minuteOf } from '../../../kit/minutes.ts'
import { containing } from '../../../kit/search.ts'
import type { Language } from '../../../kit/shapes.ts'
import { choiceOf } from '../../invites/rules.ts'
import { loadSnapshot } from '../../slots/queries/snapshot.ts'
import { whyNot } from '../../slots/rules/explanation.ts'
import { warningsOf } from '../rules/warnings.ts'
import type { HostCandidates, PlanOptions } from '../schema/meetings.ts'
import type { MeetingInSight } from './detail.ts'
import { choicesWith } from './groups.ts'

const mostHosts = 200

/** Members who work here and for whom the actor plans. */
export const activeHosts = (db: Db, actor: Member) =>
  db
    .selectFrom('member')
    .select(['member.id', 'member.name'])
    .where(membersFor(actor, 'meetings.plan'))
    .where('member.status', '=', 'active')

/** The ways by which a member hosts a type now: groups, or null for by name; none: they cannot. */
export async function routesOf(db: Db, hostId: string, meetingTypeId: string): Promise<(string | null)[]> {
  const { rows } = await sql<{ groupId: string | null }>`
    select group_id from app.hosted_by(${hostId}::uuid) where meeting_type_id = ${meetingTypeId}::uuid`.execute(
    db,
  )
  return rows.map(row => row.groupId)
}

/** Would the actor still read a meeting with this host that counts in these groups? Nobody plans what they cannot see. */
export function staysInSight(actor: Member, hostId: string, attributedGroupIds: readonly string[]): boolean {
  const { reach, groupIds } = grantOf(actor, 'meetings.change')
  return reach === 'all' || hostId === actor.memberId || attributedGroupIds.some(id => groupIds.includes(id))
}

/** Who can host which of these types, by which ways, as far as the actor reads the types. */
async function listRoutes(db: Db, meetingTypeIds: readonly string[]) {
  const { rows } = await sql<{ meetingTypeId: string; memberId: string; groupId: string | null }>`
    select meeting_type_id, member_id, group_id from app.hosts_of(${meetingTypeIds}::uuid[])`.execute(db)
  return rows
}

/** Whom a meeting can be given to: those who are free first, each with what stands against the time. */
export async function listCandidates(
  db: Db,
  actor: Member,
  { id, hostId, groupId, meetingTypeId, startsAt, endsAt }: MeetingInSight,
): Promise<z.input<typeof HostCandidates>> {
  const routes = await listRoutes(db, [meetingTypeId])
  const hostIds = routes
    .filter(route =>
      staysInSight(
        actor,
        route.memberId,
        [groupId ?? route.groupId].filter(each => each !== null),
      ),
    )
    .map(route => route.memberId)
  const hosts = await activeHosts(db, actor)
    .where(sql<SqlBool>`member.id = any (${hostIds}::uuid[])`)
    .orderBy('member.search')
    .orderBy('member.id')
    .limit(mostHosts)
    .execute()
  const start = minuteOf(startsAt)
  const snapshot = await loadSnapshot(
    db,
    { kind: 'tended', groupId, hostIds: hosts.map(host => host.id) },
    { meetingTypeId, from: start, to: start + 1, exceptMeetingId: id },
  )
  const items = hosts.map(host => {
    const times = snapshot?.hosts.find(each => each.id === host.id)
    const type = snapshot && { ...snapshot.type, durationMinutes: minuteOf(endsAt) - start }
    const objections = times && type ? whyNot({ type, host: times, now: snapshot.now, startsAt: start }) : []
    // Somebody who hosts the type by another way than this group may be given its meeting, too.
    const why = warningsOf(objections.filter(({ layer }) => layer !== 'not_a_host')).map(({ layer }) => layer)
    return { ...host, isHost: host.id === hostId, available: why.length === 0, why: [...new Set(why)] }
  })
  return { items: items.toSorted((one, other) => Number(other.available) - Number(one.available)) }
}

/** Whom and what the actor may plan with: everybody in pairs of a host and a type. */
export async function getPlanOptions(
  db: Db,
  actor: Member,
  search: string | undefined,
): Promise<z.input<typeof PlanOptions>> {
  const types = await db
    .selectFrom('meetingType')
    .where(meetingTypesFor(actor))
    .where('disabledAt', 'is', null)
    .select(['id', 'name', 'durationMinutes', 'otherDurations', 'maxGuests', 'placeKind'])
    .orderBy('search')
    .orderBy('id')
    .execute()
  const routes = (
    await listRoutes(
      db,
      types.map(({ id }) => id),
    )
  ).filter(({ memberId, groupId }) => staysInSight(actor, memberId, groupId === null ? [] : [groupId]))
  const hosts = await activeHosts(db, actor)
    .where(sql<SqlBool>`member.id = any (${routes.map(route => route.memberId)}::uuid[])`)
    .$if(Boolean(search), query => query.where(containing('member.search', search ?? '')))
    .orderBy('member.search')
    .orderBy('member.id')
    .limit(mostHosts)
    .execute()
  const hosted = Map.groupBy(routes, route => route.memberId)
  const choices = await choicesWith(
    db,
    actor,
    hosts.map(({ id }) => id),
  )
  const items = hosts.map(host => {
    const { besides, preselected } = choices.of(host.id)
    const meetingTypeIds = [...new Set((hosted.get(host.id) ?? []).map(route => route.meetingTypeId))]
    return { ...host, meetingTypeIds, groups: besides, preselected }
  })
  const shown = new Set(items.flatMap(host => host.meetingTypeIds))
  const { groups, organizationGroup, refusal } = choiceOf(choices.sender)
  return {
    hosts: items,
    meetingTypes: types
      .filter(({ id }) => shown.has(id))
      .map(({ placeKind, ...type }) => ({ ...type, placeKind: placeKind as PlaceKind })),
    groups,
    organizationGroup,
    refusal: refusal && wordsIn(actor.language as Language)(refusal),
  }
}

type PlaceKind = z.input<typeof PlanOptions>['meetingTypes'][number]['placeKind']
