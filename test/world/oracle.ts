import type { Rows } from '../../db/rows.ts'
import { roles } from '../../src/access/matrix.ts'

type Member = Rows['member'][number]
type Client = Rows['client'][number]
type Membership = Rows['membership'][number]

/**
 * Who sees what, told once more in plain words from the specification (docs/permissions.md and the client predicate),
 * sharing no line with the code it judges.
 */
export class Oracle {
  readonly #rows: Rows
  readonly #now = Date.now()

  constructor(rows: Rows) {
    this.#rows = rows
  }

  member = (id: string) => this.#rows.member.find(member => member.id === id) as Member
  isActive = (member: Member) => !!member.joinedAt && !member.suspendedAt && !member.removedAt

  /** Ids of the clients a member sees: arms A to F of the client predicate. */
  clients(me: Member): Set<string> {
    return idsOf(this.#rows.client.filter(client => this.seesClient(me, client)))
  }

  seesClient(me: Member, client: Client): boolean {
    const { ungroupedOperations } = this.#rows.organization[0] ?? {}
    const inGroup = (groups: Set<string>) => client.groupId != null && groups.has(client.groupId)
    if (!this.isActive(me)) return false
    if (['admin', 'full_member', 'manager'].includes(me.role)) return true
    if (this.#isUngrouped(me) && (ungroupedOperations !== 'organization_only' || client.groupId == null))
      return true
    if (client.invitedBy === me.id) return true
    if (this.#rows.clientCc.some(cc => cc.clientId === client.id && cc.memberId === me.id)) return true
    if (['operations', 'operator'].includes(me.role) && inGroup(this.groups(me))) return true
    return inGroup(this.groupRoles(me))
  }

  /** Ids of the clients that a member may change: a Cc is for looking only, and a deleted group for sight only. */
  changeable(me: Member): Set<string> {
    const { role } = me
    const live = ['operations', 'operator'].includes(role)
      ? this.#liveGroups(me)
      : this.groupRoles(me, { live: true })
    return idsOf(
      this.#rows.client.filter(
        client =>
          ['admin', 'full_member', 'manager'].includes(role) ||
          client.invitedBy === me.id ||
          (client.groupId != null && live.has(client.groupId)) ||
          (this.#isUngrouped(me) && this.seesClient(me, { ...client, invitedBy: null, id: '' })),
      ),
    )
  }

  /** Ids of the members whose rows a member may write, and of the groups in whose memberships they may. */
  managed(me: Member): { members: Set<string>; groups: Set<string> } {
    const { member, membership, group } = this.#rows
    const byRole = { admin: roles, manager: roles.slice(roles.indexOf('manager') + 1) }[me.role] ?? []
    const managed = this.groupRoles(me, { live: true, role: 'manager' })
    const isCurrent = (held: Membership) =>
      held.expiresAt == null || new Date(held.expiresAt).getTime() > this.#now
    const isInManaged = (other: Member) =>
      membership.some(held => held.memberId === other.id && managed.has(held.groupId) && isCurrent(held))
    return {
      members: idsOf(
        member.filter(
          other =>
            other.id === me.id ||
            byRole.some(role => role === other.role) ||
            (other.role.startsWith('operations') && isInManaged(other)),
        ),
      ),
      groups: byRole.length > 0 ? idsOf(group) : managed,
    }
  }

  /** Operations, never since in a group: an ended membership that was not taken away counts as well. */
  #isUngrouped = (me: Member) =>
    me.role === 'operations' &&
    me.sight === 'organization' &&
    !this.#rows.membership.some(held => held.memberId === me.id)

  /** groups(m): of the memberships, and below those that let their members see below. */
  groups(me: Member, { live = false } = {}): Set<string> {
    return this.#reached(me, live, held =>
      this.#group(held.groupId).membersSeeBelow ? 'with those below' : 'alone',
    )
  }

  /** groupRoles(m): where the member has a group role, and everything below. */
  groupRoles(me: Member, { live = false, role = '' } = {}): Set<string> {
    return this.#reached(me, live, held =>
      held.groupRole && (!role || held.groupRole === role) ? 'with those below' : 'not at all',
    )
  }

  /** Live: what is true of groups that are there; a membership of a deleted one gives sight of clients and no more. */
  #reached(
    me: Member,
    live: boolean,
    how: (held: Membership) => 'alone' | 'with those below' | 'not at all',
  ) {
    const reached = new Set<string>()
    for (const held of this.#rows.membership) {
      const isOver = held.expiresAt != null && new Date(held.expiresAt).getTime() <= this.#now
      if (held.memberId !== me.id || isOver || how(held) === 'not at all') continue
      if (live && this.#group(held.groupId).deletedAt) continue
      reached.add(held.groupId)
      if (how(held) === 'with those below') for (const id of this.#below(held.groupId)) reached.add(id)
    }
    return live ? new Set([...reached].filter(id => !this.#group(id).deletedAt)) : reached
  }

  #group = (id: string) => this.#rows.group.find(group => group.id === id) as Rows['group'][number]
  #below(id: string): string[] {
    return this.#rows.group
      .filter(group => group.parentId === id)
      .flatMap(({ id }) => [id, ...this.#below(id)])
  }

  #liveGroups = (me: Member) => this.groups(me, { live: true }).union(this.groupRoles(me, { live: true }))
  #knownGroups = (me: Member) => this.groups(me).union(this.groupRoles(me))

  /** Table by table, the keys of the rows that an active member may read. */
  readable(me: Member): Record<string, Set<string>> {
    const { role } = me
    const readsAudit = ['admin', 'full_member', 'manager'].includes(role)
    const readsAll = readsAudit || role === 'operator'
    const clients = this.clients(me)
    const live = this.#liveGroups(me)
    const known = this.#knownGroups(me)
    const managed = this.groupRoles(me, { live: true, role: 'manager' })
    const rows = this.#rows
    const isCurrent = (held: Membership) =>
      held.expiresAt == null || new Date(held.expiresAt).getTime() > this.#now
    const members = idsOf(
      rows.member.filter(
        other =>
          readsAll ||
          other.id === me.id ||
          rows.membership.some(
            held => held.memberId === other.id && isCurrent(held) && live.has(held.groupId),
          ),
      ),
    )
    const groups = idsOf(rows.group.filter(group => readsAll || known.has(group.id)))
    const flows = idsOf(rows.flow.filter(flow => readsAll || this.#isOffered(flow, live, known)))
    const scheduling = this.#scheduling(me, live)
    const ofClient = (row: { clientId?: string | null }) => row.clientId != null && clients.has(row.clientId)
    return {
      ...scheduling,
      organization: idsOf(rows.organization),
      client: clients,
      member: members,
      group: groups,
      flow: flows,
      memberInvitation: idsOf(rows.memberInvitation.filter(row => members.has(row.memberId))),
      membership: new Set(
        rows.membership
          .filter(held => readsAll || held.memberId === me.id || live.has(held.groupId))
          .map(held => `${held.groupId} ${held.memberId}`),
      ),
      groupLink: new Set(rows.groupLink.filter(row => groups.has(row.groupId)).map(row => row.link)),
      groupFlow: new Set(
        rows.groupFlow
          .filter(row => readsAll || known.has(row.groupId))
          .map(row => `${row.groupId} ${row.flowId}`),
      ),
      flowVersion: new Set(rows.flowVersion.filter(row => flows.has(row.flowId)).map(row => row.flowId)),
      clientCc: new Set(
        rows.clientCc
          .filter(cc => cc.memberId === me.id || clients.has(cc.clientId))
          .map(cc => `${cc.clientId} ${cc.memberId}`),
      ),
      invite: idsOf(rows.invite.filter(ofClient)),
      delivery: idsOf(rows.delivery.filter(ofClient)),
      journey: idsOf(rows.journey.filter(ofClient)),
      journeyStep: new Set(rows.journeyStep.filter(ofClient).map(row => `${row.journeyId} ${row.key}`)),
      event: idsOf(
        rows.event.filter(
          event =>
            readsAudit ||
            ofClient(event) ||
            (event.meetingId != null && scheduling.meeting?.has(event.meetingId)) ||
            (event.clientId == null &&
              event.meetingId == null &&
              event.groupId != null &&
              managed.has(event.groupId)),
        ),
      ),
    }
  }

  /** Meetings that are booked for good: hosted by the member, of a live group in which they have a group role, or all. */
  seesMeeting(me: Member, meeting: Rows['meeting'][number]): boolean {
    if (meeting.heldUntil != null) return false
    if (me.role !== 'operations' && me.role !== 'operations_limited') return true
    return meeting.hostId === me.id || this.#touchesGroupRole(me, meeting)
  }

  meetings = (ids: Set<string>) => this.#rows.meeting.filter(({ id }) => ids.has(id))

  /** Ids of the meetings a member may move, cancel or hand over. */
  changeableMeetings(me: Member): Set<string> {
    const byRole = ['admin', 'manager', 'operator'].includes(me.role)
    return idsOf(
      this.#rows.meeting.filter(
        meeting =>
          meeting.heldUntil == null &&
          (byRole || meeting.hostId === me.id || this.#touchesGroupRole(me, meeting)),
      ),
    )
  }

  #touchesGroupRole(me: Member, { attributedGroupIds }: Rows['meeting'][number]): boolean {
    const groups = this.groupRoles(me, { live: true })
    return (attributedGroupIds ?? []).some(id => groups.has(id))
  }

  /** Members whose hours, calendars and meetings a member may tend: all, or themselves and who is in their groups. */
  tended(me: Member): Set<string> {
    if (['admin', 'manager', 'operator'].includes(me.role)) return idsOf(this.#rows.member)
    const groups = this.groupRoles(me, { live: true })
    const inThem = this.#rows.membership.filter(held => groups.has(held.groupId) && this.#isCurrent(held))
    return new Set([me.id, ...inThem.map(held => held.memberId)])
  }

  /** What can be booked: all of it, or what the member's groups or they themselves host. */
  #meetingTypes(me: Member, live: Set<string>): Set<string> {
    const { meetingType, meetingTypeMember, meetingTypeGroup } = this.#rows
    if (me.role !== 'operations' && me.role !== 'operations_limited') return idsOf(meetingType)
    const hosted = [
      ...meetingTypeMember.filter(row => row.memberId === me.id),
      ...meetingTypeGroup.filter(row => live.has(row.groupId)),
    ].map(row => row.meetingTypeId)
    return idsOf(meetingType.filter(type => !type.deletedAt && hosted.includes(type.id)))
  }

  #isCurrent = (held: Membership) => held.expiresAt == null || new Date(held.expiresAt).getTime() > this.#now

  /** Of scheduling, table by table. */
  #scheduling(me: Member, live: Set<string>): Record<string, Set<string>> {
    const rows = this.#rows
    const types = this.#meetingTypes(me, live)
    const tended = this.tended(me)
    const meetings = idsOf(rows.meeting.filter(meeting => this.seesMeeting(me, meeting)))
    const tendsAll = tended.size === rows.member.length && ['admin', 'manager', 'operator'].includes(me.role)
    return {
      meetingType: types,
      meetingTypeMember: new Set(
        rows.meetingTypeMember
          .filter(row => types.has(row.meetingTypeId))
          .map(row => `${row.meetingTypeId} ${row.memberId}`),
      ),
      meetingTypeGroup: new Set(
        rows.meetingTypeGroup
          .filter(row => types.has(row.meetingTypeId))
          .map(row => `${row.meetingTypeId} ${row.groupId}`),
      ),
      openHours: new Set(rows.openHours.filter(row => tended.has(row.memberId)).map(row => row.memberId)),
      calendar: idsOf(rows.calendar.filter(row => tended.has(row.memberId))),
      busy: new Set(
        rows.busy.filter(row => tended.has(row.memberId)).map(row => `${row.calendarId} ${row.memberId}`),
      ),
      block: idsOf(
        rows.block.filter(
          row =>
            tendsAll ||
            row.level === 'organization' ||
            (row.groupId != null && live.has(row.groupId)) ||
            (row.memberId != null && tended.has(row.memberId)),
        ),
      ),
      meeting: meetings,
      meetingGuest: idsOf(rows.meetingGuest.filter(row => meetings.has(row.meetingId))),
      formerGuest: new Set(),
      calendarEvent: new Set(),
    }
  }

  /** A flow is offered by each group that lists it and by each that lists none; without any group, by the organisation. */
  #isOffered(flow: Rows['flow'][number], live: Set<string>, known: Set<string>): boolean {
    if (flow.disabledAt || flow.publishedVersion == null) return false
    if (known.size === 0) return true
    return [...live].some(groupId => {
      const listed = this.#rows.groupFlow.filter(row => row.groupId === groupId)
      return listed.length === 0 || listed.some(row => row.flowId === flow.id)
    })
  }
}

const idsOf = (rows: readonly { id: string }[]) => new Set(rows.map(row => row.id))
