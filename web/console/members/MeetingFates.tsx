import { Radio, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { UpcomingMeeting } from '../../../src/features/members/schema.ts'
import { formatMoment, t } from '../../ui/language.ts'
import styles from './dialogs.module.css'
import { type Candidate, type Fate, getCandidates } from './settling.ts'

type Given = {
  meetings: UpcomingMeeting[]
  /** They cannot take over from each other. */
  leaving: string[]
  fateOf: (meeting: UpcomingMeeting) => Fate
  setFates: (changed: Record<string, Fate>) => void
  /** For these nobody was free. */
  unsettled: string[]
}

/** What becomes of each upcoming meeting: one choice for all, and another for some. */
export function MeetingFates({ meetings, leaving, fateOf, setFates, unsettled }: Given) {
  const fates = new Set(meetings.map(fateOf))
  const [only] = fates
  const setAll = (fate: 'free' | 'cancel') =>
    setFates(Object.fromEntries(meetings.map(({ id }) => [id, fate])))
  return (
    <>
      <Radio.Group
        label={t(
          '{count, plural, one {What becomes of # upcoming meeting?} other {What becomes of # upcoming meetings?}}',
          { count: meetings.length },
        )}
        value={fates.size === 1 && typeof only === 'string' ? only : null}
        onChange={setAll}
      >
        <div className={styles.choices}>
          <Radio value="free" label={t('Reassign each to whoever is free')} />
          <Radio value="cancel" label={t('Cancel all of them')} />
        </div>
      </Radio.Group>
      <ul className={styles.meetings}>
        {meetings.map(meeting => (
          <MeetingRow
            key={meeting.id}
            meeting={meeting}
            leaving={leaving}
            fate={fateOf(meeting)}
            setFate={fate => setFates({ [meeting.id]: fate })}
            isUnsettled={unsettled.includes(meeting.id)}
          />
        ))}
      </ul>
    </>
  )
}

type RowProps = {
  meeting: UpcomingMeeting
  leaving: string[]
  fate: Fate
  setFate: (fate: Fate) => void
  isUnsettled: boolean
}

function MeetingRow({ meeting, leaving, fate, setFate, isUnsettled }: RowProps) {
  const [isOpened, setOpened] = useState(false)
  // Who is free is asked for those meetings only for which somebody wants to choose.
  const { data = [] } = useQuery({
    queryKey: ['/meetings', meeting.id, 'hosts'],
    queryFn: ({ signal }) => getCandidates(meeting.id, signal),
    enabled: isOpened,
  })
  const offered = data.filter(({ id }) => !leaving.includes(id))
  const choose = (value: string | null) => {
    const candidate = offered.find(({ id }) => id === value)
    if (candidate) setFate({ hostId: candidate.id, isFree: candidate.available })
    else if (value === 'free' || value === 'cancel') setFate(value)
  }
  return (
    <li className={styles.meeting}>
      <span className={styles.meetingWords}>
        {meeting.title}
        <span className={styles.note}>{formatMoment(meeting.startsAt)}</span>
      </span>
      <Select
        aria-label={t('What becomes of {meeting}', { meeting: meeting.title })}
        data={[
          { value: 'free', label: t('Whoever is free') },
          { value: 'cancel', label: t('Cancel') },
          ...offered.map(candidate => ({ value: candidate.id, label: candidateWords(candidate) })),
        ]}
        value={typeof fate === 'string' ? fate : fate.hostId}
        onChange={choose}
        onDropdownOpen={() => setOpened(true)}
        error={isUnsettled && fate === 'free' ? t('Nobody is free.') : undefined}
      />
    </li>
  )
}

const candidateWords = ({ name, available }: Candidate) =>
  available ? name : t('{name} (not available)', { name })
