import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { GroupDeleted, GroupItem } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { toast } from '../../ui/toast.tsx'
import { useDryRun } from '../members/consequences.ts'
import { NameList } from '../members/NameList.tsx'
import styles from './groups.module.css'

type Deleted = z.infer<typeof GroupDeleted>

/** What stays, what ends, and who has no group left to send from. */
export function DeleteDialog({ group, close }: { group: GroupItem; close: () => void }) {
  const queryClient = useQueryClient()
  const path = `/groups/${group.id}/deletion`
  const preview = useDryRun([path], () => api.post<Deleted>(path, { dryRun: true }))
  const remove = async () => {
    await api.post<Deleted>(path, {})
    await queryClient.invalidateQueries()
    toast(t('{name} is deleted.', { name: group.name }), async () => {
      await api.post(`/groups/${group.id}/restoration`)
      await queryClient.invalidateQueries()
    })
  }
  return (
    <ConfirmDialog
      opened
      wide
      danger
      title={t('Delete {name}?', { name: group.name })}
      verb={t('Delete group')}
      typeName={group.name}
      waiting={!preview.data}
      onConfirm={remove}
      onClose={close}
    >
      <Loaded query={preview}>
        {({ clients, leftWithoutGroup }) => (
          <div className={styles.stack}>
            <Part title={t('What stays')}>
              <li>
                {t(
                  '{count, plural, =0 {It has no clients.} one {Its # client stays, and everybody goes on seeing it as before.} other {Its # clients stay, and everybody goes on seeing them as before.}}',
                  { count: clients },
                )}
              </li>
              <li>{t('It can be restored for 30 days.')}</li>
            </Part>
            <Part title={t('What ends')}>
              <li>{t('Nothing can be sent from it any more.')}</li>
              <li>{t('Its link /g/{link} stops working.', { link: group.link })}</li>
            </Part>
            {leftWithoutGroup.length > 0 && (
              <NameList
                title={t(
                  '{count, plural, one {# member has no other group to send from} other {# members have no other group to send from}}',
                  { count: leftWithoutGroup.length },
                )}
                members={leftWithoutGroup.map(({ memberId, name }) => ({ id: memberId, name, email: '' }))}
              />
            )}
          </div>
        )}
      </Loaded>
    </ConfirmDialog>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className={styles.heading}>{title}</h3>
      <ul className={styles.points}>{children}</ul>
    </section>
  )
}
