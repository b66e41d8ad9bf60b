import type { Route } from '../../src/http/route.ts'
import type { Staff } from './doors.ts'

/** Ids to ask about, of both organisations: by the first noun of the path. */
export function idsFor(noun: string, made: Staff): string[] {
  const { rows } = made.cast
  const clients = [made.clients.c1, made.clients.c2, made.clients.c5, made.clients.c7, made.clients.c8]
  if (noun === 'clients') return clients
  if (noun === 'invites')
    return rows.invite.filter(({ clientId }) => clients.includes(clientId)).map(({ id }) => id)
  if (noun === 'members') return rows.member.filter((_, index) => index % 3 !== 1).map(({ id }) => id)
  if (noun === 'groups') return rows.group.map(({ id }) => id)
  if (noun === 'meetings') return rows.meeting.map(({ id }) => id)
  if (noun === 'meeting-types') return rows.meetingType.map(({ id }) => id)
  return []
}
export const fill = (path: string, id: string) => path.replace(/:id/, id).replace(/:[a-zA-Z]+/, 'intro')

/** Questions in a query string: searches for what all words share, and every filter by what is not one's own. */
export function queriesFor(path: string, made: Staff, stranger: Staff): string[] {
  const groups = [...made.cast.rows.group, ...stranger.cast.rows.group].map(({ id }) => `groupId=${id}`)
  const senders = Object.values(made.members).map(id => `invitedBy=${id}`)
  const flows = [...made.cast.rows.flow, ...stranger.cast.rows.flow].map(({ id }) => `flowId=${id}`)
  if (path === '/clients' || path.startsWith('/clients/export'))
    return ['', 'search=canary', 'cc=me', 'groupId=organization', ...groups, ...senders.slice(0, 5), ...flows]
  if (path === '/members') return ['', 'search=canary', 'groupId=none', 'status=invited', ...groups]
  if (path === '/groups') return ['', 'search=canary', 'deleted=true']
  if (path === '/invites/preview') return flows
  if (path === '/invites/duplicates')
    return [made, stranger].flatMap(each =>
      each.cast.rows.client.slice(0, 4).map(row => `email=${row.email}`),
    )
  return queriesOfScheduling(path, made, groups)
}

function queriesOfScheduling(path: string, made: Staff, groups: string[]): string[] {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const during = `from=${day(-3)}&to=${day(10)}`
  // Of every kind: an Admin, hosts in either group, one in none, a group operator.
  const { A, O1, O2, L0, Q } = made.members
  const some = [A, O1, O2, L0, Q]
  const each = (key: string, ids: readonly string[]) => ids.map(id => `${key}=${id}`)
  const types = Object.values(made.meetingTypes)
  if (path === '/meetings' || path === '/meetings/range' || path === '/meetings/count')
    return ['', 'search=canary', 'view=at_risk', 'view=past', ...groups, ...each('hostId', some)].map(
      query => (path === '/meetings/range' ? `${during}&${query.replace(/view=\w+/, '')}` : query),
    )
  if (path === '/meeting-types') return ['', 'search=canary', 'disabled=true', ...groups]
  if (path === '/blocks') return ['', during, ...groups, ...each('memberId', some)]
  if (path === '/calendars') return ['', ...each('memberId', some)]
  if (path === '/meetings/times' || path === '/availability/explanation')
    return some.flatMap(id =>
      types.map(type =>
        path === '/meetings/times'
          ? `hostId=${id}&meetingTypeId=${type}&${during}`
          : `memberId=${id}&meetingTypeId=${type}&startsAt=${day(2)}`,
      ),
    )
  if (path.startsWith('/reports/meetings') || path.startsWith('/reports/invites'))
    return ['own', 'all', ...groups.map(group => group.replace('groupId=', 'group:'))].flatMap(
      (reach, index) =>
        (index < 2 ? ['host', 'group', path.includes('invites') ? 'flow' : 'type'] : ['host']).map(
          by => `reach=${reach}&by=${by}&${during}`,
        ),
    )
  return ['']
}

/** What would change something, asked with `dryRun`, which answers with names. */
export function rehearsals(made: Staff, stranger: Staff): [Route['method'], string, object][] {
  const { members, groups } = made
  const addresses = [...made.cast.rows.member, ...stranger.cast.rows.member]
    .map(({ email }) => email)
    .join('\n')
  const dryRun = true
  return [
    ['PATCH', '/organization', { ungroupedOperations: 'organization_only', dryRun }],
    ['PATCH', '/organization', { ungroupedOperations: 'all', dryRun }],
    ['POST', '/members/invitations', { addresses, role: 'operations', groupIds: [groups.G1], dryRun }],
    ['PUT', `/members/${members.O1}/role`, { role: 'operations_limited', dryRun }],
    ['PUT', `/members/${members.N}/sight`, { sight: 'organization', dryRun }],
    ['PUT', `/members/${members.O1}/suspension`, { dryRun }],
    ['POST', `/groups/${groups.G1}/deletion`, { dryRun }],
    ['POST', `/groups/${made.deletedGroup}/restoration`, { dryRun }],
    ['POST', `/groups/${groups.G1}/members`, { memberIds: [members.O1, members.Q], dryRun }],
    ['POST', `/groups/${groups.G1}/members`, { memberIds: [members.O2, stranger.members.A], dryRun }],
    [
      'POST',
      `/groups/${groups.G1}/members/removal`,
      { memberIds: [members.O1, members.O12, members.L1], dryRun },
    ],
    [
      'PUT',
      `/groups/${groups.G1}/members/roles`,
      { memberIds: [members.O1, members.L1], groupRole: 'manager', dryRun },
    ],
    ['PATCH', `/groups/${groups.G1}`, { parentId: groups.G2, membersSeeBelow: true, dryRun }],
  ]
}
