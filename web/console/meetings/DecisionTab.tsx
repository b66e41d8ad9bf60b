import type { MeetingDetail } from '../../../src/features/meetings/schema/meetings.ts'
import { Section } from '../../ui/Detail.tsx'
import { formatDate, formatNumber, t } from '../../ui/language.ts'
import styles from './meetings.module.css'

/** Who could have had the meeting, and what set the host before them. */
export function DecisionTab({ meeting }: { meeting: MeetingDetail }) {
  const { decision, host } = meeting
  if (!decision) return null
  const policies = {
    balanced: t('Balanced: whoever has the fewest meetings is asked first.'),
    priority: t('By priority: whoever comes first in the group is asked first.'),
    customer_chooses: t('The client chooses, or takes anyone who is free.'),
  }
  return (
    <Section title={t('Why this host?')}>
      <p>{decision.reason}</p>
      <p className={styles.hint}>{policies[decision.policy]}</p>
      <table className={styles.scores}>
        <thead>
          <tr>
            <th scope="col">{t('Free at the time')}</th>
            <th scope="col">{t('That day')}</th>
            <th scope="col">{t('Within 7 days')}</th>
            <th scope="col">{t('Last given one')}</th>
            <th scope="col">{t('Priority')}</th>
          </tr>
        </thead>
        <tbody>
          {decision.candidates.map(candidate => (
            <tr key={candidate.member.id} data-chosen={candidate.member.id === host.id || undefined}>
              <th scope="row">{candidate.member.name}</th>
              <td>{score(candidate.onDay, candidate.scoreOnDay)}</td>
              <td>{score(candidate.within7Days, candidate.scoreWithin7Days)}</td>
              <td>{candidate.lastAssignedAt ? formatDate(candidate.lastAssignedAt) : t('Never')}</td>
              <td>{formatNumber(candidate.priority)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {decision.others > 0 && (
        <p className={styles.hint}>
          {t('{count, plural, one {# other member} other {# other members}}', { count: decision.others })}
        </p>
      )}
    </Section>
  )
}

/** A newcomer is credited with what the others have on average. */
const score = (count: number, credited: number) =>
  credited === count
    ? formatNumber(count)
    : t('{count} (counted as {credited})', {
        count,
        credited: formatNumber(Math.round(credited * 10) / 10),
      })
