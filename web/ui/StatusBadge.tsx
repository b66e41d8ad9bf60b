import styles from './StatusBadge.module.css'

export type Tone = 'grey' | 'green' | 'amber' | 'red' | 'blue'

/** A state: always a word, the colour only helps. */
export function StatusBadge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  )
}
