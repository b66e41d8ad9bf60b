import type { ReactNode } from 'react'
import styles from './Page.module.css'

/** A page that is neither a list nor the detail of one thing: settings, a form of its own. */
export function Page({
  title,
  action,
  fills,
  children,
}: {
  title: string
  action?: ReactNode
  /** As high as the window, so that a wide table inside can scroll under its own heading. */
  fills?: boolean
  children: ReactNode
}) {
  return (
    <div className={styles.page} data-fills={fills}>
      <title>{title}</title>
      <header className={styles.header}>
        <h1 className={styles.title}>{title}</h1>
        {action}
      </header>
      {children}
    </div>
  )
}
