import { Progress } from '@mantine/core'
import { formatNumber, t } from './language.ts'
import styles from './ProgressBar.module.css'

/** Work that takes a while: how much is done, and out of how much. */
export function ProgressBar({ label, done, total }: { label: string; done: number; total: number }) {
  return (
    <div className={styles.progress}>
      <span className={styles.words}>
        <span>{label}</span>
        <span>{t('{done} of {total}', { done: formatNumber(done), total: formatNumber(total) })}</span>
      </span>
      <Progress value={total === 0 ? 0 : (done / total) * 100} aria-label={label} />
    </div>
  )
}
