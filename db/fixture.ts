import { Cast } from './cast.ts'

type CastOptions = ConstructorParameters<typeof Cast>[0]

/** Who is who: the letters of the specification's fixture, and the names they have in the demo. */
export const people = {
  A: { name: 'Adam Okafor', role: 'admin' },
  F: { name: 'Fatima Haddad', role: 'full_member' },
  O0: { name: 'Oona Virtanen', role: 'operations', sight: 'organization' },
  O1: { name: 'Otto Lindqvist', role: 'operations' },
  O2: { name: 'Omar Benali', role: 'operations' },
  O12: { name: 'Olivia Santos', role: 'operations' },
  L0: { name: 'Lena Novak', role: 'operations_limited' },
  L1: { name: 'Luca Moretti', role: 'operations_limited' },
  M: { name: 'Mei Tanaka', role: 'manager' },
  P: { name: 'Priya Raman', role: 'operator' },
  N: { name: 'Nils Bakker', role: 'operations', sight: 'groups' },
  Q: { name: 'Quinn Adeyemi', role: 'operations_limited' },
} as const
export type Person = keyof typeof people
export const everyone = Object.keys(people) as Person[]

export type ClientName = 'c1' | 'c2' | 'c3' | 'c4' | 'c5' | 'c6' | 'c7' | 'c8' | 'c9' | 'c10'
export type Fixture = {
  cast: Cast
  members: Record<Person, string>
  groups: Record<'G1' | 'G2', string>
  clients: Record<ClientName, string>
}

/** The organisation on which the specification says, client by client, who sees whom. */
export function fixture(options: CastOptions = {}, domain = 'example.org'): Fixture {
  const cast = new Cast(options)
  const members = Object.fromEntries(
    everyone.map(letter => {
      const { name, ...rest } = people[letter]
      return [letter, cast.member({ ...rest, name, email: addressOf(name, domain) })]
    }),
  ) as Record<Person, string>
  const { A, O0, O1, O2, O12, L0, L1, P, N, Q } = members
  const G1 = cast.group({ name: 'Utrecht', link: linkOf('utrecht', domain) })
  const G2 = cast.group({ name: 'Rotterdam', link: linkOf('rotterdam', domain) })
  for (const member of [O1, O12, L1]) cast.membership(member, G1)
  for (const member of [O2, O12, P]) cast.membership(member, G2)
  cast.membership(Q, G1, 'operator')
  // Oldest first; the last one of O1, who has since left G2.
  const clients = {
    c1: cast.client({ invitedBy: O1, groupId: G1 }),
    c2: cast.client({ invitedBy: O2, groupId: G2, cc: [L0] }),
    c3: cast.client({ invitedBy: A }),
    c4: cast.client({ invitedBy: O12, groupId: G1 }),
    c5: cast.client({ invitedBy: A, groupId: G1, cc: [N] }),
    c6: cast.client({ origin: 'api', groupId: G2 }),
    c7: cast.client({ invitedBy: L1, groupId: G1, cc: [O2] }),
    c8: cast.client({ invitedBy: O0 }),
    c9: cast.client({ origin: 'api' }),
    c10: cast.client({ invitedBy: O1, groupId: G2 }),
  }
  return { cast, members, groups: { G1, G2 }, clients }
}

/** adam@northbank.example: first names are enough, since no two share one. */
export const addressOf = (name: string, domain: string) => `${name.split(' ')[0]?.toLowerCase()}@${domain}`
const linkOf = (name: string, domain: string) => `${name}-${domain.replace(/[^a-z0-9]+/g, '-')}`
