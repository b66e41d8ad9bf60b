import type { ClientFilter } from '../src/features/clients/schema.ts'
import type { Places } from './actors.ts'

/** One thing that Connections shows, as it is asked for. */
export type View = {
  name: string
  counts?: boolean
  ask: (places: Places, run: number) => { filter: ClientFilter; cursor?: string | undefined }
}

/** Parts of names, mails, phone numbers and external ids: those many clients have, those few have, those nobody has. */
const needles = {
  common: ['jansen', 'an', 'mail.ex'],
  uncommon: ['anna b', 'zoe visser', '1234'],
  rare: ['anna.jansen12', '+3161234', 'k00123'],
  absent: ['xq', 'nobody at all', '7316482'],
}

const searches = Object.entries(needles).map(([name, list]): View => ({
  name: `search, ${name} needle`,
  ask: (_, run) => ({ filter: { search: list[run % list.length] } }),
}))

export const views: View[] = [
  { name: 'first page', ask: () => ({ filter: {} }) },
  { name: 'deep page', ask: ({ deep }) => ({ filter: {}, cursor: deep }) },
  { name: 'first page, status', ask: () => ({ filter: { status: 'in_progress' } }) },
  { name: 'first page, rare status', ask: () => ({ filter: { status: 'needs_attention' } }) },
  {
    name: 'first page, group and status',
    ask: ({ groupId }) => ({ filter: { groupId, status: 'completed' } }),
  },
  {
    name: 'deep page, group and status',
    ask: ({ groupId, deepInGroup }) => ({ filter: { groupId, status: 'completed' }, cursor: deepInGroup }),
  },
  ...searches,
  { name: 'count', counts: true, ask: () => ({ filter: {} }) },
  { name: 'count, status', counts: true, ask: () => ({ filter: { status: 'in_progress' } }) },
]
