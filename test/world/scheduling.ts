import type { Fixture } from '../../db/fixture.ts'

type Made = Pick<Fixture, 'cast' | 'members' | 'groups' | 'clients'>
/** What there is to book in the fixture, what was, and the tokens of its clients' links by meeting. */
export type Scheduling = {
  meetingTypes: Record<'T0' | 'T1' | 'T2' | 'T3', string>
  meetings: Record<'m1' | 'm2' | 'm3' | 'm4' | 'm5' | 'm6' | 'm7', string>
  bookings: Map<string, string>
  /** Links that lead somewhere: of a group, a member and a meeting type. */
  doors: Record<'groups' | 'members' | 'meeting-types', string>
}

const hour = 3_600_000

/** Meeting types of either group, of members, and one that is gone; meetings of several hosts, one only held; hours, blocks, calendars. */
export function schedule({ cast, members, groups, clients }: Made): Scheduling {
  const { A, F, O1, O2, O12, L0, Q } = members
  const { G1, G2 } = groups
  const bookings = new Map<string, string>()
  const question = (key: string, visibleTo: string[]) => ({
    key,
    kind: 'text',
    label: `Question ${key}`,
    help: '',
    required: false,
    choices: [],
    visibleTo,
  })
  const questions = [question('all', []), question('admins', ['admin'])] as unknown as string
  const meetingTypes = {
    T0: cast.meetingType({ hosts: { members: [A] }, questions }),
    T1: cast.meetingType({ hosts: { groups: [G1] }, questions, maxGuests: 3, link: `type-${G1}` }),
    T2: cast.meetingType({ hosts: { members: [O1], groups: [G2] }, questions }),
    T3: cast.meetingType({ hosts: { groups: [G1] }, deletedAt: new Date() }),
  }
  let hoursFromNow = 48
  const meet = (
    hostId: string,
    meetingTypeId: string,
    clientId: string,
    attributedGroupIds: string[],
    given: Partial<Parameters<typeof cast.meeting>[0]> = {},
  ) => {
    const startsAt = new Date(Math.floor(Date.now() / hour + hoursFromNow++) * hour)
    const { id, token } = cast.meeting({
      startsAt,
      hostId,
      meetingTypeId,
      clientId,
      attributedGroupIds,
      groupId: attributedGroupIds[0] ?? null,
      email: `${clientId}@client.example`,
      ...given,
    })
    bookings.set(id, token)
    cast.guest(id)
    cast.event('meeting.booked', { meetingId: id, clientId, groupId: attributedGroupIds[0] ?? null })
    return id
  }
  const yesterday = new Date(Math.floor(Date.now() / hour - 24) * hour)
  const meetings = {
    m1: meet(O1, meetingTypes.T1, clients.c1, [G1]),
    m2: meet(O2, meetingTypes.T2, clients.c2, [G2]),
    m3: meet(A, meetingTypes.T0, clients.c3, []),
    m4: meet(O12, meetingTypes.T1, clients.c4, [G1, G2]),
    m5: meet(L0, meetingTypes.T2, clients.c2, [G2]),
    m6: meet(O1, meetingTypes.T1, clients.c5, [G1], { heldUntil: new Date(Date.now() + hour) }),
    m7: meet(F, meetingTypes.T0, clients.c3, [], { startsAt: yesterday, status: 'completed' }),
  }
  for (const memberId of [A, O1, O2, Q]) {
    cast.openHours(memberId)
    cast.busy(cast.calendar(memberId), memberId, yesterday, new Date(yesterday.getTime() + hour))
  }
  const at = { startsAt: yesterday, endsAt: new Date(yesterday.getTime() + hour) }
  cast.block(at)
  for (const groupId of [G1, G2]) cast.block({ ...at, groupId })
  for (const memberId of [O1, O2]) cast.block({ ...at, memberId, rrule: 'FREQ=WEEKLY' })
  Object.assign(cast.rows.member.find(({ id }) => id === O1) ?? {}, { link: `member-${O1}` })
  const ofG1 = cast.rows.groupLink.find(({ groupId, retiredAt }) => groupId === G1 && !retiredAt)
  const doors = {
    // Read when it is asked for: rows may be written over until they are inserted.
    get groups() {
      return ofG1?.link ?? ''
    },
    members: `member-${O1}`,
    'meeting-types': `type-${G1}`,
  }
  return { meetingTypes, meetings, bookings, doors }
}
