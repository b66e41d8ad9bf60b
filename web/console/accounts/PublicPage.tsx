import { type ReactNode, useEffect, useRef } from 'react'
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
  const column = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // There is one thing to do here; on a phone, though, the keyboard would cover what it is.
    if (matchMedia('(pointer: fine)').matches) column.current?.querySelector('input')?.focus()
  }, [])
  return (
    <main className={styles.page}>
      <title>{title}</title>
      <div ref={column} className={styles.column}>
        <span className={styles.brand}>Guildhall</span>
        <h1 className={styles.title}>{title}</h1>
        {intro && <p className={styles.intro}>{intro}</p>}
        {children}
      </div>
    </main>
  )
}
