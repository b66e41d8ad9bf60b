import { Textarea } from '@mantine/core'
import { useState } from 'react'
import type { MeetingDetail } from '../../../src/features/meetings/schema/meetings.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { t } from '../../ui/language.ts'
import { toast } from '../../ui/toast.tsx'
import styles from './meetings.module.css'
import { useRenewMeetings } from './queries.ts'
import { timeOf } from './words.ts'

type CancelDialogProps = { meeting: MeetingDetail; close: () => void }

export function CancelDialog({ meeting, close }: CancelDialogProps) {
  const renew = useRenewMeetings()
  const [reason, setReason] = useState('')
  return (
    <ConfirmDialog
      opened
      title={t('Cancel the meeting?')}
      verb={t('Cancel the meeting')}
      danger
      onConfirm={async () => {
        await api.post(`/meetings/${meeting.id}/cancellation`, { reason })
        await renew()
        toast(t('The meeting is cancelled; {client} is told by mail.', { client: meeting.client.name }))
      }}
      onClose={close}
    >
      <div className={styles.dialog}>
        <p>
          {t('{time}, with {client}. It leaves every calendar, and the time is free again.', {
            time: timeOf(meeting),
            client: meeting.client.name,
          })}
        </p>
        <ReasonField value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  )
}

/** Goes into the mail to the client. */
export function ReasonField({ value, onChange }: { value: string; onChange: (reason: string) => void }) {
  return (
    <Textarea
      label={t('Reason')}
      description={t('The client reads it in the mail. May be left empty.')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autosize
      minRows={2}
      maxLength={1000}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
