import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { type RowSelectionState, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { ActionItem } from '../ActionMenu.tsx'
import { EmptyState, ErrorState } from '../EmptyState.tsx'
import { announce } from '../LiveRegion.tsx'
import { formatNumber, t } from '../language.ts'
import { media, rowHeights } from '../theme.ts'
import { useUrlState } from '../url.ts'
import { BulkBar } from './BulkBar.tsx'
import { CardRows } from './CardRows.tsx'
import type { Column, RowShape } from './columns.ts'
import { type Filter, FilterBar } from './FilterBar.tsx'
import { TableRows } from './TableRows.tsx'
import styles from './ListPage.module.css'
import { features } from './rows.ts'
import type { List } from './useList.ts'
import { useRowKeys } from './useRowKeys.ts'

export type ListPageProps<Row> = {
  title: string
  /** How many match, where the server counts; "1,000+" as a text. */
  count?: number | string
  /** The one primary action. */
  action?: ReactNode
  /** Between title and filters: the tabs of the section, a notice. */
  above?: ReactNode
  /** Beside the filters: an export, a switch. */
  aside?: ReactNode
  list: List<Row>
  columns: Column<Row>[]
  row: RowShape<Row>
  /** Label of the search field; without it there is none. */
  search?: string
  filters?: Filter[]
  /** What can be done with the ticked rows; without it nothing can be ticked. */
  bulk?: (rows: Row[], clear: () => void) => ActionItem[]
  empty: { text: string; action?: ReactNode }
  /** In the tab of a detail page, where the title is the tab's. */
  embedded?: boolean
}

const noFilters: Filter[] = []

export function ListPage<Row extends object>(props: ListPageProps<Row>) {
  const {
    title,
    count,
    action,
    above,
    aside,
    list,
    columns,
    row,
    search,
    filters = noFilters,
    bulk,
    empty,
    embedded,
  } = props
  const [url, setUrl] = useUrlState()
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({})
  const scroller = useRef<HTMLDivElement>(null)
  const isPhone = useMediaQuery(media.phone, undefined, { getInitialValueInEffect: false })
  const isNarrow = useMediaQuery(media.narrow, undefined, { getInitialValueInEffect: false })
  const tableColumns = useMemo(() => columns.map(({ id }) => ({ id })), [columns])
  const table = useTable({
    features,
    data: list.rows,
    columns: tableColumns,
    getRowId: row.id,
    state: { rowSelection },
    onRowSelectionChange: setRowSelection,
  })
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled to remember its values.
  const virtualizer = useVirtualizer({
    count: list.rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: index => row.id(list.rows[index]!),
    estimateSize: () => (isPhone ? rowHeights.card : rowHeights.table),
    overscan: 12,
  })
  const clear = () => setRowSelection({})
  const ticked = bulk ? table.getSelectedRowModel().rows.map(({ original }) => original) : []
  useRowKeys({
    count: list.rows.length,
    virtualizer,
    toggle: bulk && (index => table.getRowModel().rows[index]?.toggleSelected()),
  })

  const lastDrawn = virtualizer.getVirtualItems().at(-1)?.index ?? -1
  useEffect(() => {
    if (lastDrawn >= list.rows.length - 10 && list.rows.length > 0) list.loadMore()
  }, [lastDrawn, list])

  const filterKeys = ['search', ...filters.map(({ key }) => key)]
  const wanted = filterKeys.map(key => url[key] ?? '').join('\n')
  const isFiltered = wanted.trim() !== ''
  useEffect(() => {
    // What is ticked must be in sight: other filters mean other rows.
    setRowSelection({})
    scroller.current?.scrollTo({ top: 0 })
  }, [wanted])

  const settled = !list.isLoading && !list.isStale
  const found = list.rows.length
  useEffect(() => {
    if (settled && isFiltered)
      announce(t('{count, plural, =0 {Nothing found} one {# row} other {# rows}}', { count: found }))
  }, [settled, wanted, isFiltered, found])

  const selectAll = async (progress: (loaded: number) => void) => {
    const rows = await list.loadAll(progress)
    setRowSelection(Object.fromEntries(rows.map(one => [row.id(one), true])))
    announce(t('{count, plural, one {# selected} other {# selected}}', { count: rows.length }))
  }
  const Heading = embedded ? 'h2' : 'h1'
  const rowsProps = { table, list, shape: row, virtualizer, ticking: Boolean(bulk) }
  const isEmpty = settled && !list.error && found === 0
  return (
    <div className={styles.page} data-embedded={embedded || undefined}>
      {!embedded && <title>{title}</title>}
      <header className={styles.header}>
        <div className={styles.titleLine}>
          <Heading className={styles.title}>
            {title}{' '}
            {count !== undefined && (
              <span className={styles.count}>{typeof count === 'number' ? formatNumber(count) : count}</span>
            )}
          </Heading>
          {action}
        </div>
        {above}
        {(search || filters.length > 0 || aside) && (
          <FilterBar search={search} filters={filters} aside={aside} />
        )}
      </header>
      <div
        ref={scroller}
        className={styles.scroller}
        role="region"
        aria-label={title}
        aria-busy={!settled}
        data-bulk={ticked.length > 0 || undefined}
      >
        {list.error && found === 0 ? (
          <ErrorState error={list.error} retry={list.retry} />
        ) : isEmpty && isFiltered ? (
          <EmptyState
            text={t('Nothing matches these filters.')}
            action={
              <Button
                variant="default"
                onClick={() => setUrl(Object.fromEntries(filterKeys.map(key => [key, undefined])))}
              >
                {t('Clear filters')}
              </Button>
            }
          />
        ) : isEmpty ? (
          <EmptyState {...empty} />
        ) : isPhone ? (
          <CardRows {...rowsProps} />
        ) : (
          <TableRows
            {...rowsProps}
            columns={isNarrow ? columns.filter(({ wideOnly }) => !wideOnly) : columns}
          />
        )}
      </div>
      {bulk && (
        <BulkBar
          selected={ticked.length}
          loaded={found}
          total={typeof count === 'number' ? count : undefined}
          hasMore={list.hasMore}
          selectAll={selectAll}
          clear={clear}
          actions={ticked.length > 0 ? bulk(ticked, clear) : []}
        />
      )}
    </div>
  )
}
