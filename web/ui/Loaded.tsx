import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import { ErrorState } from './EmptyState.tsx'
import styles from './Loaded.module.css'

type Query<Data> = { data: Data | undefined; error: Error | null; refetch: () => unknown }

/** What needs an answer of the server first: a skeleton while waiting, and the fault with a way out. */
export function Loaded<Data>({
  query,
  children,
}: {
  query: Query<Data>
  children: (data: Data) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <ErrorState error={query.error} retry={() => void query.refetch()} />
  return (
    <div className={styles.waiting} aria-busy>
      {['title', 'line', 'line', 'line'].map((shape, index) => (
        <Skeleton key={index} className={styles.line} data-shape={shape} />
      ))}
    </div>
  )
}
