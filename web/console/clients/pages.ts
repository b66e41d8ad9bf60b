import type { ClientItem } from '../../../src/features/clients/schema.ts'

type Row = Pick<ClientItem, 'id' | 'createdAt'>
export type Pages<R extends Row = ClientItem> = { items: R[]; next: string | null }[]

/** Newest first, as the server orders them. */
const isBefore = (one: Row, other: Row) =>
  one.createdAt === other.createdAt ? one.id > other.id : one.createdAt > other.createdAt

/** Puts a row where it belongs among those loaded; one from further down than they reach stays out. */
export function insertInto<R extends Row>(pages: Pages<R>, row: R): Pages<R> {
  const isKnown = pages.some(({ items }) => items.some(({ id }) => id === row.id))
  if (isKnown)
    return pages.map(page => ({ ...page, items: page.items.map(item => (item.id === row.id ? row : item)) }))
  const at = pages.findIndex(({ items, next }) => next === null || items.some(item => isBefore(row, item)))
  return pages.map((page, index) => {
    if (index !== at) return page
    const place = page.items.findIndex(item => isBefore(row, item))
    return { ...page, items: page.items.toSpliced(place < 0 ? page.items.length : place, 0, row) }
  })
}

export const without = <R extends Row>(pages: Pages<R>, id: string): Pages<R> =>
  pages.map(page => ({ ...page, items: page.items.filter(item => item.id !== id) }))
