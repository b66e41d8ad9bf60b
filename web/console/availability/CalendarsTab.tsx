import { Button, Switch } from '@mantine/core'
import { IconCalendarPlus, IconRefresh } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { CalendarItem, CalendarList } from '../../../src/features/calendars/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import styles from './availability.module.css'
import { calendarKindNames, calendarStates } from './calendarWords.ts'
import { ConnectDialog } from './ConnectDialog.tsx'

type Answer = z.infer<typeof CalendarList>

const waitedMs = 3000
const isWaiting = ({ state, syncedAt }: CalendarItem) => state === 'stale' && syncedAt === null

/** Calendars elsewhere whose busy times keep clients from booking. */
export function CalendarsTab({ memberId, isMe }: { memberId: string; isMe: boolean }) {
  const [isConnecting, setConnecting] = useState(false)
  const query = useQuery({
    queryKey: ['/calendars', memberId],
    queryFn: ({ signal }) => api.get<Answer>('/calendars', { memberId }, signal),
    refetchInterval: ({ state }) => (state.data?.items.some(isWaiting) ? waitedMs : false),
  })
  return (
    <div className={styles.stack}>
      <div className={styles.bar}>
        <p className={styles.intro}>
          {t(
            'Only when something is in a calendar is read, never what. While one cannot be read, clients cannot book.',
          )}
        </p>
        <Button leftSection={<IconCalendarPlus />} onClick={() => setConnecting(true)}>
          {t('Connect a calendar')}
        </Button>
      </div>
      <Loaded query={query}>
        {({ items, kinds }) => (
          <>
            {items.length === 0 ? (
              <EmptyState text={t('No calendar is connected.')} />
            ) : (
              <ul className={styles.rows}>
                {items.map(calendar => (
                  <CalendarRow key={calendar.id} calendar={calendar} />
                ))}
              </ul>
            )}
            {isConnecting && (
              <ConnectDialog
                kinds={kinds}
                memberId={isMe ? undefined : memberId}
                close={() => setConnecting(false)}
              />
            )}
          </>
        )}
      </Loaded>
    </div>
  )
}

function CalendarRow({ calendar }: { calendar: CalendarItem }) {
  const queryClient = useQueryClient()
  const [isLeaving, setLeaving] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const renew = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['/calendars'] }),
      queryClient.invalidateQueries({ queryKey: ['/members'] }),
    ])
  const path = `/calendars/${calendar.id}`
  const during = async (work: () => Promise<unknown>) => {
    setBusy(true)
    await work().catch(toastProblem)
    await renew()
    setBusy(false)
  }
  const { label, tone } = isWaiting(calendar)
    ? { label: t('Being read for the first time'), tone: 'grey' as const }
    : calendarStates()[calendar.state === 'fresh' && calendar.unwrittenSince ? 'unwritten' : calendar.state]
  return (
    <li className={styles.row}>
      <span className={styles.words}>
        <strong>
          {calendar.name} <StatusBadge tone={tone}>{label}</StatusBadge>
        </strong>
        <span className={styles.note}>
          {calendarKindNames()[calendar.kind]} · {t('Last synced')}{' '}
          {calendar.syncedAt ? <RelativeTime value={calendar.syncedAt} /> : t('never')}
        </span>
        {calendar.failure && <span className={styles.failure}>{calendar.failure}</span>}
        {calendar.unwrittenSince && (
          <span className={styles.failure}>
            {t('Some meetings could not be written into it.')} {calendar.writeFailure}{' '}
            {t('Then choose “Sync now”, and those that are missing are written.')} {t('First failed')}{' '}
            <RelativeTime value={calendar.unwrittenSince} />
          </span>
        )}
      </span>
      {calendar.isWritable && (
        <Switch
          label={t('Write meetings here')}
          checked={calendar.isDestination}
          disabled={isBusy}
          onChange={({ currentTarget: { checked } }) =>
            void during(() => (checked ? api.put(`${path}/destination`) : api.delete(`${path}/destination`)))
          }
        />
      )}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconRefresh />}
        loading={isBusy}
        onClick={() =>
          void during(async () => {
            await api.post(`${path}/synchronisation`)
            toast(t('{name} is being read.', { name: calendar.name }))
          })
        }
      >
        {t('Sync now')}
      </Button>
      <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setLeaving(true)}>
        {t('Disconnect')}
      </Button>
      <ConfirmDialog
        opened={isLeaving}
        title={t('Disconnect {name}?', { name: calendar.name })}
        verb={t('Disconnect')}
        danger
        onConfirm={async () => {
          await api.delete(path)
          await renew()
          toast(t('{name} is disconnected.', { name: calendar.name }))
        }}
        onClose={() => setLeaving(false)}
      >
        <p>{t('What it says is busy is forgotten, and clients may book then.')}</p>
      </ConfirmDialog>
    </li>
  )
}
