import { IconAlertCircle } from '@tabler/icons-react'
import { t } from './language.ts'
import { explain } from './explain.ts'
import styles from './Problem.module.css'

/** A fault beside what caused it: in a form, a dialog. Nothing while there is none. */
export function Problem({ error }: { error: unknown }) {
  if (!error) return null
  const { text, requestId, asks } = explain(error)
  return (
    <div role="alert" className={styles.problem} data-asks={asks || undefined}>
      <IconAlertCircle aria-hidden />
      <div>
        {text}
        {requestId && <div className={styles.request}>{t('Request {requestId}', { requestId })}</div>}
      </div>
    </div>
  )
}
