import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../api.ts'

type Page<Row> = { items: Row[]; next: string | null; count?: number }
type Params = Record<string, string | undefined>

export type List<Row> = {
  rows: Row[]
  /** How many there are in all, where the server says so with the first page. */
  count: number | undefined
  /** Nothing to show yet. */
  isLoading: boolean
  /** What is shown belongs to the filters of before. */
  isStale: boolean
  error: Error | null
  hasMore: boolean
  isLoadingMore: boolean
  loadMore: () => void
  /** Fetches what is left, for "select all"; answers every row. */
  loadAll: (progress: (loaded: number) => void) => Promise<Row[]>
  retry: () => void
}

/**
 * A keyset list of the API, page by page as it is scrolled. Its query key is `[path, 'list', params]`, so that
 * `invalidateQueries({ queryKey: [path] })` renews every list of that noun.
 */
export function useList<Row>(path: string, params: Params = {}): List<Row> {
  const query = useInfiniteQuery({
    queryKey: [path, 'list', params],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Row>>(path, { ...params, limit: pageParam ? 200 : 50, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
  // Read while rendering, or the query would not tell when a refetch ends, and nothing would load any more.
  const { isFetching } = query
  const rows = useMemo(() => query.data?.pages.flatMap(page => page.items) ?? [], [query.data])
  const loadAll = async (progress: (loaded: number) => void) => {
    let pages = query.data?.pages ?? []
    while (pages.at(-1)?.next) {
      const answer = await query.fetchNextPage()
      if (answer.error) throw answer.error
      pages = answer.data?.pages ?? pages
      progress(pages.reduce((sum, page) => sum + page.items.length, 0))
    }
    return pages.flatMap(page => page.items)
  }
  return {
    rows,
    count: query.data?.pages[0]?.count,
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void (query.hasNextPage && !isFetching && query.fetchNextPage()),
    loadAll,
    retry: () => void query.refetch(),
  }
}
