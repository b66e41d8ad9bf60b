import type { ClientFilter } from '../src/features/clients/schema.ts'
import type { Places } from './actors.ts'

/** One thing that Connections shows, as it is asked for. */
export type View = {
  name: string
  counts?: boolean
  /** Without any permission, the same question is the same page: so for lists, not for searches and counts. */
  isComparable: boolean
  ask: (places: Places, run: number) => { filter: ClientFilter; cursor?: string | undefined }
}

/** Parts of names, mails, phone numbers and external ids: those many clients have, those few have, those nobody has. */
const words = {
  common: ['jansen', 'an', 'mail.ex'],
  uncommon: ['anna b', 'zoe visser', '1234'],
  rare: ['anna.jansen12', '+3161234', 'k00123'],
  absent: ['xq', 'nobody at all', '7390482'],
}

const searches = Object.entries(words).map(([name, list]): View => ({
  name: `search, ${name} words`,
  isComparable: false,
  ask: (_, run) => ({ filter: { search: list[run % list.length] } }),
}))

/** What is measured of the lists; the first is what all others are held against. */
export const views: View[] = [
  { name: 'first page', isComparable: true, ask: () => ({ filter: {} }) },
  { name: 'deep page', isComparable: true, ask: ({ deep }) => ({ filter: {}, cursor: deep }) },
  { name: 'first page, status', isComparable: true, ask: () => ({ filter: { status: 'in_progress' } }) },
  {
    name: 'first page, rare status',
    isComparable: true,
    ask: () => ({ filter: { status: 'needs_attention' } }),
  },
  {
    name: 'first page, group and status',
    isComparable: true,
    ask: ({ groupId }) => ({ filter: { groupId, status: 'completed' } }),
  },
  {
    name: 'deep page, group and status',
    isComparable: true,
    ask: ({ groupId, deepInGroup }) => ({ filter: { groupId, status: 'completed' }, cursor: deepInGroup }),
  },
  ...searches,
  { name: 'count', counts: true, isComparable: false, ask: () => ({ filter: {} }) },
  {
    name: 'count, status',
    counts: true,
    isComparable: false,
    ask: () => ({ filter: { status: 'in_progress' } }),
  },
]
