import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from './language.ts'
import { explain } from './explain.ts'
import styles from './EmptyState.module.css'

/** One sentence on what belongs here, and one button. */
export function EmptyState({ text, action }: { text: string; action?: ReactNode }) {
  return (
    <div className={styles.state}>
      <p className={styles.text}>{text}</p>
      {action}
    </div>
  )
}

/** What happened, what to do, and the number support asks for. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { text, requestId } = explain(error)
  return (
    <div className={styles.state} role="alert">
      <p className={styles.text}>{text}</p>
      {retry && (
        <Button variant="default" onClick={retry}>
          {t('Try again')}
        </Button>
      )}
      {requestId && <p className={styles.request}>{t('Request {requestId}', { requestId })}</p>}
    </div>
  )
}
