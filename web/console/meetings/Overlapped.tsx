import { formatSpan, t } from '../../ui/language.ts'
import styles from './meetings.module.css'
import type { Overlap } from './useOverlap.ts'

/** The host's other meetings that this one would lie over, once the server has told of them. */
export function Overlapped({ overlaps }: { overlaps: Overlap[] }) {
  if (overlaps.length === 0) return null
  return (
    <ul className={styles.warnings} aria-label={t('The host’s other meetings then')}>
      {overlaps.map(({ startsAt, endsAt }) => (
        <li key={startsAt}>{t('Another meeting: {time}', { time: formatSpan(startsAt, endsAt) })}</li>
      ))}
    </ul>
  )
}
