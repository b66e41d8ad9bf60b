import { Chip, Skeleton, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { z } from 'zod'
import type { Times } from '../../../src/features/slots/schema.ts'
import { api } from '../../ui/api.ts'
import { addDays, instantIn, ownZone, readingIn, zoneWords } from '../../ui/calendar/days.ts'
import { clockOf } from '../../ui/calendar/weekly.ts'
import { formatClock, formatSpan, t } from '../../ui/language.ts'
import { Problem } from '../../ui/Problem.tsx'
import { useNow } from '../../ui/useNow.ts'
import styles from './meetings.module.css'
import { layerWords } from './words.ts'

type TimeFieldProps = {
  hostId: string
  meetingTypeId: string
  durationMinutes: number
  groupId?: string | null
  /** The meeting that is moved: it stands in nobody's way. */
  exceptMeetingId?: string
  /** An instant, or nothing yet. */
  value: string | undefined
  onChange: (startsAt: string) => void
  error?: React.ReactNode
}

/** A day and a time for a host: free starts to choose from, or any other, with what stands against it. */
export function TimeField(props: TimeFieldProps) {
  const { hostId, meetingTypeId, durationMinutes, groupId, exceptMeetingId, value, onChange, error } = props
  const id = useId()
  const zone = ownZone()
  const now = useNow()
  const [looked, setLooked] = useState<string>()
  const { day, minute } = value
    ? readingIn(zone, value)
    : { day: looked ?? readingIn(zone, now).day, minute: 0 }
  const params = {
    hostId,
    meetingTypeId,
    durationMinutes,
    groupId,
    exceptMeetingId,
    from: instantIn(zone, { day, minute: 0 }),
    to: instantIn(zone, { day: addDays(day, 1), minute: 0 }),
  }
  const { data, error: fault } = useQuery({
    queryKey: ['/meetings', 'times', params],
    queryFn: ({ signal }) => api.get<z.infer<typeof Times>>('/meetings/times', params, signal),
    enabled: hostId !== '' && meetingTypeId !== '',
  })
  const setDay = (next: string) => {
    if (next) setLooked(next)
    // Without a time, a day is only looked at.
    if (next && value) onChange(instantIn(zone, { day: next, minute }))
  }
  const setClock = (clock: string) =>
    clock &&
    onChange(
      instantIn(zone, {
        day,
        minute: Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5)),
      }),
    )
  const against = value && data ? standingAgainst(data, value, durationMinutes) : []
  return (
    <div className={styles.dialog}>
      <div className={styles.pair}>
        <TextInput
          type="date"
          label={t('Day')}
          value={day}
          onChange={event => setDay(event.currentTarget.value)}
        />
        <TextInput
          type="time"
          label={t('Time')}
          description={zoneWords(zone)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={value ? clockOf(minute) : ''}
          onChange={event => setClock(event.currentTarget.value)}
          error={error}
        />
      </div>
      <Problem error={fault} />
      {hostId && meetingTypeId && !fault && (
        <div role="group" aria-labelledby={id}>
          <p id={id} className={styles.hint}>
            {t('Free that day')}
          </p>
          {!data ? (
            <Skeleton height="var(--control)" />
          ) : data.starts.length === 0 ? (
            <p className={styles.hint}>
              {t('Nothing is free that day. Any other time can be chosen as well.')}
            </p>
          ) : (
            <Chip.Group value={value ?? ''} onChange={onChange}>
              <div className={styles.starts}>
                {data.starts.map(start => (
                  <Chip key={start} value={start} size="sm" radius="sm" classNames={{ label: styles.start }}>
                    {formatClock(readingIn(zone, start).minute)}
                  </Chip>
                ))}
              </div>
            </Chip.Group>
          )}
        </div>
      )}
      {against.length > 0 && (
        <div role="status">
          <ul className={styles.warnings}>
            {against.map(({ layer, startsAt, endsAt }) => (
              <li key={`${layer} ${startsAt}`}>
                {layerWords(layer)}: {formatSpan(startsAt, endsAt)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

/** What takes time then; or, where nothing does, that clients are not offered it all the same. */
function standingAgainst(
  { taken, starts }: z.infer<typeof Times>,
  startsAt: string,
  durationMinutes: number,
) {
  const start = Date.parse(startsAt)
  const endsAt = new Date(start + durationMinutes * 60_000).toISOString()
  const overlapping = taken.filter(
    span => Date.parse(span.startsAt) < Date.parse(endsAt) && Date.parse(span.endsAt) > start,
  )
  if (overlapping.length > 0 || starts.some(each => Date.parse(each) === start)) return overlapping
  return [{ layer: 'grid', startsAt, endsAt }]
}
