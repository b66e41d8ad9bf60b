import { ActionIcon, VisuallyHidden } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { formatClock, t, weekdayName } from '../language.ts'
import { announce } from '../LiveRegion.tsx'
import { atMinutes, dayBegins, TimeGrid } from './TimeGrid.tsx'
import { useHoursDrag } from './useHoursDrag.ts'
import { endingAt, type Hours, inOrder, movedTo, partsOf, stepMinutes, theOneWith } from './weekly.ts'
import styles from './WeeklyHours.module.css'

type WeeklyHoursProps = {
  label: string
  hours: readonly Hours[]
  onChange: (hours: Hours[]) => void
  isReadOnly?: boolean
}

const days = [1, 2, 3, 4, 5, 6, 7]
const spoken = ({ day, from, to }: Hours) =>
  t('{day}, {start} to {end}', { day: weekdayName(day), start: formatClock(from), end: formatClock(to) })

/**
 * The hours of a week, drawn with the pointer or by keyboard: arrows move what has the focus, with Shift its end,
 * Delete takes it away, and each day has a button that adds some.
 */
export function WeeklyHours({ label, hours, onChange, isReadOnly = false }: WeeklyHoursProps) {
  const body = useRef<HTMLDivElement>(null)
  const drag = useHoursDrag(body, hours, onChange)
  const focused = useRef<Hours>(undefined)
  const parts = hours.flatMap(partsOf)
  // As it was at first: what is moved does not pull the page along.
  const [showFrom] = useState(() => Math.min(dayBegins, ...parts.map(({ from }) => from)))
  const add = useRef(new Map<number, HTMLButtonElement | null>())
  // What was moved may have become one with its neighbour, what was removed leaves its day: the focus stays on
  // whatever is there now.
  useEffect(() => {
    const wanted = focused.current
    if (!wanted) return
    focused.current = undefined
    const there = theOneWith(hours, wanted)
    const element = there
      ? body.current?.querySelector<HTMLElement>(`[data-hours="${there.day}-${there.from}"]`)
      : add.current.get(wanted.day)
    element?.focus()
  }, [hours])

  const change = (next: Hours[], changed: Hours) => {
    const joined = inOrder(next)
    focused.current = changed
    onChange(joined)
    const now = theOneWith(joined, changed)
    if (!now) announce(t('Hours removed'))
    else if (joined.length === next.length) announce(spoken(now))
    else announce(t('{hours}, joined with the hours beside them', { hours: spoken(now) }))
  }
  const onKeyDown = (event: KeyboardEvent, each: Hours) => {
    if (event.key === 'Escape') return drag.letGo()
    const rest = hours.filter(other => other !== each)
    const next = changedByKey(event, each)
    if (!next) return
    event.preventDefault()
    if (next === 'remove') change(rest, each)
    else change([...rest, next], next)
  }

  const columns = days.map(day => ({
    key: String(day),
    heading: (
      <span className={styles.heading}>
        <abbr title={weekdayName(day)}>{weekdayName(day, 'short')}</abbr>
        {!isReadOnly && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={t('Add hours on {day}', { day: weekdayName(day) })}
            ref={(element: HTMLButtonElement | null) => void add.current.set(day, element)}
            onClick={() => {
              const added = firstFree(day, hours)
              change([...hours, added], added)
            }}
          >
            <IconPlus aria-hidden />
          </ActionIcon>
        )}
      </span>
    ),
    content: (
      <>
        {!isReadOnly && (
          <div
            role="presentation"
            className={styles.free}
            style={atMinutes(0, 1440)}
            onPointerDown={event => drag.start(event, 'new', day)}
            {...drag.follow}
          />
        )}
        {drag.drawn.map(each => {
          const part = partsOf(each).find(one => one.day === day)
          if (!part) return null
          const { from, to, isRest } = part
          return (
            <div
              key={`${each.day} ${each.from}${isRest ? ' rest' : ''}`}
              className={styles.hours}
              data-rest={isRest || undefined}
              data-dragged={drag.dragged === each || undefined}
              style={atMinutes(from, to)}
            >
              {isRest || isReadOnly ? (
                <span className={styles.time}>
                  {isRest ? t('until {end}', { end: formatClock(to) }) : clock(each)}
                </span>
              ) : (
                <>
                  <button
                    type="button"
                    className={styles.whole}
                    data-hours={`${each.day}-${each.from}`}
                    aria-keyshortcuts="ArrowUp ArrowDown ArrowLeft ArrowRight Shift+ArrowUp Shift+ArrowDown Delete"
                    onKeyDown={event => onKeyDown(event, each)}
                    onPointerDown={event => drag.start(event, 'whole', day, each)}
                    {...drag.follow}
                  >
                    <VisuallyHidden>{weekdayName(day)}, </VisuallyHidden>
                    {clock(each)}
                  </button>
                  {(['start', 'end'] as const).map(edge => (
                    <span
                      key={edge}
                      role="presentation"
                      className={styles.edge}
                      data-edge={edge}
                      onPointerDown={event => drag.start(event, edge, day, each)}
                      {...drag.follow}
                    />
                  ))}
                </>
              )}
            </div>
          )
        })}
      </>
    ),
  }))
  return <TimeGrid label={label} columns={columns} parts={parts} showFrom={showFrom} bodyRef={body} />
}

const clock = ({ from, to }: Hours) => `${formatClock(from)} – ${formatClock(to)}`

function changedByKey({ key, shiftKey }: KeyboardEvent, hours: Hours): Hours | 'remove' | undefined {
  const { day, from, to } = hours
  const step = key === 'ArrowDown' ? stepMinutes : key === 'ArrowUp' ? -stepMinutes : 0
  if (step !== 0) return shiftKey ? endingAt(hours, to + step) : movedTo(hours, day, from + step)
  if (key === 'ArrowLeft') return movedTo(hours, day - 1, from)
  if (key === 'ArrowRight') return movedTo(hours, day + 1, from)
  return key === 'Delete' || key === 'Backspace' ? 'remove' : undefined
}

/** Nine to five on an empty day; else an hour after the last. */
function firstFree(day: number, hours: readonly Hours[]): Hours {
  const last = hours.findLast(each => each.day === day)
  if (!last) return { day, from: 9 * 60, to: 17 * 60 }
  const from = Math.min(last.to + 60, 1440 - 60)
  return { day, from, to: from + 60 }
}
