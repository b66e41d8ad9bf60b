import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { formatList, formatNumber, t } from './language.ts'
import { MemberAvatar } from './MemberName.tsx'
import styles from './ConsequencesPanel.module.css'

/** How far one member's sight changes. */
export type SightChange = { memberId: string; name: string; clients: number; meetings?: number }

type ConsequencesProps = {
  gains: SightChange[]
  losses: SightChange[]
  /** How many more are concerned whose names this reader may not know. */
  othersGain?: number
  othersLose?: number
  /** What nobody can hold any more by it, by name. */
  unbookable?: { name: string }[]
  /** Nothing of it is about sight, and so none is denied. */
  silent?: boolean
  /** Anything else that follows, a sentence each. */
  notes?: string[]
}

const shownFirst = 5

/** What a change of access will do, from the dry run of the very request that would make it. */
export function ConsequencesPanel({
  gains,
  losses,
  othersGain = 0,
  othersLose = 0,
  unbookable = [],
  silent,
  notes = [],
}: ConsequencesProps) {
  const nobody = gains.length + losses.length + othersGain + othersLose === 0
  return (
    <div className={styles.panel}>
      {gains.length + othersGain > 0 && (
        <Changes
          tone="amber"
          title={t('More people will see')}
          verb="gain"
          changes={gains}
          others={othersGain}
        />
      )}
      {losses.length + othersLose > 0 && (
        <Changes
          tone="grey"
          title={t('Will no longer see')}
          verb="lose"
          changes={losses}
          others={othersLose}
        />
      )}
      {unbookable.length > 0 && (
        <section className={styles.changes} data-tone="amber">
          <h3 className={styles.title}>
            <IconAlertTriangle aria-hidden />
            {t('Nobody can host any more')}
          </h3>
          <p className={styles.note}>{formatList(unbookable.map(({ name }) => name))}</p>
        </section>
      )}
      {nobody && !silent && (
        <p className={styles.note}>{t('Nobody gains or loses sight of a client or a meeting.')}</p>
      )}
      {notes.map(note => (
        <p key={note} className={styles.note}>
          {note}
        </p>
      ))}
    </div>
  )
}

type ChangesProps = {
  tone: 'amber' | 'grey'
  title: string
  verb: 'gain' | 'lose'
  changes: SightChange[]
  others: number
}

function Changes({ tone, title, verb, changes, others }: ChangesProps) {
  const [all, setAll] = useState(false)
  const shown = all ? changes : changes.slice(0, shownFirst)
  return (
    <section className={styles.changes} data-tone={tone}>
      <h3 className={styles.title}>
        {tone === 'amber' && <IconAlertTriangle aria-hidden />}
        {title}
      </h3>
      <ul className={styles.list}>
        {shown.map(change => (
          <li key={change.memberId} className={styles.change}>
            <MemberAvatar name={change.name} />
            <span className={styles.name}>{change.name}</span>
            <span className={styles.amount}>{amount(change, verb)}</span>
          </li>
        ))}
        {others > 0 && (
          <li className={styles.change}>
            {t('{count, plural, one {# other member} other {# other members}}', { count: others })}
          </li>
        )}
      </ul>
      {shown.length < changes.length && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setAll(true)}>
          {t('Show all {count}', { count: formatNumber(changes.length) })}
        </Button>
      )}
    </section>
  )
}

function amount({ clients, meetings = 0 }: SightChange, verb: 'gain' | 'lose') {
  const sign = verb === 'gain' ? '+' : '−'
  const parts = []
  if (clients > 0 || meetings === 0)
    parts.push(t('{count, plural, one {# client} other {# clients}}', { count: clients }))
  if (meetings > 0) parts.push(t('{count, plural, one {# meeting} other {# meetings}}', { count: meetings }))
  return parts.map(part => `${sign}${part}`).join(', ')
}
