import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { toast } from '../../ui/toast.tsx'
import { useDryRun } from './consequences.ts'
import styles from './dialogs.module.css'
import { NameList } from './NameList.tsx'

type Given = { members: MemberItem[]; done: () => void; close: () => void }

/** The reversible way out: they cannot sign in, and everything of theirs stays. */
export function SuspendDialog({ members, done, close }: Given) {
  const queryClient = useQueryClient()
  const [suspended, setSuspended] = useState(0)
  const concerned = members.filter(member => member.may.suspend && member.status === 'active')
  const preview = useDryRun(['suspension', concerned.map(({ id }) => id)], async () => {
    let atRisk = 0
    for (const { id } of concerned) {
      const answer = await api.put<{ meetingsAtRisk: number }>(`/members/${id}/suspension`, { dryRun: true })
      atRisk += answer.meetingsAtRisk
    }
    return atRisk
  })
  const suspend = async () => {
    try {
      for (const [index, { id }] of concerned.entries()) {
        await api.put(`/members/${id}/suspension`, {})
        setSuspended(index + 1)
      }
    } finally {
      // One that is refused does not take back those before it.
      await queryClient.invalidateQueries()
    }
    done()
    toast(
      t('{count, plural, one {# member suspended.} other {# members suspended.}}', {
        count: concerned.length,
      }),
      async () => {
        for (const { id } of concerned) await api.delete(`/members/${id}/suspension`)
        await queryClient.invalidateQueries()
      },
    )
  }
  return (
    <ConfirmDialog
      opened
      danger
      title={t('{count, plural, one {Suspend # member?} other {Suspend # members?}}', {
        count: concerned.length,
      })}
      verb={t('{count, plural, one {Suspend # member} other {Suspend # members}}', {
        count: concerned.length,
      })}
      onConfirm={suspend}
      onClose={close}
    >
      <p className={styles.note}>
        {t(
          'They are signed out everywhere, see nothing and cannot be booked until they are reinstated. Their groups and clients stay as they are.',
        )}
      </p>
      <NameList
        title={t('{count, plural, one {# member} other {# members}}', { count: concerned.length })}
        members={concerned}
      />
      <Loaded query={preview}>
        {atRisk =>
          atRisk > 0 && (
            <p className={styles.warning}>
              {t(
                '{count, plural, one {# upcoming meeting of theirs will be at risk: nobody holds it until it is reassigned.} other {# upcoming meetings of theirs will be at risk: nobody holds them until they are reassigned.}}',
                { count: atRisk },
              )}
            </p>
          )
        }
      </Loaded>
      {suspended > 0 && concerned.length > 1 && (
        <ProgressBar label={t('Suspending')} done={suspended} total={concerned.length} />
      )}
    </ConfirmDialog>
  )
}
