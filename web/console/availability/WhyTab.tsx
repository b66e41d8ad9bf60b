import { Select, TextInput } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Explanation } from '../../../src/features/slots/schema.ts'
import { api } from '../../ui/api.ts'
import { addDays, instantIn, ownZone, readingIn, zoneWords } from '../../ui/calendar/days.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { formatSpan, t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { useNow } from '../../ui/useNow.ts'
import { layerWords } from '../meetings/words.ts'
import styles from './availability.module.css'

type Hosted = { items: { id: string; name: string }[] }
type Membered = { groups: { id: string; name: string; deleted: boolean }[] }

/** For any type, group and time: whether a client could book this member then, and each thing that stands against it. */
export function WhyTab({ memberId }: { memberId: string }) {
  const zone = ownZone()
  const tomorrow = addDays(readingIn(zone, useNow()).day, 1)
  const [asked, setAsked] = useState({ meetingTypeId: '', groupId: '', day: '', clock: '10:00' })
  const types = useQuery({
    queryKey: ['/members', memberId, 'meeting-types'],
    queryFn: ({ signal }) => api.get<Hosted>(`/members/${memberId}/meeting-types`, undefined, signal),
  })
  const member = useQuery({
    queryKey: ['/members', memberId],
    queryFn: ({ signal }) => api.get<Membered>(`/members/${memberId}`, undefined, signal),
  })
  const meetingTypeId = asked.meetingTypeId || (types.data?.items[0]?.id ?? '')
  const day = asked.day || tomorrow
  const minute = Number(asked.clock.slice(0, 2)) * 60 + Number(asked.clock.slice(3, 5))
  const params = {
    memberId,
    meetingTypeId,
    groupId: asked.groupId,
    startsAt: instantIn(zone, { day, minute }),
  }
  const query = useQuery({
    queryKey: ['/availability', 'explanation', params],
    queryFn: ({ signal }) => api.get<Explanation>('/availability/explanation', params, signal),
    enabled: meetingTypeId !== '' && asked.clock !== '',
    placeholderData: before => before,
  })
  if (types.data?.items.length === 0)
    return <EmptyState text={t('There is no meeting type to host yet, so nothing is offered.')} />
  const groups = (member.data?.groups ?? []).filter(({ deleted }) => !deleted)
  return (
    <div className={styles.stack}>
      <div className={styles.question}>
        <Select
          label={t('Meeting type')}
          allowDeselect={false}
          data={(types.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={meetingTypeId}
          onChange={value => setAsked({ ...asked, meetingTypeId: value ?? '' })}
        />
        <Select
          label={t('Through')}
          allowDeselect={false}
          data={[
            { value: '', label: t('The link of the type') },
            ...groups.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={asked.groupId}
          onChange={groupId => setAsked({ ...asked, groupId: groupId ?? '' })}
        />
        <TextInput
          type="date"
          label={t('Day')}
          value={day}
          onChange={event => setAsked({ ...asked, day: event.currentTarget.value })}
        />
        <TextInput
          type="time"
          label={t('Time')}
          description={zoneWords(zone)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={asked.clock}
          onChange={event => setAsked({ ...asked, clock: event.currentTarget.value })}
        />
      </div>
      {meetingTypeId && <Loaded query={query}>{answer => <Answer answer={answer} />}</Loaded>}
    </div>
  )
}

function Answer({ answer: { offered, layers } }: { answer: Explanation }) {
  return (
    <section className={styles.answer} data-offered={offered} aria-live="polite">
      <h2 className={styles.answerTitle}>
        {offered ? <IconCircleCheck aria-hidden /> : <IconCircleX aria-hidden />}
        {offered ? t('Clients can book this time.') : t('Clients cannot book this time, because:')}
      </h2>
      {layers.length > 0 && (
        <ul className={styles.layers}>
          {layers.map(({ layer, startsAt, endsAt }) => (
            <li key={`${layer} ${startsAt}`}>
              <strong>{layerWords(layer)}</strong>
              <span className={styles.note}>{formatSpan(startsAt, endsAt)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
