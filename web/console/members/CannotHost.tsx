import { Tooltip } from '@mantine/core'
import { t } from '../../ui/language.ts'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import styles from './MembersPage.module.css'

/** No active meeting type is reachable, neither by name nor through a group. */
export function CannotHost() {
  return (
    <Tooltip label={t('Named for no meeting type, and in no group that hosts one.')}>
      <span className={styles.badge}>
        <StatusBadge tone="amber">{t('Cannot host yet')}</StatusBadge>
      </span>
    </Tooltip>
  )
}
