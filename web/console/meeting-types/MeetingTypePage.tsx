import { Anchor, Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import type { MeetingTypeDeleted, MeetingTypeItem } from '../../../src/features/meeting-types/schema.ts'
import { type ActionItem, ActionMenu } from '../../ui/ActionMenu.tsx'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { Detail } from '../../ui/Detail.tsx'
import { formatMinutes, t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { addressOf } from '../groups/linkOf.ts'
import { useDryRun } from '../members/consequences.ts'
import { HostsTab } from './HostsTab.tsx'
import { State } from './MeetingTypesPage.tsx'
import { SettingsTab } from './SettingsTab.tsx'
import { placeNames } from './words.ts'

export function MeetingTypePage() {
  const { meetingTypeId } = useParams({ from: '/framed/meeting-types/$meetingTypeId' })
  const query = useQuery({
    queryKey: ['/meeting-types', meetingTypeId],
    queryFn: ({ signal }) => api.get<MeetingTypeItem>(`/meeting-types/${meetingTypeId}`, undefined, signal),
  })
  return <Loaded query={query}>{type => <TypeDetail key={type.id} type={type} />}</Loaded>
}

function TypeDetail({ type }: { type: MeetingTypeItem }) {
  const [isDeleting, setDeleting] = useState(false)
  const setActive = useSetActive(type)
  const actions: ActionItem[] = [
    type.active
      ? { label: t('Disable'), onSelect: () => void setActive(false) }
      : { label: t('Enable'), onSelect: () => void setActive(true) },
    { label: t('Delete meeting type'), danger: true, onSelect: () => setDeleting(true) },
  ]
  return (
    <>
      <Detail
        title={type.name}
        subtitle={<Subtitle {...type} />}
        status={<State type={type} />}
        back={{ label: t('Meeting types'), to: '/meeting-types' }}
        actions={
          type.may.update && (
            <ActionMenu items={actions}>
              <Button variant="default">{t('Action')}</Button>
            </ActionMenu>
          )
        }
        tabs={[
          { key: 'settings', label: t('Settings'), content: () => <SettingsTab type={type} /> },
          { key: 'hosts', label: t('Hosts'), count: type.hosts, content: () => <HostsTab type={type} /> },
        ]}
      />
      {isDeleting && <DeleteDialog type={type} close={() => setDeleting(false)} />}
    </>
  )
}

/** What it is in short, and the page where clients book it, as soon as they can. */
function Subtitle({ durationMinutes, place, link, active, hosts }: MeetingTypeItem) {
  const address = addressOf(link ?? '', 'm')
  return (
    <>
      {formatMinutes(durationMinutes)} · {placeNames()[place.kind]}
      {link && active && hosts > 0 && (
        <>
          {' · '}
          <Anchor href={address} target="_blank" inherit>
            {address}
          </Anchor>
        </>
      )}
    </>
  )
}

/** A disabled type keeps its meetings and settings; it can only be booked and planned again once it is enabled. */
function useSetActive(type: MeetingTypeItem) {
  const queryClient = useQueryClient()
  const set = async (active: boolean) => {
    await api.patch(`/meeting-types/${type.id}`, { active })
    await queryClient.invalidateQueries({ queryKey: ['/meeting-types'] })
  }
  return async (active: boolean) => {
    try {
      await set(active)
      const { name } = type
      toast(active ? t('{name} is enabled.', { name }) : t('{name} is disabled.', { name }), () =>
        set(!active),
      )
    } catch (error) {
      toastProblem(error)
    }
  }
}

type Deleted = z.infer<typeof MeetingTypeDeleted>

function DeleteDialog({ type, close }: { type: MeetingTypeItem; close: () => void }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const path = `/meeting-types/${type.id}`
  const preview = useDryRun([path, 'deletion'], () => api.delete<Deleted>(`${path}?dryRun=true`))
  const remove = async () => {
    await api.delete(path)
    await navigate({ to: '/meeting-types' })
    queryClient.removeQueries({ queryKey: ['/meeting-types', type.id] })
    await queryClient.invalidateQueries()
    toast(t('{name} is deleted.', { name: type.name }))
  }
  return (
    <ConfirmDialog
      opened
      danger
      title={t('Delete {name}?', { name: type.name })}
      verb={t('Delete meeting type')}
      waiting={!preview.data}
      onConfirm={remove}
      onClose={close}
    >
      <Loaded query={preview}>
        {({ upcomingMeetings }) => (
          <>
            <p>
              {t('It can no longer be booked or planned, and its links stop working. This cannot be undone.')}
            </p>
            <p>
              {t(
                '{count, plural, =0 {No upcoming meeting is concerned.} one {# upcoming meeting stays as it is.} other {# upcoming meetings stay as they are.}}',
                { count: upcomingMeetings },
              )}
            </p>
          </>
        )}
      </Loaded>
    </ConfirmDialog>
  )
}
