import { type RefObject, useEffect, useEffectEvent, useState } from 'react'

/** From one minute of a day to another. */
export type Part = { from: number; to: number }
type Away = { before?: number | undefined; after?: number | undefined }

/** Of a part at the edge, less than this is as good as nothing. */
const sliverMinutes = 15

/** What of the parts lies before and after what a scroller shows of the day: the minute at which each begins. */
export function useOutOfSight(scroller: RefObject<HTMLElement | null>, parts: readonly Part[]) {
  const [away, setAway] = useState<Away>({})
  const look = useEffectEvent(() => {
    const shown = scroller.current && minutesShown(scroller.current)
    if (!shown) return
    const next = awayFrom(parts, shown)
    setAway(now => (now.before === next.before && now.after === next.after ? now : next))
  })
  useEffect(() => look(), [parts])
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const observer = new ResizeObserver(() => look())
    observer.observe(element)
    const onScroll = () => look()
    element.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', onScroll)
    }
  }, [scroller])
  return {
    ...away,
    show: (minute: number) => {
      const element = scroller.current
      const day = element?.querySelector<HTMLElement>('[data-column]')
      if (!element || !day) return
      element.scrollTo({ top: (day.offsetHeight * minute) / 1440 })
      // What was pressed goes away: the keyboard goes on from what it showed.
      element.focus({ preventScroll: true })
    },
  }
}

function minutesShown(scroller: HTMLElement): Part | undefined {
  const day = scroller.querySelector('[data-column]')?.getBoundingClientRect()
  if (!day) return undefined
  const { top } = scroller.getBoundingClientRect()
  const heading = scroller.querySelector<HTMLElement>('[data-corner]')?.offsetHeight ?? 0
  const minuteAt = (y: number) => ((y - day.top) / day.height) * 1440
  return { from: minuteAt(top + heading), to: minuteAt(top + scroller.clientHeight) }
}

function awayFrom(parts: readonly Part[], shown: Part): Away {
  const first = (some: readonly Part[]) =>
    some.length > 0 ? Math.min(...some.map(({ from }) => from)) : undefined
  return {
    before: first(parts.filter(({ to }) => to < shown.from + sliverMinutes)),
    after: first(parts.filter(({ from }) => from > shown.to - sliverMinutes)),
  }
}
