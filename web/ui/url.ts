import { useNavigate, useSearch } from '@tanstack/react-router'

export type Search<Key extends string = string> = Partial<Record<Key, string>>

/** For a route's validateSearch: these parameters and no others, each a text or absent. */
export const searchParams =
  <Key extends string>(...keys: Key[]) =>
  (raw: Record<string, unknown>): Search<Key> =>
    Object.fromEntries(
      keys.flatMap(key => (typeof raw[key] === 'string' && raw[key] ? [[key, raw[key]]] : [])),
    ) as Search<Key>

/** Plain `?status=active`: the router's own way would quote texts that look like numbers. */
export const parseSearch = (text: string) => Object.fromEntries(new URLSearchParams(text))
export function stringifySearch(search: Record<string, unknown>) {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value))
  }
  return params.size > 0 ? `?${params}` : ''
}

/** The page's state that belongs in its address; undefined takes a parameter away. */
export function useUrlState<Key extends string>(): [Search<Key>, (change: Search<Key>) => void] {
  const search = useSearch({ strict: false } as never) as Search<Key>
  const navigate = useNavigate()
  const change = (patch: Search<Key>) =>
    void navigate({ to: '.', search: (before: object) => ({ ...before, ...patch }), replace: true } as never)
  return [search, change]
}
