import { Button, CloseButton } from '@mantine/core'
import { IconChevronUp } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { type ActionItem, ActionMenu } from '../ActionMenu.tsx'
import { useKeys } from '../keys.ts'
import { formatNumber, t } from '../language.ts'
import { ProgressBar } from '../ProgressBar.tsx'
import { toastProblem } from '../toast.tsx'
import styles from './BulkBar.module.css'

type BulkBarProps = {
  selected: number
  loaded: number
  total?: number
  hasMore: boolean
  selectAll: (progress: (loaded: number) => void) => Promise<void>
  clear: () => void
  actions: ActionItem[]
}

export function BulkBar({ selected, loaded, total, hasMore, selectAll, clear, actions }: BulkBarProps) {
  const [progress, setProgress] = useState<number>()
  const action = useRef<HTMLButtonElement>(null)
  // A long list is many tabs away from the bar at its end.
  useKeys(
    selected > 0
      ? [{ key: 'a', label: t('Actions for the ticked rows'), run: () => action.current?.click() }]
      : [],
  )
  if (selected === 0) return null
  const fetchAll = async () => {
    setProgress(loaded)
    try {
      await selectAll(setProgress)
    } catch (error) {
      toastProblem(error)
    }
    setProgress(undefined)
  }
  const canTakeAll = hasMore && selected === loaded
  return (
    <section className={styles.bar} aria-label={t('Ticked rows')}>
      <CloseButton aria-label={t('Untick all')} onClick={clear} />
      <strong className={styles.count}>
        {t('{count, plural, one {# selected} other {# selected}}', { count: selected })}
      </strong>
      {progress !== undefined && total !== undefined && (
        <ProgressBar label={t('Selecting')} done={progress} total={total} />
      )}
      {canTakeAll && (
        <Button variant="subtle" loading={progress !== undefined} onClick={() => void fetchAll()}>
          {total === undefined
            ? t('Select all results')
            : t('Select all {total} results', { total: formatNumber(total) })}
        </Button>
      )}
      <ActionMenu items={actions}>
        <Button ref={action} className={styles.action} rightSection={<IconChevronUp />}>
          {t('Action')}
        </Button>
      </ActionMenu>
    </section>
  )
}
