import { Link, type LinkProps } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import { formatClock, formatDay, formatWeekday, t } from '../language.ts'
import { type Day, instantIn, partOn, readingIn } from './days.ts'
import { inLanes } from './lanes.ts'
import { atMinutes, dayBegins, TimeGrid } from './TimeGrid.tsx'
import styles from './CalendarGrid.module.css'

type Time = { startsAt: string; endsAt: string }
export type CalendarEntry = Time & {
  id: string
  title: string
  /** A line each, as far as there is room. */
  details?: string[]
  tone: 'green' | 'grey' | 'amber' | 'red' | 'blue'
  /** No longer, or not yet, certain: struck through. */
  isOver?: boolean
  link: LinkProps
}
/** What lies behind the entries: times that are open, and times that are taken. */
export type CalendarGround = Time & { kind: 'open' | 'block' | 'busy'; label: string }

type CalendarGridProps = {
  label: string
  days: Day[]
  zone: string
  entries: CalendarEntry[]
  grounds?: CalendarGround[]
  now: Date
  /** A click where nothing is: a start on the quarter of an hour. */
  onPick?: (startsAt: string) => void
}

const gridMinutes = 15
const shortest = 25

/** One day or several, side by side, in one zone's time. Arrow keys go from entry to entry. */
export function CalendarGrid({ label, days, zone, entries, grounds = [], now, onPick }: CalendarGridProps) {
  const today = readingIn(zone, now)
  const pick = (day: Day, column: HTMLElement, clientY: number) => {
    const { top, height } = column.getBoundingClientRect()
    const minute = Math.floor(((clientY - top) / height) * (1440 / gridMinutes)) * gridMinutes
    onPick?.(instantIn(zone, { day, minute }))
  }
  const lanedDays = days.map(day => ({ day, laned: lanedOn(day, zone, entries) }))
  // What begins early, by this clock, is not scrolled away.
  const open = grounds.filter(({ kind }) => kind === 'open')
  const parts = lanedDays.flatMap(({ day, laned }) => [
    ...laned,
    ...open.flatMap(ground => partOn(day, zone, ground) ?? []),
  ])
  const showFrom = Math.min(dayBegins, ...parts.map(({ from }) => from))
  const columns = lanedDays.map(({ day, laned }) => {
    return {
      key: day,
      lanes: Math.max(1, ...laned.map(({ lanes }) => lanes)),
      isToday: day === today.day,
      heading: <abbr title={formatDay(day)}>{formatWeekday(day)}</abbr>,
      content: (
        <>
          {onPick && (
            // Planning by keyboard begins at the page's own button, which asks for the time.
            <div
              role="presentation"
              className={styles.free}
              style={atMinutes(0, 1440)}
              onClick={({ currentTarget, clientY }) => pick(day, currentTarget, clientY)}
            />
          )}
          {open.length > 0 && <div className={styles.closed} style={atMinutes(0, 1440)} />}
          {grounds.map(ground => {
            const part = partOn(day, zone, ground)
            return (
              part && (
                <div
                  key={`${ground.kind} ${ground.startsAt} ${ground.endsAt}`}
                  className={styles.ground}
                  data-kind={ground.kind}
                  title={ground.label}
                  style={atMinutes(part.from, part.to)}
                />
              )
            )
          })}
          <Entries zone={zone} laned={laned} />
          {day === today.day && (
            <div className={styles.now} style={atMinutes(today.minute, today.minute)} aria-hidden />
          )}
        </>
      ),
    }
  })
  return <TimeGrid label={label} columns={columns} parts={parts} showFrom={showFrom} onKeyDown={goByArrow} />
}

function lanedOn(day: Day, zone: string, entries: CalendarEntry[]) {
  const parts = entries.flatMap(entry => {
    const part = partOn(day, zone, entry)
    return part ? [{ ...part, to: Math.max(part.to, Math.min(part.from + shortest, 1440)), entry }] : []
  })
  return inLanes(parts)
}

function Entries({ zone, laned }: { zone: string; laned: ReturnType<typeof lanedOn> }) {
  return laned.map(({ from, to, lane, lanes, entry }) => {
    const [start, end] = [readingIn(zone, entry.startsAt), readingIn(zone, entry.endsAt)]
    const time = t('{start}–{end}', { start: formatClock(start.minute), end: formatClock(end.minute) })
    return (
      <Link
        key={entry.id}
        {...entry.link}
        className={styles.entry}
        data-entry
        data-tone={entry.tone}
        data-over={entry.isOver || undefined}
        data-short={to - from < 45 || undefined}
        style={atMinutes(from, to, { lane, lanes })}
      >
        <span className={styles.title}>{entry.title}</span>
        {[time, ...(entry.details ?? [])].map((detail, index) => (
          <span key={index} className={styles.detail}>
            {detail}
          </span>
        ))}
      </Link>
    )
  })
}

/** Up and down to the entry before and after; to the sides to the nearest in the next column that has one. */
function goByArrow(event: KeyboardEvent<HTMLElement>) {
  const here = (event.target as HTMLElement).closest<HTMLElement>('[data-entry]')
  if (!here || event.altKey || event.ctrlKey || event.metaKey) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-entry]')]
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (step === undefined) return
  event.preventDefault()
  const beside = event.key === 'ArrowDown' || event.key === 'ArrowUp'
  next(here, all, step, beside)?.focus()
}

function next(here: HTMLElement, all: HTMLElement[], step: number, inOrder: boolean) {
  const at = all.indexOf(here)
  if (inOrder) return all[at + step]
  const columnOf = (entry: HTMLElement) => entry.closest('[data-column]')
  const others = (step > 0 ? all.slice(at + 1) : all.slice(0, at).toReversed()).filter(
    entry => columnOf(entry) !== columnOf(here),
  )
  const nearest = others.filter(entry => columnOf(entry) === columnOf(others[0] as HTMLElement))
  const distance = (entry: HTMLElement) => Math.abs(entry.offsetTop - here.offsetTop)
  return nearest.toSorted((one, other) => distance(one) - distance(other))[0]
}
