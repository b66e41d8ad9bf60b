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
  const named = { client: meeting.client.name }
  return (
    <ConfirmDialog
      opened
      title={t('Cancel the meeting?')}
      verb={t('Cancel the meeting')}
      keep={t('Keep the meeting')}
      danger
      onConfirm={async () => {
        await api.post(`/meetings/${meeting.id}/cancellation`, { reason })
        await renew()
        toast(
          meeting.client.email === null
            ? t('The meeting is cancelled. {client} has no email address: tell them yourself.', named)
            : t('The meeting is cancelled; {client} is told by mail.', named),
        )
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
        <ReasonField client={meeting.client} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  )
}

type ReasonFieldProps = {
  client: MeetingDetail['client']
  value: string
  onChange: (reason: string) => void
}

/** Goes into the mail to the client, where there is one. */
export function ReasonField({ client, value, onChange }: ReasonFieldProps) {
  return (
    <Textarea
      label={t('Reason')}
      description={
        client.email === null
          ? t('Kept with the meeting. May be left empty.')
          : t('The client reads it in the mail. May be left empty.')
      }
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      autosize
      minRows={2}
      maxLength={1000}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
    />
  )
}
