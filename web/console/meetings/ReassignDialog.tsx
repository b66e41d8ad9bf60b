import { Radio, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { HostCandidates, MeetingDetail } from '../../../src/features/meetings/schema/meetings.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { formatList, t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { toast } from '../../ui/toast.tsx'
import { ReasonField } from './CancelDialog.tsx'
import styles from './meetings.module.css'
import { Overlapped } from './Overlapped.tsx'
import { useRenewMeetings } from './queries.ts'
import { useOverlap } from './useOverlap.ts'
import { layerWords, timeOf } from './words.ts'

type ReassignDialogProps = { meeting: MeetingDetail; close: () => void }
type Candidates = z.infer<typeof HostCandidates>

export function ReassignDialog({ meeting, close }: ReassignDialogProps) {
  const renew = useRenewMeetings()
  const [hostId, setHostId] = useState('')
  const [reason, setReason] = useState('')
  const query = useQuery({
    queryKey: ['/meetings', meeting.id, 'hosts'],
    queryFn: ({ signal }) => api.get<Candidates>(`/meetings/${meeting.id}/hosts`, undefined, signal),
  })
  const { overlapsOf, send } = useOverlap()
  const isHost = ({ id }: { id: string }) => id === meeting.host.id
  const chosen = query.data?.items.find(({ id }) => id === hostId)
  return (
    <ConfirmDialog
      opened
      title={t('Reassign the meeting')}
      verb={
        overlapsOf(hostId).length > 0
          ? t('Reassign over the other meeting')
          : chosen
            ? t('Give it to {name}', { name: chosen.name })
            : t('Reassign')
      }
      waiting={!chosen}
      onConfirm={async () => {
        await send(hostId, confirmOverlap =>
          api.post(`/meetings/${meeting.id}/reassignment`, { hostId, reason, confirmOverlap }),
        )
        await renew()
        const named = { name: chosen?.name, client: meeting.client.name }
        toast(
          meeting.client.email === null
            ? t('{name} has the meeting now. {client} has no email address: tell them yourself.', named)
            : t('{name} has the meeting now; they and {client} are told by mail.', named),
        )
      }}
      onClose={close}
    >
      <div className={styles.dialog}>
        <p>{t('{time}, now with {host}', { time: timeOf(meeting), host: meeting.host.name })}</p>
        <Loaded query={query}>
          {({ items }) =>
            items.every(isHost) ? (
              <p>{t('There is nobody else who can hold this meeting.')}</p>
            ) : (
              <Radio.Group label={t('New host')} value={hostId} onChange={setHostId}>
                <Stack gap="md" mt="sm">
                  {items
                    .filter(item => !isHost(item))
                    .map(({ id, name, available, why }) => (
                      <Radio
                        key={id}
                        value={id}
                        label={name}
                        description={
                          available
                            ? undefined
                            : t('not available: {why}', { why: formatList(why.map(layerWords)) })
                        }
                      />
                    ))}
                </Stack>
              </Radio.Group>
            )
          }
        </Loaded>
        <Overlapped overlaps={overlapsOf(hostId)} />
        <ReasonField client={meeting.client} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  )
}
