import { type Changes, measureChanges } from './changes.ts'
import type { Cluster } from './databases.ts'
import { type ListRow, measureLists } from './lists.ts'
import { sizes } from './load.ts'
import type { BenchMember } from './population.ts'
import { measureRequests, type RequestRow } from './requests.ts'
import { views } from './views.ts'

export type ClientsResult = {
  loads: { name: string; clients: number; groups: number; members: number; seconds: number }[]
  lists: ListRow[]
  requests: RequestRow[]
  changes: Changes
}

const [firstPage, deepPage, ...otherViews] = views
const pages = [firstPage, deepPage].filter(view => view !== undefined)
const searchesAndCounts = otherViews.filter(view => !view.isComparable)

/** Lists, searches, counts, whole requests and large changes, at a hundred thousand and at a million clients. */
export async function measureClients(
  cluster: Cluster,
  { isQuick, log }: { isQuick: boolean; log: (line: string) => void },
): Promise<ClientsResult> {
  const runs = isQuick ? 30 : 200
  const small = await cluster.loaded('clients_100k', sizes['100k'], 'many inviters')
  const large = isQuick ? small : await cluster.loaded('clients_1m', sizes['1m'], 'many inviters')
  const loads = [{ ...large, name: isQuick ? '100k' : '1m' }]
  log('Lists.')
  const lists = await measureLists({ '100k': small, ...(!isQuick && { '1m': large }) }, { views, runs })
  if (!isQuick) {
    log('Lists of members who invited nobody, and where one invited everybody.')
    const invitedNobody = (member: BenchMember) => !member.invites
    const nobody = { '1m, invited nobody': large }
    lists.push(...(await measureLists(nobody, { views: pages, runs, isMeasured: invitedNobody })))
    const skewed = await cluster.loaded('clients_1m_one_inviter', sizes['1m'], 'one inviter')
    loads.push({ ...skewed, name: '1m, one inviter' })
    const skewedViews = [...pages, ...searchesAndCounts]
    lists.push(...(await measureLists({ '1m, one inviter': skewed }, { views: skewedViews, runs })))
  }
  log('Whole requests.')
  const requests = await measureRequests(large, isQuick ? 3 : 10)
  log('Large changes.')
  const changes = await measureChanges(cluster, large, 5000)
  return {
    loads: loads.map(({ name, population, loadSeconds }) => ({
      name,
      clients: population.clients,
      groups: population.groups,
      members: population.members.length,
      seconds: loadSeconds,
    })),
    lists,
    requests,
    changes,
  }
}
