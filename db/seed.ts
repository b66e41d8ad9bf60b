import pg from 'pg'
import type { Role } from '../src/access/matrix.ts'
import type { Cast } from './cast.ts'
import { fillDiary } from './diary.ts'
import { addressOf, type ClientName, everyone, fixture, people } from './fixture.ts'
import { type DemoFlow, nameOf, namesOfTen, senders, shows, tellHistory } from './north-bank.ts'
import { insertRows } from './rows.ts'
import { Walks } from './walks.ts'

export type SignIn = { name: string; email: string; role: Role; shows: string }
export type SeedOptions = {
  /** One password for every sign-in, hashed. */
  passwordHash: string
  /** Encrypts links' tokens with the instance's secret, so that they can be copied. */
  encrypt: (token: string) => string
  /** The flow that every client walks. */
  flow: DemoFlow
}

const domain = 'northbank.example'
const day = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - Math.round(days * day))

/**
 * Loads the demo organisation "North Bank" as the database's owner: the specification's fixture under good names, three
 * groups of which one is deleted, clients in every status over the last weeks, and meetings around now.
 * @returns who may sign in.
 */
export async function seedNorthBank(ownerUrl: string, options: SeedOptions): Promise<SignIn[]> {
  const { cast, signIns } = northBank(options)
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('begin')
    await insertRows(client, cast.rows)
    await client.query('commit')
  } finally {
    await client.end()
  }
  return signIns
}

function northBank({ flow, ...options }: SeedOptions): { cast: Cast; signIns: SignIn[] } {
  const { cast, members, groups, clients } = fixture(
    { ...options, timeZone: 'Europe/Amsterdam', createdAt: daysAgo(61) },
    domain,
  )
  const walks = new Walks(cast, flow)
  const colleague = (name: string, given: Parameters<Cast['member']>[0]) =>
    cast.member({ name, email: addressOf(name, domain), ...given })
  const gerda = colleague('Gerda Visser', { role: 'operations', createdAt: daysAgo(59) })
  const ines = colleague('Ines Duarte', { role: 'operations', joinedAt: null })
  cast.memberInvitation(ines, { invitedBy: members.A })
  colleague('Sven Holm', { role: 'operations', sight: 'groups', suspendedAt: daysAgo(12) })
  const deleted = cast.group({
    name: 'Groningen',
    link: 'groningen',
    deletedAt: daysAgo(9),
    deletedBy: members.A,
  })
  cast.membership(gerda, deleted)
  cast.membership(ines, groups.G1)
  // Tests keep the fixture many times in one database; the demo is alone, and its links can be plain.
  for (const { id, name } of cast.rows.group)
    for (const row of cast.rows.groupLink) if (row.groupId === id) row.link = name.toLowerCase()
  for (const row of cast.rows.membership) Object.assign(row, { createdAt: daysAgo(57), createdBy: members.A })
  tellHistory(cast, members.A, daysAgo)

  const ten = Object.entries(clients) as [ClientName, string][]
  for (const [index, [name, id]] of ten.entries())
    walks.walk(id, namesOfTen[name], index, daysAgo(40 - index * 3.7))
  let index = 0
  for (const [sender, group, times] of senders)
    for (let time = 0; time < times; time++, index++) {
      const invitedBy = sender === 'gerda' ? gerda : members[sender]
      const groupId = group === 'deleted' ? deleted : group && groups[group]
      const age = group === 'deleted' ? 12 + time * 4 : (index * 0.83) % 30
      walks.walk(cast.client({ invitedBy, groupId }), nameOf(index), index, daysAgo(age + 0.1))
    }
  for (const { clientId, memberId } of cast.rows.clientCc) {
    const sender = cast.rows.client.find(client => client.id === clientId)?.invitedBy
    cast.event('client.shared', {
      actorKind: 'member',
      actorId: sender ?? members.A,
      clientId,
      memberId,
      at: daysAgo(3),
    })
  }
  fillDiary(cast, { members, groups })
  const signIns = everyone.map(person => {
    const { name, role } = people[person]
    return { name, email: addressOf(name, domain), role, shows: shows[person] }
  })
  const frozen = 'the clients of Groningen, which is deleted; can send to no group'
  return {
    cast,
    signIns: [
      ...signIns,
      { name: 'Gerda Visser', email: addressOf('Gerda', domain), role: 'operations', shows: frozen },
    ],
  }
}
