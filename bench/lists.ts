import { countClients, listClients } from '../src/features/clients/queries/list.ts'
import { Measured, placesOf } from './actors.ts'
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

type Asked = { label: string; views: View[]; runs: number; isMeasured?: (member: BenchMember) => boolean }

const perKind = 10
const warmUps = 12

/** Reads every view as members of every kind, by the program's own queries, each beside its reference. */
export async function measureLists(
  loaded: Loaded,
  { label, views, runs, isMeasured = () => true }: Asked,
): Promise<ListRow[]> {
  const { population, urls } = loaded
  const app = new Measured(urls.app)
  const owner = new Measured(urls.owner)
  const groupId = population.groupIds[Math.floor(population.groupIds.length / 2)] as string
  const rows: ListRow[] = []
  try {
    for (const [kind, members] of measuredMembers(loaded, isMeasured)) {
      const places = new Map<string, Awaited<ReturnType<typeof placesOf>>>()
      for (const member of members) places.set(member.id, await placesOf(app, member, groupId))
      for (const view of views) {
        const [times, references, enterings]: number[][] = [[], [], []]
        for (let run = -warmUps; run < runs; run++) {
          const turn = run + warmUps
          const member = members[turn % members.length] as BenchMember
          const asked = view.ask(places.get(member.id) as never, Math.floor(turn / members.length))
          let spent = 0
          const entering = await app.as(member, async (db, actor) => {
            const read = () =>
              view.counts
                ? countClients(db, actor, asked.filter)
                : listClients(db, actor, { ...asked.filter, cursor: asked.cursor, limit: 50 })
            spent = await app.meter.time(read)
          })
          const reference = view.isComparable
            ? await owner.meter.time(() => readUnguarded(owner.database, population.organizationId, asked))
            : 0
          if (run < 0) continue
          times?.push(spent)
          references?.push(reference)
          enterings?.push(entering)
        }
        const timing = timingOf(times ?? [])
        rows.push({
          load: label,
          view: view.name,
          kind,
          p50: timing.p50,
          p95: timing.p95,
          ratio: view.isComparable ? timing.p50 / timingOf(references ?? []).p50 : null,
          enterP50: timingOf(enterings ?? []).p50,
        })
      }
    }
  } finally {
    await app.database.destroy()
    await owner.database.destroy()
  }
  return rows
}

/** Ten of each kind; and in the skewed population, the one who invited everybody apart from the rest. */
function measuredMembers(
  { population: { members, inviter } }: Loaded,
  isMeasured: (member: BenchMember) => boolean,
): [Kind | 'inviter', BenchMember[]][] {
  const ofKind = (kind: Kind) =>
    members.filter(each => each.kind === kind && each !== inviter && isMeasured(each)).slice(0, perKind)
  const all = kinds.map((kind): [Kind, BenchMember[]] => [kind, ofKind(kind)])
  return inviter ? [...all, ['inviter', [inviter]]] : all
}
