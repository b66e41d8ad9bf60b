import { ActionIcon, Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { MeetingItem } from '../../../src/features/meetings/schema/meetings.ts'
import { CalendarGrid } from '../../ui/calendar/CalendarGrid.tsx'
import { addDays, instantIn, ownZone, readingIn, weekOf, zoneWords } from '../../ui/calendar/days.ts'
import { useKeys } from '../../ui/keys.ts'
import { formatDay, formatDays, t } from '../../ui/language.ts'
import { FilterBar } from '../../ui/list/FilterBar.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { useUrlState } from '../../ui/url.ts'
import { useNow } from '../../ui/useNow.ts'
import { useMay } from '../shell/session.ts'
import styles from './meetings.module.css'
import { useMeetingRange } from './queries.ts'
import { useMeetingFilters } from './useMeetingFilters.tsx'
import { isCancelled, meetingStates } from './words.ts'

type CalendarViewProps = { days: 'week' | 'day'; views: ReactNode; action: ReactNode }

/** Meetings of a day or a week, in the reader's own time zone. */
export function CalendarView({ days: span, views, action }: CalendarViewProps) {
  const { view: _view, date, ...filter } = useSearch({ from: '/framed/meetings' })
  const [, setUrl] = useUrlState<'date'>()
  const navigate = useNavigate()
  const may = useMay()
  const zone = ownZone()
  const now = useNow()
  const today = readingIn(zone, now).day
  const shown = date ?? today
  const days = span === 'week' ? weekOf(shown) : [shown]
  const first = days[0] as string
  const next = addDays(days.at(-1) as string, 1)
  const query = useMeetingRange({
    ...filter,
    from: instantIn(zone, { day: first, minute: 0 }),
    to: instantIn(zone, { day: next, minute: 0 }),
  })
  const filters = useMeetingFilters(span)
  const goBy = (count: number) => setUrl({ date: addDays(shown, count * days.length) })
  useKeys([
    { key: 'ArrowLeft', label: t('Earlier'), run: () => goBy(-1) },
    { key: 'ArrowRight', label: t('Later'), run: () => goBy(1) },
    { key: 't', label: t('Today'), run: () => setUrl({ date: undefined }) },
  ])
  const heading = span === 'week' ? formatDays(first, days.at(-1) as string) : formatDay(shown)
  return (
    <Page title={t('Meetings')} action={action} fills>
      {views}
      <div className={styles.calendarBar}>
        <ActionIcon
          variant="default"
          size="var(--control)"
          aria-label={t('Earlier')}
          onClick={() => goBy(-1)}
        >
          <IconChevronLeft aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" size="var(--control)" aria-label={t('Later')} onClick={() => goBy(1)}>
          <IconChevronRight aria-hidden />
        </ActionIcon>
        <Button variant="default" disabled={shown === today} onClick={() => setUrl({ date: undefined })}>
          {t('Today')}
        </Button>
        <h2 className={styles.calendarHeading} aria-live="polite">
          {heading}
        </h2>
        <span className={styles.zone}>{zoneWords(zone)}</span>
      </div>
      <FilterBar search={t('Search meetings')} filters={filters} />
      <Loaded query={query}>
        {({ items, capped }) => (
          <>
            {capped && (
              <p className={styles.note}>
                {t('There are more meetings than can be shown. Filter by a host or a group.')}
              </p>
            )}
            <CalendarGrid
              label={heading}
              days={days}
              zone={zone}
              now={now}
              entries={items.map(entryOf)}
              onPick={
                may('meetings.plan')
                  ? startsAt => void navigate({ to: '/meetings/new', search: { startsAt } })
                  : undefined
              }
            />
          </>
        )}
      </Loaded>
    </Page>
  )
}

const entryOf = (meeting: MeetingItem) => ({
  id: meeting.id,
  startsAt: meeting.startsAt,
  endsAt: meeting.endsAt,
  title: meeting.client.name,
  details: [meeting.meetingType.name, meeting.host.name],
  tone: meeting.atRisk ? ('amber' as const) : meetingStates()[meeting.status].tone,
  isOver: isCancelled(meeting),
  link: { to: '/meetings/$meetingId', params: { meetingId: meeting.id } } as const,
})
