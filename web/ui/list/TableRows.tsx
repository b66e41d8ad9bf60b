import { Checkbox, Skeleton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { t } from '../language.ts'
import { useUrlState } from '../url.ts'
import type { Column } from './columns.ts'
import { Opener } from './Opener.tsx'
import { openRow, type RowsProps } from './rows.ts'
import styles from './Rows.module.css'

export function TableRows<Row>({ table, columns, list, shape, virtualizer, ticking }: RowsProps<Row>) {
  const rows = table.getRowModel().rows
  const drawn = virtualizer.getVirtualItems()
  const before = drawn[0]?.start ?? 0
  const after = virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0)
  const share = columns.reduce((sum, column) => sum + (column.grow ?? 1), 0)
  return (
    <table
      className={styles.table}
      aria-rowcount={list.hasMore ? -1 : rows.length + 1}
      data-stale={list.isStale || undefined}
    >
      <colgroup>
        {ticking && <col className={styles.tickColumn} />}
        {columns.map(column => (
          <col key={column.id} style={{ width: `${((column.grow ?? 1) / share) * 100}%` }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {ticking && (
            <th className={styles.tick} scope="col">
              <Checkbox
                aria-label={t('Tick all rows')}
                checked={rows.length > 0 && table.getIsAllRowsSelected()}
                indeterminate={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
                onChange={table.getToggleAllRowsSelectedHandler()}
              />
            </th>
          )}
          {columns.map(column => (
            <Heading key={column.id} column={column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {before > 0 && <tr aria-hidden style={{ height: before }} />}
        {drawn.map(({ index }) => {
          const row = rows[index]
          if (!row) return null
          return (
            <tr
              key={row.id}
              ref={virtualizer.measureElement}
              data-index={index}
              data-ticked={row.getIsSelected() || undefined}
              data-fresh={shape.isFresh?.(row.original) || undefined}
              data-opens={shape.link || shape.open ? true : undefined}
              aria-rowindex={index + 2}
              onClick={openRow}
            >
              {ticking && (
                <td className={styles.tick}>
                  <Checkbox
                    aria-label={t('Tick {name}', { name: shape.name(row.original) })}
                    checked={row.getIsSelected()}
                    onChange={row.getToggleSelectedHandler()}
                  />
                </td>
              )}
              {columns.map((column, position) => (
                <td key={column.id} data-align={column.align}>
                  {position > 0 ? (
                    column.cell(row.original)
                  ) : (
                    <Opener shape={shape} row={row.original}>
                      {column.cell(row.original)}
                    </Opener>
                  )}
                </td>
              ))}
            </tr>
          )
        })}
        {after > 0 && <tr aria-hidden style={{ height: after }} />}
        {(list.isLoading || list.isLoadingMore) && (
          <Waiting columns={columns} ticking={ticking} count={list.isLoading ? 8 : 2} />
        )}
      </tbody>
    </table>
  )
}

function Heading<Row>({ column }: { column: Column<Row> }) {
  const [url, setUrl] = useUrlState<'sort'>()
  const { sort, header, align } = column
  const direction =
    sort && url.sort === sort ? 'ascending' : sort && url.sort === `-${sort}` ? 'descending' : undefined
  const turn = () => setUrl({ sort: direction === 'ascending' ? `-${sort}` : direction ? undefined : sort })
  return (
    <th scope="col" data-align={align} aria-sort={sort ? (direction ?? 'none') : undefined}>
      {sort ? (
        <button type="button" className={styles.sort} onClick={turn}>
          {header}
          {direction === 'ascending' && <IconArrowUp aria-hidden />}
          {direction === 'descending' && <IconArrowDown aria-hidden />}
        </button>
      ) : (
        header
      )}
    </th>
  )
}

function Waiting<Row>({
  columns,
  ticking,
  count,
}: {
  columns: Column<Row>[]
  ticking: boolean
  count: number
}) {
  return Array.from({ length: count }, (_, index) => (
    <tr key={index} aria-hidden>
      {ticking && (
        <td className={styles.tick}>
          <Skeleton className={styles.box} />
        </td>
      )}
      {columns.map(column => (
        <td key={column.id}>
          <Skeleton className={styles.skeleton} />
        </td>
      ))}
    </tr>
  ))
}
