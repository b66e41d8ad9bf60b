import fc from 'fast-check'
import { Cast } from '../../db/cast.ts'
import { groupRoles, roles } from '../../src/access/matrix.ts'

const hour = 3_600_000
const times = {
  past: () => new Date(Date.now() - hour),
  future: () => new Date(Date.now() + hour),
  never: () => null,
}
const index = fc.nat({ max: 7 })
const maybeIndex = fc.option(index, { freq: 3 })

/** The plan of an organisation, in small numbers that shrink well; an index points into its list, round and round. */
export const worldPlan = fc.record({
  ungroupedOperations: fc.constantFrom('all', 'organization_only'),
  groups: fc.array(
    fc.record({ parent: maybeIndex, membersSeeBelow: fc.boolean(), isDeleted: fc.boolean() }),
    { maxLength: 6 },
  ),
  members: fc.array(
    fc.record({
      role: fc.constantFrom(...roles, 'operations' as const, 'operations_limited' as const),
      sight: fc.constantFrom('organization', 'groups'),
      state: fc.constantFrom('active', 'active', 'active', 'active', 'suspended', 'invited', 'removed'),
    }),
    { minLength: 3, maxLength: 7 },
  ),
  memberships: fc.array(
    fc.record({
      member: index,
      group: index,
      groupRole: fc.constantFrom(null, null, ...groupRoles),
      expires: fc.constantFrom('never', 'never', 'future', 'past'),
    }),
    { maxLength: 9 },
  ),
  flows: fc.array(fc.record({ offeredBy: fc.array(index, { maxLength: 2 }), isDisabled: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  }),
  clients: fc.array(
    fc.record({
      invitedBy: maybeIndex,
      group: maybeIndex,
      cc: fc.array(index, { maxLength: 2 }),
      minutesAgo: fc.nat({ max: 5 }),
    }),
    { minLength: 1, maxLength: 9 },
  ),
  meetingTypes: fc.array(
    fc.record({
      members: fc.array(index, { maxLength: 2 }),
      groups: fc.array(index, { maxLength: 2 }),
      createdBy: maybeIndex,
      isDeleted: fc.constantFrom(false, false, false, true),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  meetings: fc.array(
    fc.record({
      type: index,
      host: index,
      attributed: fc.array(index, { maxLength: 2 }),
      isHeld: fc.constantFrom(false, false, false, true),
    }),
    { maxLength: 6 },
  ),
  blocks: fc.array(fc.record({ member: maybeIndex, group: maybeIndex }), { maxLength: 4 }),
})
export type WorldPlan = typeof worldPlan extends fc.Arbitrary<infer P> ? P : never

/** The organisation of a plan; its first member is always an active Admin, so that there is somebody to ask. */
export function castOf(plan: WorldPlan): Cast {
  const cast = new Cast({ ungroupedOperations: plan.ungroupedOperations })
  const at = <T>(list: readonly T[], index: number | null): T | undefined =>
    index === null || list.length === 0 ? undefined : list[index % list.length]
  const members = [cast.member({ role: 'admin' })]
  for (const { role, sight, state } of plan.members) {
    const id = cast.member({
      role,
      sight,
      ...(state === 'invited' && { joinedAt: null }),
      ...(state === 'suspended' && { suspendedAt: times.past() }),
      ...(state === 'removed' && { removedAt: times.past() }),
    })
    members.push(id)
    if (state === 'invited') cast.memberInvitation(id)
  }
  const groups: string[] = []
  // A parent stands before its children in the list, so that no plan has a cycle.
  for (const { parent, membersSeeBelow, isDeleted } of plan.groups)
    groups.push(
      cast.group({
        parentId: at(groups, parent) ?? null,
        membersSeeBelow,
        deletedAt: isDeleted ? times.past() : null,
      }),
    )
  const held = new Set<string>()
  for (const { member, group, groupRole, expires } of plan.memberships) {
    const [memberId = '', groupId] = [at(members, member), at(groups, group)]
    if (groupId === undefined || held.has(memberId + groupId)) continue
    held.add(memberId + groupId)
    cast.membership(memberId, groupId, groupRole, { expiresAt: times[expires]() })
  }
  const flows = plan.flows.map(({ offeredBy, isDisabled }) => {
    const flow = cast.flow({ disabledAt: isDisabled ? times.past() : null })
    for (const groupId of new Set(offeredBy.map(index => at(groups, index))))
      if (groupId) cast.offer(groupId, flow)
    return flow
  })
  for (const { invitedBy, group, cc, minutesAgo } of plan.clients) {
    const sender = at(members, invitedBy) ?? null
    const groupId = at(groups, group) ?? null
    // Whole minutes, so that some clients were created at the very same moment.
    const createdAt = new Date(Math.floor(Date.now() / 60_000 - minutesAgo) * 60_000)
    const ccMembers = new Set(cc.map(index => at(members, index) as string))
    const clientId = cast.client({ invitedBy: sender, groupId, cc: [...ccMembers], createdAt })
    // An earlier invite beside the one below, as when a client is invited once more.
    if (minutesAgo > 3) cast.invite({ clientId, flowId: flows.at(-1) as string, sentBy: sender })
    const { id: inviteId } = cast.invite({ clientId, flowId: flows[0] as string, sentBy: sender })
    cast.delivery({ inviteId, clientId })
    cast.step({ journeyId: cast.journey({ inviteId, clientId }), clientId, key: 'intro' })
    cast.event('invite.sent', { clientId, groupId })
  }
  addScheduling(cast, plan, { members, groups })
  for (const groupId of groups) cast.event('group.created', { groupId })
  cast.event('organization.created', {})
  for (const memberId of members) cast.event('member.joined', { memberId })
  return cast
}

/** What can be booked, and what was: the hours, calendars and blocks of every member, and meetings with the clients there are. */
function addScheduling(
  cast: Cast,
  plan: Pick<WorldPlan, 'meetingTypes' | 'meetings' | 'blocks'>,
  { members, groups }: { members: string[]; groups: string[] },
): void {
  const at = <T>(list: readonly T[], index: number | null): T | undefined =>
    index === null || list.length === 0 ? undefined : list[index % list.length]
  const each = (list: readonly string[], indexes: number[]) =>
    [...new Set(indexes.map(index => at(list, index)))].filter(id => id !== undefined)
  const types = plan.meetingTypes.map(type =>
    cast.meetingType({
      hosts: { members: each(members, type.members), groups: each(groups, type.groups) },
      createdBy: at(members, type.createdBy) ?? null,
      deletedAt: type.isDeleted ? times.past() : null,
    }),
  )
  for (const memberId of members) {
    cast.openHours(memberId)
    cast.busy(cast.calendar(memberId), memberId, times.past(), times.future())
  }
  for (const { member, group } of plan.blocks) {
    const memberId = at(members, member) ?? null
    const groupId = memberId ? null : (at(groups, group) ?? null)
    cast.block({ memberId, groupId, startsAt: times.past(), endsAt: times.future() })
  }
  for (const [index, { type, host, attributed, isHeld }] of plan.meetings.entries()) {
    const { id: meetingId } = cast.meeting({
      hostId: at(members, host) as string,
      meetingTypeId: at(types, type) as string,
      clientId: at(cast.rows.client, index)?.id as string,
      attributedGroupIds: each(groups, attributed),
      startsAt: new Date(Math.floor(Date.now() / hour + index) * hour),
      heldUntil: isHeld ? times.future() : null,
    })
    cast.guest(meetingId)
    cast.event('meeting.booked', { meetingId })
  }
}

/** Fixed, so that a run can be repeated; a failure prints it with the path to the smallest plan. */
export const seeded = (numRuns: number) => ({ seed: 20_251, numRuns })
