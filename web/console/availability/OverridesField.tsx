import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Override } from '../../../src/features/availability/schema.ts'
import { hoursOf, weeklyOf } from '../../ui/calendar/weekly.ts'
import { formatDay, t } from '../../ui/language.ts'
import styles from './availability.module.css'
import { DayIntervals } from './WeekList.tsx'

type OverridesFieldProps = { value: Override[]; onChange: (overrides: Override[]) => void }

const intervalsOf = ({ intervals }: Override) =>
  hoursOf(intervals.map(each => ({ ...each, day: 1 }))).map(({ from, to }) => ({ from, to }))

/** Dates whose hours are others than the week's. */
export function OverridesField({ value, onChange }: OverridesFieldProps) {
  const [date, setDate] = useState('')
  const add = () => {
    if (!value.some(each => each.date === date))
      onChange([...value, { date, intervals: [] }].toSorted((a, b) => a.date.localeCompare(b.date)))
    setDate('')
  }
  return (
    <>
      <ul className={styles.dayList}>
        {value.map(override => {
          const name = formatDay(override.date)
          return (
            <li key={override.date} className={styles.day}>
              <h3 className={styles.dayName}>
                {name}
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('As every week on {day}', { day: name })}
                  onClick={() => onChange(value.filter(each => each !== override))}
                >
                  <IconX aria-hidden />
                </ActionIcon>
              </h3>
              <DayIntervals
                name={name}
                intervals={intervalsOf(override)}
                onChange={next =>
                  onChange(
                    value.map(each =>
                      each === override
                        ? {
                            ...each,
                            intervals: weeklyOf(next.map(one => ({ ...one, day: 1 }))).map(
                              ({ start, end }) => ({ start, end }),
                            ),
                          }
                        : each,
                    ),
                  )
                }
              />
            </li>
          )
        })}
      </ul>
      <div className={styles.addDay}>
        <TextInput
          type="date"
          label={t('Another day')}
          value={date}
          onChange={event => setDate(event.currentTarget.value)}
        />
        <Button variant="default" disabled={!date} onClick={add}>
          {t('Add the day')}
        </Button>
      </div>
    </>
  )
}
