import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { Detail } from '../../ui/Detail.tsx'
import { GroupDot } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { useMay } from '../shell/session.ts'
import { AudienceTab } from './AudienceTab.tsx'
import { DeleteDialog } from './DeleteDialog.tsx'
import { GeneralTab } from './GeneralTab.tsx'
import styles from './groups.module.css'
import { HistoryTab } from './HistoryTab.tsx'
import { MeetingTypesTab } from './MeetingTypesTab.tsx'
import { MembersTab } from './MembersTab.tsx'

export function GroupPage() {
  const { groupId } = useParams({ from: '/framed/groups/$groupId' })
  const query = useQuery({
    queryKey: ['/groups', groupId],
    queryFn: ({ signal }) => api.get<GroupItem>(`/groups/${groupId}`, undefined, signal),
  })
  return <Loaded query={query}>{group => <GroupDetail key={group.id} group={group} />}</Loaded>
}

function GroupDetail({ group }: { group: GroupItem }) {
  const [isDeleting, setDeleting] = useState(false)
  const may = useMay()
  const isDeleted = group.deletedAt !== null
  const mayReadHistory = may('audit.read')
  return (
    <>
      <Detail
        title={group.name}
        mark={<GroupDot id={group.id} />}
        subtitle={group.description || undefined}
        status={isDeleted ? <StatusBadge tone="red">{t('Deleted')}</StatusBadge> : undefined}
        notice={isDeleted && <DeletedBanner group={group} />}
        back={{ label: t('Groups'), to: '/groups', search: isDeleted ? { deleted: 'true' } : {} }}
        actions={
          group.may.delete &&
          !isDeleted && (
            <Button variant="default" onClick={() => setDeleting(true)}>
              {t('Delete group')}
            </Button>
          )
        }
        tabs={[
          {
            key: 'general',
            label: t('General'),
            content: () => <GeneralTab group={group} />,
          },
          {
            key: 'members',
            label: t('Members'),
            count: group.members,
            content: () => <MembersTab group={group} />,
          },
          ...(may('meeting-types.read')
            ? [
                {
                  key: 'meeting-types',
                  label: t('Meeting types'),
                  count: group.meetingTypes,
                  content: () => <MeetingTypesTab group={group} />,
                },
              ]
            : []),
          { key: 'access', label: t('Access'), content: () => <AudienceTab group={group} /> },
          ...(mayReadHistory
            ? [{ key: 'history', label: t('History'), content: () => <HistoryTab group={group} /> }]
            : []),
        ]}
      />
      {isDeleting && <DeleteDialog group={group} close={() => setDeleting(false)} />}
    </>
  )
}

function DeletedBanner({ group }: { group: GroupItem }) {
  const queryClient = useQueryClient()
  const restore = async () => {
    try {
      await api.post(`/groups/${group.id}/restoration`)
      await queryClient.invalidateQueries()
      toast(t('{name} is restored.', { name: group.name }))
    } catch (error) {
      toastProblem(error)
    }
  }
  return (
    <div className={styles.banner} role="note">
      <span>
        {t('Deleted')} <RelativeTime value={group.deletedAt!} />.{' '}
        {t('Its members go on seeing its clients; nothing can be sent from it.')}
      </span>
      {group.may.restore && (
        <Button variant="default" onClick={() => void restore()}>
          {t('Restore')}
        </Button>
      )}
    </div>
  )
}
