import type { Cast } from './cast.ts'
import type { ClientName, Person } from './fixture.ts'

/** Who signs in to the demo, and what looking around as them shows. */
export const shows: Record<Person, string> = {
  A: 'everything, and may change everything',
  F: 'every client, and no settings of people',
  M: 'every client; invites members and fills groups',
  O0: 'every client, never having been put in a group',
  O1: 'the clients of Utrecht, and one of their own in Rotterdam',
  O2: 'the clients of Rotterdam, and one shared by Cc',
  O12: 'the clients of Utrecht and Rotterdam',
  P: 'the clients of Rotterdam, as an Operator who reads all members',
  Q: 'the clients of Utrecht, as its group operator',
  L0: 'their own clients and one shared by Cc; in no group',
  L1: 'their own clients alone, although in Utrecht',
  N: 'their own clients and one shared by Cc; was removed from every group',
}

export const clientStatuses = [
  'not_started',
  'in_progress',
  'needs_attention',
  'completed',
  'revoked',
] as const
export type Status = (typeof clientStatuses)[number]

/** Names for the ten clients that the specification numbers. */
export const namesOfTen: Record<ClientName, readonly [string, string]> = {
  c1: ['Amina', 'Yusuf'],
  c2: ['Bram', 'de Vries'],
  c3: ['Chiara', 'Russo'],
  c4: ['Dmitri', 'Volkov'],
  c5: ['Élodie', 'Laurent'],
  c6: ['Farid', 'Rahimi'],
  c7: ['Greta', 'Sørensen'],
  c8: ['Hiroshi', 'Sato'],
  c9: ['Ifeoma', 'Nwosu'],
  c10: ['Jürgen', 'Weiß'],
}

const firstNames = [
  'Aaliyah',
  'Bastiaan',
  'Camille',
  'Daan',
  'Esra',
  'Femke',
  'Giorgos',
  'Hanneke',
  'Ibrahim',
  'Jasmijn',
  'Kwame',
  'Lotte',
  'Mateo',
  'Noor',
  'Özlem',
  'Pieter',
  'Radu',
  'Saskia',
  'Thandiwe',
  'Umut',
  'Valentina',
  'Wouter',
  'Xin',
  'Yara',
  'Zoë',
]
const lastNames = [
  'Abebe',
  'van den Berg',
  'Castillo',
  'Demir',
  'Eriksen',
  'Fofanah',
  'Groot',
  'Hassan',
  'Ivanova',
  'Jansen',
  'Kowalski',
  'Lefèvre',
  'Mulder',
  'Nguyen',
  'Ólafsdóttir',
  'Pereira',
  'Qureshi',
  'Rossi',
  'Smit',
  'Tesfaye',
  'Ueda',
  'Visser',
  'Wolters',
]
/** Two lists of coprime length, so that the pairs repeat late. */
export const nameOf = (index: number) =>
  [firstNames[(index * 7) % firstNames.length], lastNames[(index * 5) % lastNames.length]] as [string, string]

/** Who sent to which group, and how often; `deleted` stands for Groningen. */
export const senders: readonly (readonly [Person | 'gerda', 'G1' | 'G2' | 'deleted' | null, number])[] = [
  ['O1', 'G1', 8],
  ['O12', 'G1', 5],
  ['Q', 'G1', 3],
  ['L1', 'G1', 3],
  ['O2', 'G2', 7],
  ['P', 'G2', 4],
  ['O12', 'G2', 4],
  ['gerda', 'deleted', 6],
  ['A', null, 3],
  ['F', null, 2],
  ['M', 'G1', 2],
  ['O0', null, 2],
  ['L0', null, 1],
  ['N', null, 1],
]

type Field = { key: string; kind: string; choices?: readonly { value: string }[] | undefined }
export type DemoFlow = {
  name: string
  steps: readonly { kind: string; key: string; fields?: readonly Field[] }[]
}

/** Something likely for every kind of field. */
export function answerTo({ kind, choices }: Field, email: string): string {
  if (kind === 'email') return email
  if (kind === 'phone') return '+31302345678'
  if (kind === 'date') return '1986-04-12'
  if (kind === 'choice') return choices?.[0]?.value ?? ''
  return kind === 'long_text' ? 'Please call me in the afternoon.' : 'Kerkstraat 12'
}

/** What happened to the organisation before its clients came: groups made, people put in them, one group given up. */
export function tellHistory(cast: Cast, admin: string, daysAgo: (days: number) => Date): void {
  const by = { actorKind: 'member', actorId: admin }
  cast.event('organization.created', { ...by, at: daysAgo(61) })
  for (const { id, name, deletedAt } of cast.rows.group) {
    const link = cast.rows.groupLink.find(each => each.groupId === id)?.link
    cast.event('group.created', { ...by, groupId: id, at: daysAgo(60), data: { name, link, parentId: null } })
    if (deletedAt) cast.event('group.deleted', { ...by, groupId: id, at: deletedAt })
  }
  for (const { id, joinedAt } of cast.rows.member) {
    cast.event('member.invited', { ...by, memberId: id, at: daysAgo(59) })
    if (joinedAt)
      cast.event('member.joined', { actorKind: 'member', actorId: id, memberId: id, at: daysAgo(58) })
  }
  for (const { memberId, groupId, groupRole } of cast.rows.membership)
    cast.event('membership.added', { ...by, memberId, groupId, at: daysAgo(57), data: { groupRole } })
}
