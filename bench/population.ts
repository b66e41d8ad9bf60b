import { v7 } from 'uuid'
import type { Role } from '../src/access/matrix.ts'
import { firstNames, lastNames } from './names.ts'

/** Numbers that look random and are the same in every run. */
export function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Draws from `randomNumbers`: an integer below `below`, or one of a list. */
export class Chance {
  readonly #numbers: Generator<number, never>

  constructor(seed: number) {
    this.#numbers = randomNumbers(seed)
  }

  below(below: number): number {
    return Math.floor(this.#numbers.next().value * below)
  }

  oneOf<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }

  /** The first of the list come more often than the last, as names do. */
  name(list: readonly string[]): string {
    return list[Math.floor(list.length * this.#numbers.next().value ** 2)] as string
  }

  /** A UUIDv7 of this moment. */
  id(msecs: number): string {
    return v7({ msecs, random: Uint8Array.from({ length: 16 }, () => this.below(256)) })
  }
}

/** The kinds of member whose lists are measured, in the words of the targets. */
export const kinds = ['admin', 'ungrouped', 'limited', 'one', 'five', 'fifty'] as const
export type Kind = (typeof kinds)[number]

export const kindNames: Record<Kind, string> = {
  admin: 'Admin',
  ungrouped: 'ungrouped',
  limited: 'limited, with Cc',
  one: 'in 1 group',
  five: 'in 5 groups',
  fifty: 'in 50 groups',
}
const kindRoles: Record<Kind, Role> = {
  admin: 'admin',
  ungrouped: 'operations',
  limited: 'operations_limited',
  one: 'operations',
  five: 'operations',
  fifty: 'operations',
}
const groupsOfKind: Record<Kind, number> = { admin: 0, ungrouped: 0, limited: 1, one: 1, five: 5, fifty: 50 }

export type BenchMember = {
  id: string
  accountId: string
  name: string
  email: string
  role: Role
  groups: number[]
  kind: Kind | null
  /** False for half of those measured: nobody has an invite of theirs. */
  invites: boolean
}

const perKind = 20
export const ccPerMember = 50
/** Every organisation of this bench began here, and gained clients for two years. */
export const beganAt = Date.UTC(2023, 5, 1)
export const spanMs = 2 * 365 * 86_400_000

/** Members of the bench: some of each kind that is measured, and the rest in one to three groups. */
export function makeMembers(count: number, groupCount: number, chance: Chance): BenchMember[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[Math.floor(index / perKind)] ?? null
    const groups = new Set<number>()
    const wanted = kind ? groupsOfKind[kind] : 1 + chance.below(3)
    // The first group is the large one: nobody who is measured is in it.
    while (groups.size < wanted)
      groups.add(kind ? 1 + chance.below(groupCount - 1) : chance.below(groupCount))
    return {
      id: chance.id(beganAt - 1000 + index / 10),
      accountId: chance.id(beganAt - 2000),
      name: `${chance.name(firstNames)} ${chance.name(lastNames)}`,
      email: `member${index}@bank.example`,
      role: kind ? kindRoles[kind] : 'operations',
      groups: [...groups],
      kind,
      invites: kind === null || index % 2 === 0,
    }
  })
}
