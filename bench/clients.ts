import { type Changes, measureChanges } from './changes.ts'
import type { Cluster } from './databases.ts'
import { type ListRow, measureLists } from './lists.ts'
import { sizes } from './load.ts'
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
  log('Lists of 100,000 clients.')
  const lists = await measureLists(small, { label: '100k', views, runs })
  const large = isQuick ? small : await cluster.loaded('clients_1m', sizes['1m'], 'many inviters')
  const loads = [{ ...large, name: isQuick ? '100k' : '1m' }]
  if (!isQuick) {
    log('Lists of 1,000,000 clients.')
    lists.push(...(await measureLists(large, { label: '1m', views, runs })))
    log('The same, for members who invited nobody, and where one invited everybody.')
    const invitedNobody = { label: '1m, invited nobody', views: pages, runs }
    lists.push(...(await measureLists(large, { ...invitedNobody, isMeasured: member => !member.invites })))
    const skewed = await cluster.loaded('clients_1m_one_inviter', sizes['1m'], 'one inviter')
    loads.push({ ...skewed, name: '1m, one inviter' })
    const oneInviter = { label: '1m, one inviter', views: [...pages, ...searchesAndCounts], runs }
    lists.push(...(await measureLists(skewed, oneInviter)))
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
