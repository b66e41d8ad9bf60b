import { useEffect, useState } from 'preact/hooks'
import { t } from '../ui/language.ts'
import { announce } from './announce.ts'
import { formatDay, formatTime } from './clock.ts'
import { type Day, nameOfDay } from './days.ts'
import { useArrowKeys } from './useArrowKeys.ts'

type DayListProps = {
  days: Day[]
  zone: string
  now: number
  openAt: string | undefined
  onChoose: (startsAt: string) => void
}

/** Days, of which one is open with its times. Arrow keys go from one to the next, whichever way it lies. */
export function DayList({ days, zone, now, openAt, onChoose }: DayListProps) {
  const [opened, setOpened] = useState<string | null | undefined>(openAt)
  useEffect(() => setOpened(openAt), [openAt])
  const list = useArrowKeys<HTMLOListElement>()
  const isThere = days.some(({ day }) => day === opened)
  const open = opened === null || isThere ? opened : days[0]?.day

  const toggle = ({ day, starts }: Day) => {
    setOpened(open === day ? null : day)
    if (open !== day) announce(countOn(day, starts.length))
  }
  return (
    <ol ref={list} class="days">
      {days.map(each => {
        const { day, starts } = each
        const isOpen = day === open
        return (
          <li key={day}>
            <h2>
              <button
                type="button"
                class="day"
                data-cell
                id={`day-${day}`}
                aria-expanded={isOpen}
                onClick={() => toggle(each)}
              >
                <span>{nameOfDay(day, zone, now)}</span>
                <span class="count">
                  {t('{count, plural, one {# time} other {# times}}', { count: starts.length })}
                </span>
              </button>
            </h2>
            {isOpen && <Times day={day} starts={starts} zone={zone} onChoose={onChoose} />}
          </li>
        )
      })}
    </ol>
  )
}

type TimesProps = { day: string; starts: string[]; zone: string; onChoose: (startsAt: string) => void }

/** One of them takes the Tab key, so that a day of forty times is one stop. */
function Times({ day, starts, zone, onChoose }: TimesProps) {
  const [current, setCurrent] = useState(starts[0])
  const stop = starts.includes(current ?? '') ? current : starts[0]
  return (
    <div class="times" role="group" aria-labelledby={`day-${day}`}>
      {starts.map(start => (
        <button
          key={start}
          type="button"
          class="time"
          data-cell
          tabIndex={start === stop ? 0 : -1}
          onFocus={() => setCurrent(start)}
          onClick={() => onChoose(start)}
        >
          <time dateTime={start}>{formatTime(Date.parse(start), zone)}</time>
        </button>
      ))}
    </div>
  )
}

const countOn = (day: string, count: number) =>
  t('{count, plural, one {# time} other {# times}} on {day}', { count, day: formatDay(day) })
