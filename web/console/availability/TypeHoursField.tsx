import { ActionIcon, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { TypeHours } from '../../../src/features/availability/schema.ts'
import { api } from '../../ui/api.ts'
import { hoursOf, weeklyOf } from '../../ui/calendar/weekly.ts'
import { t } from '../../ui/language.ts'
import styles from './availability.module.css'
import { WeekList } from './WeekList.tsx'

type TypeHoursFieldProps = {
  memberId: string
  value: TypeHours[]
  onChange: (typeHours: TypeHours[]) => void
}
type Hosted = { items: { id: string; name: string }[] }

const usualWeek = [1, 2, 3, 4, 5].map(day => ({ day, start: '09:00', end: '12:00' }))

/** Types of the member's that have hours of their own, within the open ones. */
export function TypeHoursField({ memberId, value, onChange }: TypeHoursFieldProps) {
  const { data } = useQuery({
    queryKey: ['/members', memberId, 'meeting-types'],
    queryFn: ({ signal }) => api.get<Hosted>(`/members/${memberId}/meeting-types`, undefined, signal),
  })
  const types = data?.items ?? []
  const nameOf = (id: string) => types.find(type => type.id === id)?.name ?? t('Meeting type')
  const others = types.filter(type => !value.some(({ meetingTypeId }) => meetingTypeId === type.id))
  return (
    <>
      {value.map(each => (
        <section key={each.meetingTypeId} className={styles.type}>
          <h3 className={styles.dayName}>
            {nameOf(each.meetingTypeId)}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('No hours of its own: {type}', { type: nameOf(each.meetingTypeId) })}
              onClick={() => onChange(value.filter(other => other !== each))}
            >
              <IconX aria-hidden />
            </ActionIcon>
          </h3>
          <WeekList
            label={nameOf(each.meetingTypeId)}
            hours={hoursOf(each.weekly)}
            onChange={hours =>
              onChange(value.map(other => (other === each ? { ...each, weekly: weeklyOf(hours) } : other)))
            }
          />
        </section>
      ))}
      {others.length > 0 && (
        <Select
          label={t('Give a type hours of its own')}
          placeholder={t('Choose a type')}
          data={others.map(({ id, name }) => ({ value: id, label: name }))}
          value={null}
          onChange={id => id && onChange([...value, { meetingTypeId: id, weekly: usualWeek }])}
        />
      )}
      {data && types.length === 0 && (
        <p className={styles.note}>{t('There is no meeting type to host yet.')}</p>
      )}
    </>
  )
}
