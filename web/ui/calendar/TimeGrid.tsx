import { Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { type KeyboardEventHandler, type ReactNode, type Ref, useEffect, useRef } from 'react'
import { formatClock, t } from '../language.ts'
import styles from './TimeGrid.module.css'
import { type Part, useOutOfSight } from './useOutOfSight.ts'

export type TimeColumn = {
  key: string
  heading: ReactNode
  isToday?: boolean
  content: ReactNode
  /** How many things lie side by side where it is fullest: each keeps a width that a finger can hit. */
  lanes?: number
}

type TimeGridProps = {
  /** What the table of times is of, for a screen reader. */
  label: string
  columns: TimeColumn[]
  /** Where something lies, on whichever day: what of it is scrolled away is told at the edge. */
  parts: readonly Part[]
  /** The minute of the day that is in sight at first. */
  showFrom?: number
  bodyRef?: Ref<HTMLDivElement>
  /** For keys that go from one thing in the columns to another. */
  onKeyDown?: KeyboardEventHandler<HTMLDivElement>
}

const hours = Array.from({ length: 24 }, (_, hour) => hour)
/** The minute from which a day is shown, unless something lies earlier. */
export const dayBegins = 7 * 60
/** A little earlier, so that the hour can be read beside its line. */
const headroom = 15

/** Days side by side, a day from midnight to midnight downwards; what lies in a column is placed by `atMinutes`. */
export function TimeGrid({ label, columns, parts, showFrom = dayBegins, bodyRef, onKeyDown }: TimeGridProps) {
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = scroller.current
    const day = element?.querySelector<HTMLElement>('[data-column]')
    if (element && day) element.scrollTop = (day.offsetHeight * (showFrom - headroom)) / 1440
  }, [showFrom])
  const first = columns[0]?.key
  useEffect(() => {
    const element = scroller.current
    const [axis, today] = ['[data-axis]', '[data-column][data-today]'].map(part =>
      element?.querySelector(part)?.getBoundingClientRect(),
    )
    // On a phone a week is wider than the screen.
    if (element && axis) element.scrollLeft = today ? element.scrollLeft + today.left - axis.right : 0
  }, [first])
  const { before, after, show } = useOutOfSight(scroller, parts)
  const scrolled = (
    <div
      className={styles.scroller}
      ref={scroller}
      role="toolbar"
      aria-orientation="vertical"
      aria-label={label}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className={styles.grid} style={{ '--tracks': columns.map(trackOf).join(' ') }}>
        <div className={styles.corner} data-corner />
        {columns.map(({ key, heading, isToday }) => (
          <div key={key} className={styles.heading} data-today={isToday || undefined}>
            {heading}
          </div>
        ))}
        <div className={styles.axis} data-axis aria-hidden>
          {hours.map(hour => (
            <span key={hour} className={styles.hour}>
              {hour > 0 && formatClock(hour * 60)}
            </span>
          ))}
        </div>
        <div className={styles.body} ref={bodyRef}>
          {columns.map(({ key, isToday, content }) => (
            <div key={key} className={styles.column} data-column={key} data-today={isToday || undefined}>
              {content}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
  return (
    <div className={styles.frame}>
      {scrolled}
      {before !== undefined && (
        <Button
          className={styles.away}
          data-edge="start"
          variant="default"
          size="compact-sm"
          leftSection={<IconArrowUp />}
          onClick={() => show(before - headroom)}
        >
          {t('Earlier, from {time}', { time: formatClock(before) })}
        </Button>
      )}
      {after !== undefined && (
        <Button
          className={styles.away}
          data-edge="end"
          variant="default"
          size="compact-sm"
          leftSection={<IconArrowDown />}
          onClick={() => show(after - headroom)}
        >
          {t('Later, from {time}', { time: formatClock(after) })}
        </Button>
      )}
    </div>
  )
}

const trackOf = ({ lanes = 1 }: TimeColumn) =>
  `minmax(max(var(--narrowest), calc(var(--space-10) * ${lanes})), 1fr)`

/** Places something in its column, from one minute of the day to another. */
export const atMinutes = (from: number, to: number, { lane = 0, lanes = 1 } = {}) => ({
  '--from': from,
  '--to': to,
  '--lane': lane,
  '--lanes': lanes,
})
