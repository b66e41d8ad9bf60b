import { useState } from 'react'
import type { MeetingDetail } from '../../../src/features/meetings/schema/meetings.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { t } from '../../ui/language.ts'
import { toast } from '../../ui/toast.tsx'
import { ReasonField } from './CancelDialog.tsx'
import styles from './meetings.module.css'
import { Overlapped } from './Overlapped.tsx'
import { useRenewMeetings } from './queries.ts'
import { TimeField } from './TimeField.tsx'
import { useOverlap } from './useOverlap.ts'
import { timeOf } from './words.ts'

type RescheduleDialogProps = { meeting: MeetingDetail; close: () => void }

export function RescheduleDialog({ meeting, close }: RescheduleDialogProps) {
  const renew = useRenewMeetings()
  const [startsAt, setStartsAt] = useState(meeting.startsAt)
  const [reason, setReason] = useState('')
  const { overlapsOf, send } = useOverlap()
  const named = { client: meeting.client.name }
  const durationMinutes = (Date.parse(meeting.endsAt) - Date.parse(meeting.startsAt)) / 60_000
  return (
    <ConfirmDialog
      opened
      title={t('Reschedule the meeting')}
      verb={overlapsOf(startsAt).length > 0 ? t('Move it over the other meeting') : t('Move the meeting')}
      waiting={Date.parse(startsAt) === Date.parse(meeting.startsAt)}
      wide
      onConfirm={async () => {
        await send(startsAt, confirmOverlap =>
          api.post(`/meetings/${meeting.id}/rescheduling`, { startsAt, reason, confirmOverlap }),
        )
        await renew()
        toast(
          meeting.client.email === null
            ? t('The meeting is moved. {client} has no email address: tell them yourself.', named)
            : t('The meeting is moved; {client} is told by mail.', named),
        )
      }}
      onClose={close}
    >
      <div className={styles.dialog}>
        <p>{t('Now: {time}', { time: timeOf(meeting) })}</p>
        <TimeField
          hostId={meeting.host.id}
          meetingTypeId={meeting.meetingType.id}
          durationMinutes={durationMinutes}
          groupId={meeting.group?.id}
          exceptMeetingId={meeting.id}
          value={startsAt}
          onChange={setStartsAt}
        />
        <Overlapped overlaps={overlapsOf(startsAt)} />
        <ReasonField client={meeting.client} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  )
}
