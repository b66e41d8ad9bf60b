import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RowShape } from './columns.ts'
import styles from './Rows.module.css'

/** The row's own link or button: what a click on the row, Enter and a screen reader all use. */
export function Opener<Row>({
  shape,
  row,
  children,
}: {
  shape: RowShape<Row>
  row: Row
  children: ReactNode
}) {
  const link = shape.link?.(row)
  if (link) {
    return (
      <Link {...link} className={styles.link} data-row-link>
        {children}
      </Link>
    )
  }
  if (!shape.open) return children
  return (
    <button type="button" className={styles.link} data-row-link onClick={() => shape.open?.(row)}>
      {children}
    </button>
  )
}
