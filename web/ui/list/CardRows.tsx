import { Checkbox, Skeleton } from '@mantine/core'
import { t } from '../language.ts'
import { Opener } from './Opener.tsx'
import { openRow, type RowsProps } from './rows.ts'
import styles from './Rows.module.css'

/** The rows on a phone: the same selection and keys, two lines each. */
export function CardRows<Row>({ table, list, shape, virtualizer, ticking }: Omit<RowsProps<Row>, 'columns'>) {
  const rows = table.getRowModel().rows
  const drawn = virtualizer.getVirtualItems()
  const waiting = list.isLoading ? 6 : list.isLoadingMore ? 2 : 0
  return (
    <ul className={styles.cards} data-stale={list.isStale || undefined}>
      <li aria-hidden role="presentation" style={{ height: drawn[0]?.start ?? 0 }} />
      {drawn.map(({ index }) => {
        const row = rows[index]
        if (!row) return null
        const { title, detail, aside } = shape.card(row.original)
        return (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- a wider target; keys have the link inside.
          <li
            key={row.id}
            ref={virtualizer.measureElement}
            data-index={index}
            data-ticked={row.getIsSelected() || undefined}
            data-fresh={shape.isFresh?.(row.original) || undefined}
            className={styles.card}
            onClick={openRow}
          >
            {ticking && (
              <Checkbox
                aria-label={t('Tick {name}', { name: shape.name(row.original) })}
                checked={row.getIsSelected()}
                onChange={row.getToggleSelectedHandler()}
              />
            )}
            <span className={styles.cardWords}>
              <span className={styles.cardLine}>
                <Opener shape={shape} row={row.original}>
                  <span className={styles.cardTitle}>{title}</span>
                </Opener>
                {aside}
              </span>
              <span className={styles.cardDetail}>{detail}</span>
            </span>
          </li>
        )
      })}
      <li
        aria-hidden
        role="presentation"
        style={{ height: virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0) }}
      />
      {Array.from({ length: waiting }, (_, index) => (
        <li key={index} className={styles.card} aria-hidden>
          <span className={styles.cardWords}>
            <Skeleton className={styles.skeleton} />
            <Skeleton className={styles.skeleton} />
          </span>
        </li>
      ))}
    </ul>
  )
}
