import { countClients, listClients } from '../src/features/clients/queries/list.ts'
import { Measured, type Places, placesOf } from './actors.ts'
import type { Loaded } from './databases.ts'
import { timingOf } from './measure.ts'
import { type BenchMember, type Kind, kinds } from './population.ts'
import { readUnguarded } from './reference.ts'
import type { View } from './views.ts'

export type ListRow = {
  load: string
  view: string
  kind: Kind | 'inviter'
  /** Milliseconds inside the database. */
  p50: number
  p95: number
  /** p50 against the same page without any permission, asked in turn with it; null where that would not compare. */
  ratio: number | null
  /** Milliseconds that app.enter took before it. */
  enterP50: number
}

type Asked = { views: View[]; runs: number; isMeasured?: (member: BenchMember) => boolean }

const perKind = 10
const warmUps = 12

/**
 * Reads every view as members of every kind, by the program's own queries, each beside its reference. Kind after kind
 * through all loads, so that those that are held against each other are measured in the same minute.
 */
export async function measureLists(loads: Record<string, Loaded>, asked: Asked): Promise<ListRow[]> {
  const rows: ListRow[] = []
  for (const kind of [...kinds, 'inviter' as const])
    for (const [load, loaded] of Object.entries(loads)) {
      const members = measuredMembers(loaded, kind).filter(asked.isMeasured ?? (() => true))
      if (members.length === 0) continue
      const found = await measureMembers(loaded, members.slice(0, perKind), asked)
      rows.push(...found.map(row => ({ load, kind, ...row })))
    }
  return rows
}

async function measureMembers(
  { population, urls }: Loaded,
  members: BenchMember[],
  { views, runs }: Asked,
): Promise<Omit<ListRow, 'load' | 'kind'>[]> {
  const app = new Measured(urls.app)
  const owner = new Measured(urls.owner)
  const groupId = population.groupIds[Math.floor(population.groupIds.length / 2)] as string
  const rows = []
  try {
    const places = new Map<BenchMember, Places>()
    for (const member of members) places.set(member, await placesOf(app, member, groupId))
    for (const view of views) {
      const times: number[] = []
      const references: number[] = []
      const enterings: number[] = []
      for (let run = -warmUps; run < runs; run++) {
        const turn = run + warmUps
        const member = members[turn % members.length] as BenchMember
        const { filter, cursor } = view.ask(places.get(member) as Places, Math.floor(turn / members.length))
        let spent = 0
        const entering = await app.as(member, async (db, actor) => {
          const read = () =>
            view.counts
              ? countClients(db, actor, filter)
              : listClients(db, actor, { ...filter, cursor, limit: 50 })
          spent = await app.meter.time(read)
        })
        const reference = view.isComparable
          ? await owner.meter.time(() =>
              readUnguarded(owner.database, population.organizationId, member.id, { filter, cursor }),
            )
          : 0
        if (run < 0) continue
        times.push(spent)
        references.push(reference)
        enterings.push(entering)
      }
      const { p50, p95 } = timingOf(times)
      const ratio = view.isComparable ? p50 / timingOf(references).p50 : null
      rows.push({ view: view.name, p50, p95, ratio, enterP50: timingOf(enterings).p50 })
    }
  } finally {
    await app.database.destroy()
    await owner.database.destroy()
  }
  return rows
}

/** In the skewed population, the one who invited everybody stands apart from the rest. */
const measuredMembers = ({ population: { members, inviter } }: Loaded, kind: Kind | 'inviter') =>
  kind === 'inviter'
    ? members.filter(each => each === inviter)
    : members.filter(each => each.kind === kind && each !== inviter)
