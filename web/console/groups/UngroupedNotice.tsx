import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Organization } from '../../../src/features/settings/schema.ts'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import styles from './groups.module.css'
import { useGroups } from './useGroups.ts'

/** Once there are groups, an Admin is told who sees past them for never having been put in one. */
export function UngroupedNotice() {
  const { data } = useQuery({
    queryKey: ['/organization'],
    queryFn: ({ signal }) => api.get<Organization>('/organization', undefined, signal),
  })
  const groups = useGroups()
  if (!data || groups.length === 0 || data.ungroupedMembers === 0 || data.ungroupedOperations !== 'all')
    return null
  return (
    <p className={styles.notice} role="note">
      {t(
        '{count, plural, one {# Operations member sees every client, because they were never put in a group.} other {# Operations members see every client, because they were never put in a group.}}',
        { count: data.ungroupedMembers },
      )}{' '}
      <Link to="/settings/organization">{t('Narrow this')}</Link>
    </p>
  )
}
