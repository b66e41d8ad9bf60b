import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { MeetingDetail } from '../../../src/features/meetings/schema/meetings.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { t } from '../../ui/language.ts'
import { toast } from '../../ui/toast.tsx'
import styles from './meetings.module.css'
import { useRenewMeetings } from './queries.ts'

type GuestDialogProps = { meeting: MeetingDetail; opened: boolean; close: () => void }

export function GuestDialog({ meeting, opened, close }: GuestDialogProps) {
  const renew = useRenewMeetings()
  const [guest, setGuest] = useState({ name: '', email: '' })
  const add = async () => {
    await api.post(`/meetings/${meeting.id}/guests`, guest)
    toast(t('{name} is told by mail.', { name: guest.name }))
    setGuest({ name: '', email: '' })
    await renew()
  }
  const field = (key: keyof typeof guest) => ({
    value: guest[key],
    onChange: (event: { currentTarget: { value: string } }) =>
      setGuest({ ...guest, [key]: event.currentTarget.value }),
  })
  return (
    <ConfirmDialog
      opened={opened}
      title={t('Add guest')}
      verb={t('Add guest')}
      waiting={!guest.name.trim() || !guest.email.includes('@')}
      onConfirm={add}
      onClose={close}
    >
      <div className={styles.dialog}>
        <TextInput label={t('Name')} autoComplete="off" data-autofocus {...field('name')} />
        <TextInput label={t('Email')} type="email" autoComplete="off" {...field('email')} />
      </div>
    </ConfirmDialog>
  )
}
