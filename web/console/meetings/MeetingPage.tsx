import { useParams } from '@tanstack/react-router'
import type { MeetingDetail } from '../../../src/features/meetings/schema/meetings.ts'
import { ApiProblem } from '../../ui/api.ts'
import { Detail } from '../../ui/Detail.tsx'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { MemberAvatar } from '../../ui/MemberName.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { Timeline } from '../../ui/Timeline.tsx'
import { DecisionTab } from './DecisionTab.tsx'
import { MeetingActions } from './MeetingActions.tsx'
import styles from './meetings.module.css'
import { OverviewTab } from './OverviewTab.tsx'
import { useMeeting } from './queries.ts'
import { sentenceOf } from './sentences.ts'
import { meetingStates, riskWords, timeOf } from './words.ts'

export function MeetingPage() {
  const { meetingId } = useParams({ from: '/framed/meetings/$meetingId' })
  const query = useMeeting(meetingId)
  // Sight may be lost while the page is open: what is no longer to be seen must not stay on the screen.
  const isGone = query.error instanceof ApiProblem && query.error.status === 404
  return (
    <Loaded query={isGone ? { ...query, data: undefined } : query}>
      {meeting => <Meeting meeting={meeting} />}
    </Loaded>
  )
}

function Meeting({ meeting }: { meeting: MeetingDetail }) {
  const { label, tone } = meetingStates()[meeting.status]
  const tabs = [
    { key: 'overview', label: t('Overview'), content: () => <OverviewTab meeting={meeting} /> },
    ...(meeting.decision
      ? [
          {
            key: 'decision',
            label: t('Why this host?'),
            content: () => <DecisionTab meeting={meeting} />,
          },
        ]
      : []),
    {
      key: 'history',
      label: t('History'),
      content: () => (
        <Timeline
          events={meeting.history.map(event => ({
            id: event.id,
            at: event.at,
            text: sentenceOf(event, meeting),
          }))}
        />
      ),
    },
  ]
  return (
    <Detail
      title={t('{type} with {client}', { type: meeting.meetingType.name, client: meeting.client.name })}
      mark={<MemberAvatar name={meeting.client.name} />}
      status={
        <>
          <StatusBadge tone={tone}>{label}</StatusBadge>
          {meeting.overlapConfirmed && <StatusBadge tone="amber">{t('Planned over another')}</StatusBadge>}
        </>
      }
      subtitle={
        <span className={styles.subtitle}>
          <span>{timeOf(meeting)}</span>
          <span>{t('Host: {name}', { name: meeting.host.name })}</span>
          {meeting.groups.map(group => (
            <GroupLabel key={group.id} {...group} />
          ))}
        </span>
      }
      notice={
        meeting.atRisk && (
          <p className={styles.warnings} role="status">
            {t('At risk: {reason}. Give it to somebody else, or move it.', {
              reason: riskWords()[meeting.atRisk],
            })}
          </p>
        )
      }
      actions={<MeetingActions meeting={meeting} />}
      back={{ label: t('Meetings'), to: '/meetings' }}
      tabs={tabs}
    />
  )
}
