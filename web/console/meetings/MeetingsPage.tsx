import { Button, SegmentedControl } from '@mantine/core'
import { IconCalendarPlus } from '@tabler/icons-react'
import { Link, useSearch } from '@tanstack/react-router'
import type { MeetingItem } from '../../../src/features/meetings/schema/meetings.ts'
import { ownZone, zoneWords } from '../../ui/calendar/days.ts'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import type { Column } from '../../ui/list/columns.ts'
import { ListPage } from '../../ui/list/ListPage.tsx'
import { useList } from '../../ui/list/useList.ts'
import { MemberName } from '../../ui/MemberName.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { useUrlState } from '../../ui/url.ts'
import { useMay, useMe } from '../shell/session.ts'
import { CalendarView } from './CalendarView.tsx'
import { meetingStates, riskWords, timeOf, whenWords } from './words.ts'
import styles from './meetings.module.css'
import { useMeetingCount } from './queries.ts'
import { useMeetingFilters } from './useMeetingFilters.tsx'

type View = 'upcoming' | 'past' | 'at_risk' | 'week' | 'day'

export function MeetingsPage() {
  const { view = 'upcoming' } = useSearch({ from: '/framed/meetings' })
  const may = useMay()
  const schedule = may('meetings.plan') && (
    <Button component={Link} to="/meetings/new" leftSection={<IconCalendarPlus />}>
      {t('Schedule new')}
    </Button>
  )
  return view === 'week' || view === 'day' ? (
    <CalendarView days={view} action={schedule} views={<Views shown={view} />} />
  ) : (
    <List view={view as View} action={schedule} />
  )
}

function List({ view, action }: { view: View; action: React.ReactNode }) {
  const { date: _date, ...search } = useSearch({ from: '/framed/meetings' })
  const filter = { ...search, view }
  const list = useList<MeetingItem>('/meetings', filter)
  const { organization } = useMe()
  const count = useMeetingCount(filter)
  const filters = useMeetingFilters(view)
  const empty = {
    upcoming: t('Meetings that clients book, or that you plan, appear here.'),
    past: t('Meetings that are over appear here.'),
    at_risk: t('No upcoming meeting is at risk: every host is there, and free.'),
  }
  return (
    <ListPage
      title={t('Meetings')}
      count={count}
      action={action}
      above={
        <>
          <Views shown={view} />
          <p className={styles.clock}>{t('Times are those of {zone}.', { zone: zoneWords(ownZone()) })}</p>
        </>
      }
      list={list}
      columns={columns(view, whenWords(organization.timeZone))}
      row={{
        id: meeting => meeting.id,
        name: ({ client, meetingType }) => `${client.name}, ${meetingType.name}`,
        link: meeting => ({ to: '/meetings/$meetingId', params: { meetingId: meeting.id } }),
        card: meeting => ({
          title: meeting.client.name,
          aside: <State meeting={meeting} />,
          detail: (
            <span className={styles.cardDetail}>
              {timeOf(meeting)} · {meeting.host.name}
            </span>
          ),
        }),
      }}
      search={t('Search meetings')}
      filters={filters}
      empty={{ text: empty[view as keyof typeof empty], action: view === 'upcoming' ? action : undefined }}
    />
  )
}

const columns = (view: View, when: string): Column<MeetingItem>[] => [
  {
    id: 'client',
    header: t('Client'),
    grow: 1.9,
    cell: ({ client }) => <MemberName name={client.name} detail={client.email ?? client.phone ?? ''} />,
  },
  { id: 'time', header: when, grow: 1.8, cell: meeting => timeOf(meeting) },
  {
    id: 'type',
    header: t('Meeting type'),
    grow: 1.3,
    wideOnly: true,
    cell: ({ meetingType }) => meetingType.name,
  },
  { id: 'host', header: t('Host'), grow: 1.2, cell: ({ host }) => host.name },
  {
    id: 'groups',
    header: t('Group'),
    grow: 1.2,
    wideOnly: true,
    cell: ({ groups }) => groups.map(group => <GroupLabel key={group.id} {...group} />),
  },
  view === 'at_risk'
    ? {
        id: 'risk',
        header: t('At risk because'),
        grow: 1.8,
        cell: ({ atRisk }) => (atRisk ? riskWords()[atRisk] : '–'),
      }
    : { id: 'status', header: t('Status'), grow: 1.4, cell: meeting => <State meeting={meeting} /> },
]

function State({ meeting }: { meeting: MeetingItem }) {
  const { label, tone } = meetingStates()[meeting.status]
  return meeting.atRisk ? (
    <StatusBadge tone="amber">{t('At risk')}</StatusBadge>
  ) : (
    <StatusBadge tone={tone}>{label}</StatusBadge>
  )
}

function Views({ shown }: { shown: string }) {
  const [, setUrl] = useUrlState<'view' | 'status'>()
  return (
    <SegmentedControl
      aria-label={t('View')}
      className={styles.views}
      value={shown}
      // Which states there are differs from view to view.
      onChange={view => setUrl({ view: view === 'upcoming' ? undefined : view, status: undefined })}
      data={[
        { value: 'upcoming', label: t('Upcoming') },
        { value: 'past', label: t('Past') },
        { value: 'at_risk', label: t('At risk') },
        { value: 'week', label: t('Week') },
        { value: 'day', label: t('Day') },
      ]}
    />
  )
}
