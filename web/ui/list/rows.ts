import { type ReactTable, rowSelectionFeature, tableFeatures } from '@tanstack/react-table'
import type { Virtualizer } from '@tanstack/react-virtual'
import type { MouseEvent } from 'react'
import type { Column, RowShape } from './columns.ts'
import type { List } from './useList.ts'

export const features = tableFeatures({ rowSelectionFeature })

export type RowsProps<Row> = {
  table: ReactTable<typeof features, Row & object>
  columns: Column<Row>[]
  list: List<Row>
  shape: RowShape<Row>
  virtualizer: Virtualizer<HTMLDivElement, Element>
  ticking: boolean
}

/** A click anywhere on a row opens it, except on what has a meaning of its own or where text is being marked. */
export function openRow(event: MouseEvent<HTMLElement>) {
  const target = event.target as HTMLElement
  if (target.closest('a, button, input, label') || String(getSelection())) return
  const link = event.currentTarget.querySelector<HTMLElement>('[data-row-link]')
  link?.dispatchEvent(new window.MouseEvent('click', event.nativeEvent))
}
