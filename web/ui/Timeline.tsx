import type { ReactNode } from 'react'
import { RelativeTime } from './RelativeTime.tsx'
import styles from './Timeline.module.css'

export type TimelineEvent = { id: string; at: string; text: string; icon?: ReactNode; detail?: ReactNode }

/** What happened, newest first, as plain sentences: "Mona sent the invite to Utrecht, 3 days ago". */
export function Timeline({ events }: { events: TimelineEvent[] }) {
  return (
    <ol className={styles.timeline}>
      {events.map(({ id, at, text, icon, detail }) => (
        <li key={id} className={styles.event}>
          <span className={styles.mark} aria-hidden>
            {icon}
          </span>
          <div className={styles.words}>
            <span>
              {text}{' '}
              <span className={styles.time}>
                <RelativeTime value={at} />
              </span>
            </span>
            {detail}
          </div>
        </li>
      ))}
    </ol>
  )
}
