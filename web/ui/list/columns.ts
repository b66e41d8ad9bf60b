import type { LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'

export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** Share of the width beside the others' 1. */
  grow?: number
  /** The `sort` parameter that orders by this column; `-` before it turns it round. */
  sort?: string
  align?: 'end'
  /** Left out where the screen is narrower than a laptop's. */
  wideOnly?: boolean
}

/** What a row leads to. */
export type RowLink = Pick<LinkProps, 'to' | 'params' | 'search'>

/** A row on a phone: two lines, and something small at the end of the first. */
export type Card = { title: ReactNode; detail?: ReactNode; aside?: ReactNode }

export type RowShape<Row> = {
  id: (row: Row) => string
  /** Names the row for its checkbox and its link. */
  name: (row: Row) => string
  /** Where the row leads; or, for what has no page of its own, what it opens here. */
  link?: (row: Row) => RowLink
  open?: (row: Row) => void
  card: (row: Row) => Card
  /** Came while the list was open: it slides in, so that nobody wonders what moved. */
  isFresh?: (row: Row) => boolean
}
