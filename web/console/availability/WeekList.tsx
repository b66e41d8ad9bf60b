import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { clockOf, type Hours, inOrder } from '../../ui/calendar/weekly.ts'
import { t, weekdayName } from '../../ui/language.ts'
import styles from './availability.module.css'

type WeekListProps = { label: string; hours: readonly Hours[]; onChange: (hours: Hours[]) => void }

const days = [1, 2, 3, 4, 5, 6, 7]

/** The hours of a week as lines of times, for small screens. */
export function WeekList({ label, hours, onChange }: WeekListProps) {
  return (
    <ul className={styles.dayList} aria-label={label}>
      {days.map(day => (
        <li key={day} className={styles.day}>
          <h3 className={styles.dayName}>{weekdayName(day)}</h3>
          <DayIntervals
            name={weekdayName(day)}
            intervals={hours.filter(each => each.day === day)}
            onChange={own =>
              onChange(
                inOrder([...hours.filter(each => each.day !== day), ...own.map(each => ({ ...each, day }))]),
              )
            }
          />
        </li>
      ))}
    </ul>
  )
}

type Interval = { from: number; to: number }
type DayIntervalsProps = {
  name: string
  intervals: readonly Interval[]
  onChange: (next: Interval[]) => void
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))
/** A field of a time knows no 24:00; midnight as an end reads 00:00. */
const shownClock = (minute: number) => (minute === 1440 ? '00:00' : clockOf(minute))

/** A day's times, each with its beginning and end. */
export function DayIntervals({ name, intervals, onChange }: DayIntervalsProps) {
  const replace = (at: number, next: Interval) =>
    onChange(intervals.map((each, index) => (index === at ? next : each)))
  const endOf = (from: number, clock: string) => {
    const to = minutesOf(clock)
    return to > from ? to : to + 1440
  }
  const last = intervals.at(-1)
  const next = last ? Math.min(last.to + 60, 1440 - 60) : 9 * 60
  return (
    <div className={styles.intervals}>
      {intervals.length === 0 && <span className={styles.note}>{t('Closed')}</span>}
      {intervals.map(({ from, to }, at) => (
        <div key={`${from} ${to}`} className={styles.interval}>
          <TextInput
            type="time"
            aria-label={t('{day}, from', { day: name })}
            defaultValue={clockOf(from)}
            onBlur={({ currentTarget: { value } }) =>
              value && replace(at, { from: minutesOf(value), to: endOf(minutesOf(value), shownClock(to)) })
            }
          />
          <span aria-hidden>–</span>
          <TextInput
            type="time"
            aria-label={t('{day}, until', { day: name })}
            defaultValue={shownClock(to)}
            onBlur={({ currentTarget: { value } }) => value && replace(at, { from, to: endOf(from, value) })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('Remove the hours from {time}', { time: clockOf(from) })}
            onClick={() => onChange(intervals.filter((_, index) => index !== at))}
          >
            <IconX aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        className={styles.add}
        leftSection={<IconPlus />}
        aria-label={t('Add hours on {day}', { day: name })}
        onClick={() => onChange([...intervals, { from: next, to: last ? next + 60 : 17 * 60 }])}
      >
        {t('Add hours')}
      </Button>
    </div>
  )
}
