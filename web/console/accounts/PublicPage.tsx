import type { ReactNode } from 'react'
import styles from './PublicPage.module.css'

/** Around the pages that need nobody signed in: one column, one thing to do. */
export function PublicPage({
  title,
  intro,
  children,
}: {
  title: string
  intro?: ReactNode
  children?: ReactNode
}) {
  return (
    <main className={styles.page}>
      <title>{title}</title>
      <div className={styles.column}>
        <span className={styles.brand}>Guildhall</span>
        <h1 className={styles.title}>{title}</h1>
        {intro && <p className={styles.intro}>{intro}</p>}
        {children}
      </div>
    </main>
  )
}
