import { useState } from 'preact/hooks'
import { NoWay } from '../public/NoWay.tsx'
import { t } from '../ui/language.ts'
import { DayList } from './DayList.tsx'
import type { useSlots } from './useSlots.ts'
import { ZoneChoice } from './ZoneChoice.tsx'

/** How many days are shown at a time. */
export const daysAtOnce = 7

type TimeChoiceProps = {
  slots: ReturnType<typeof useSlots>
  shown: number
  showMore: () => void
  zone: string
  onZone: (zone: string) => void
  /** The day to open at first; without one, the first. */
  openAt?: string
  onChoose: (startsAt: string) => void
  /** What is said where there is no free time at all. */
  children: preact.ComponentChildren
}

/** The next days with free times, and in whose clock. */
export function TimeChoice({
  slots,
  shown,
  showMore,
  zone,
  onZone,
  openAt,
  onChoose,
  children,
}: TimeChoiceProps) {
  const [now] = useState(Date.now)
  const { days, isLoading, isWhole, problem } = slots
  if (problem && days.length === 0) return <NoWay problem={problem} retry={slots.retry} />
  const hasMore = !isLoading && (days.length > shown || !isWhole)
  return (
    <>
      <ZoneChoice zone={zone} now={now} onChange={onZone} />
      {days.length > 0 && (
        <DayList days={days.slice(0, shown)} zone={zone} now={now} openAt={openAt} onChoose={onChoose} />
      )}
      {days.length === 0 && !isLoading && children}
      {isLoading && <LoadingDays />}
      {problem && (
        <p class="fault" role="alert">
          {t('Later days could not be fetched.')}
        </p>
      )}
      {hasMore && (
        <button type="button" class="button quiet" onClick={problem ? slots.retry : showMore}>
          {problem ? t('Try again') : t('Show more days')}
        </button>
      )}
    </>
  )
}

function LoadingDays() {
  return (
    <div class="loading" aria-busy>
      <span class="unseen" role="status">
        {t('Looking for free times.')}
      </span>
      <span />
      <span />
      <span />
    </div>
  )
}
