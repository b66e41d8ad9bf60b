import { ActionIcon, Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconAlertTriangle, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { MemberAvailability } from '../../../src/features/slots/schema.ts'
import { api } from '../../ui/api.ts'
import { type CalendarGround, CalendarGrid } from '../../ui/calendar/CalendarGrid.tsx'
import { addDays, instantIn, ownZone, readingIn, weekOf, zoneWords } from '../../ui/calendar/days.ts'
import { formatDays, t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { media } from '../../ui/theme.ts'
import { useNow } from '../../ui/useNow.ts'
import { useUrlState } from '../../ui/url.ts'
import styles from './availability.module.css'

/** What a week of one member looks like: open hours, what is taken, and by what. */
export function WeekTab({ memberId }: { memberId: string }) {
  const [{ date }, setUrl] = useUrlState<'date'>()
  const isPhone = useMediaQuery(media.phone, undefined, { getInitialValueInEffect: false })
  const now = useNow()
  const zone = ownZone()
  const today = readingIn(zone, now).day
  const shown = date ?? today
  const days = isPhone ? [shown] : weekOf(shown)
  const [first = shown, last = shown] = [days[0], days.at(-1)]
  const params = {
    from: instantIn(zone, { day: first, minute: 0 }),
    to: instantIn(zone, { day: addDays(last, 1), minute: 0 }),
    timeZone: zone,
  }
  const query = useQuery({
    queryKey: ['/members', memberId, 'availability', params],
    queryFn: ({ signal }) => api.get<MemberAvailability>(`/members/${memberId}/availability`, params, signal),
    placeholderData: before => before,
  })
  const goBy = (count: number) => setUrl({ date: addDays(shown, count * days.length) })
  const heading = formatDays(first, last)
  return (
    <>
      <div className={styles.bar}>
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
        <Button variant="default" disabled={days.includes(today)} onClick={() => setUrl({ date: undefined })}>
          {t('Today')}
        </Button>
        <h2 className={styles.heading} aria-live="polite">
          {heading}
        </h2>
        <span className={styles.zone}>{zoneWords(zone)}</span>
        <Legend />
      </div>
      <Loaded query={query}>
        {availability => (
          <>
            <CalendarsNotice calendars={availability.calendars} />
            <CalendarGrid
              label={heading}
              days={days}
              zone={zone}
              now={now}
              entries={availability.meetings.flatMap(({ id, title, ...span }) =>
                id === null
                  ? []
                  : [
                      {
                        ...span,
                        id,
                        title: title ?? t('Meeting'),
                        tone: 'green' as const,
                        link: { to: '/meetings/$meetingId', params: { meetingId: id } },
                      },
                    ],
              )}
              grounds={groundsOf(availability)}
            />
          </>
        )}
      </Loaded>
    </>
  )
}

function groundsOf({ open, blocks, busy, meetings }: MemberAvailability): CalendarGround[] {
  return [
    ...open.map(span => ({ ...span, kind: 'open' as const, label: t('Open hours') })),
    ...busy.map(span => ({ ...span, kind: 'busy' as const, label: t('Busy in a calendar') })),
    ...meetings
      .filter(({ id }) => id === null)
      .map(span => ({ ...span, kind: 'busy' as const, label: t('A meeting') })),
    ...blocks.map(({ title, ...span }) => ({ ...span, kind: 'block' as const, label: title || t('Block') })),
  ]
}

function CalendarsNotice({ calendars: { state, syncedAt } }: Pick<MemberAvailability, 'calendars'>) {
  if (state !== 'failed' && state !== 'stale') return null
  return (
    <p className={styles.warning} role="status">
      <IconAlertTriangle aria-hidden />
      <span>
        {t('A calendar could not be read, so clients cannot book until it answers again.')}{' '}
        {syncedAt && (
          <>
            {t('Last synced')} <RelativeTime value={syncedAt} />
          </>
        )}
      </span>
    </p>
  )
}

function Legend() {
  return (
    <ul className={styles.legend} aria-label={t('What the colours mean')}>
      <li data-kind="open">{t('Open hours')}</li>
      <li data-kind="meeting">{t('Meeting')}</li>
      <li data-kind="busy">{t('Busy or blocked')}</li>
    </ul>
  )
}
