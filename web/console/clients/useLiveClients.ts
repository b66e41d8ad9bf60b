import { type InfiniteData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { ClientCount, ClientItem } from '../../../src/features/clients/schema.ts'
import { api, query } from '../../ui/api.ts'
import { formatNumber, t } from '../../ui/language.ts'
import { type List, useList } from '../../ui/list/useList.ts'
import { announce } from '../../ui/LiveRegion.tsx'
import { insertInto, type Pages, without } from './pages.ts'
import { useEventStream } from './useEventStream.ts'
import { nameOf } from './words.ts'

type Filter = Record<string, string | undefined>
type LiveClients = {
  list: List<ClientItem>
  /** "1,000+" from where the server stops counting. */
  count: number | string | undefined
  /** Came while the page was open, moments ago. */
  isFresh: (id: string) => boolean
  isBehind: boolean
}

const freshMs = 1_500

/** Clients under a filter, kept true while the page is open: rows change in place, and new ones come in. */
export function useLiveClients(filter: Filter): LiveClients {
  const queries = useQueryClient()
  const list = useList<ClientItem>('/clients', filter)
  const counted = useCount(filter)
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const listKey = ['/clients', 'list', filter]
  const countKey = ['/clients', 'count', filter]

  const change = (update: (pages: Pages) => Pages) =>
    queries.setQueryData<InfiniteData<Pages[number]>>(
      listKey,
      data => data && { ...data, pages: update(data.pages) },
    )
  const welcome = (client: ClientItem) => {
    setFresh(before => new Set(before).add(client.id))
    setTimeout(() => setFresh(before => new Set([...before].filter(id => id !== client.id))), freshMs)
    announce(t('{name} is new in the list.', { name: nameOf(client) }))
  }
  const isBehind = useEventStream(`/api/v1/clients/stream${query(filter)}`, {
    client: data => {
      const client = data as ClientItem
      const isKnown = list.rows.some(({ id }) => id === client.id)
      change(pages => insertInto(pages, client))
      if (isKnown) return
      welcome(client)
      void queries.invalidateQueries({ queryKey: countKey })
    },
    left: data => {
      change(pages => without(pages, (data as { id: string }).id))
      void queries.invalidateQueries({ queryKey: countKey })
    },
    access: () => void queries.invalidateQueries({ queryKey: ['/clients'] }),
    open: () => void renew(),
  })
  /** What changed between the answer of the list and the opening of the stream was told to nobody. */
  const renew = async () => {
    await queries
      .getQueryCache()
      .find({ queryKey: listKey })
      ?.promise?.catch(() => undefined)
    await queries.invalidateQueries({ queryKey: ['/clients'] })
  }
  return { list, count: counted, isFresh: id => fresh.has(id), isBehind }
}

function useCount(filter: Filter) {
  const { data } = useQuery({
    queryKey: ['/clients', 'count', filter],
    queryFn: ({ signal }) => api.get<z.infer<typeof ClientCount>>('/clients/count', filter, signal),
  })
  return data?.capped ? `${formatNumber(data.count)}+` : data?.count
}
