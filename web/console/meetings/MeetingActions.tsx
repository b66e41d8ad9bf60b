import { Button } from '@mantine/core'
import { IconCalendarTime, IconDots, IconUserShare } from '@tabler/icons-react'
import { useState } from 'react'
import type { MeetingDetail } from '../../../src/features/meetings/schema/meetings.ts'
import { ActionMenu } from '../../ui/ActionMenu.tsx'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { CancelDialog } from './CancelDialog.tsx'
import { useRenewMeetings } from './queries.ts'
import { ReassignDialog } from './ReassignDialog.tsx'
import { RescheduleDialog } from './RescheduleDialog.tsx'

/** What this member may do with the meeting as it stands. */
export function MeetingActions({ meeting }: { meeting: MeetingDetail }) {
  const [dialog, setDialog] = useState<'reschedule' | 'reassign' | 'cancel'>()
  const renew = useRenewMeetings()
  const close = () => setDialog(undefined)
  const conclude = async (status: 'completed' | 'missed') => {
    try {
      await api.put(`/meetings/${meeting.id}/outcome`, { status })
      toast(status === 'missed' ? t('Noted as missed.') : t('Noted as held.'))
    } catch (error) {
      toastProblem(error)
    }
    void renew()
  }
  const more = [
    ...(meeting.may.conclude
      ? [
          { label: t('It was held'), onSelect: () => void conclude('completed') },
          { label: t('It was missed'), onSelect: () => void conclude('missed') },
        ]
      : []),
    ...(meeting.may.move
      ? [{ label: t('Cancel the meeting'), danger: true, onSelect: () => setDialog('cancel') }]
      : []),
  ]
  return (
    <>
      {meeting.may.move && (
        <>
          <Button
            variant="default"
            leftSection={<IconCalendarTime />}
            onClick={() => setDialog('reschedule')}
          >
            {t('Reschedule')}
          </Button>
          <Button variant="default" leftSection={<IconUserShare />} onClick={() => setDialog('reassign')}>
            {t('Reassign')}
          </Button>
        </>
      )}
      {more.length > 0 && (
        <ActionMenu label={t('More')} items={more}>
          <Button variant="default" aria-label={t('More')}>
            <IconDots />
          </Button>
        </ActionMenu>
      )}
      {/* Each time anew: a choice, a reason or a confirmed overlap of before is not for the next change. */}
      {dialog === 'reschedule' && <RescheduleDialog meeting={meeting} close={close} />}
      {dialog === 'reassign' && <ReassignDialog meeting={meeting} close={close} />}
      {dialog === 'cancel' && <CancelDialog meeting={meeting} close={close} />}
    </>
  )
}
