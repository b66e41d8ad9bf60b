import { Button } from '@mantine/core'
import { useState } from 'react'
import { formatNumber, t } from '../../ui/language.ts'
import { MemberAvatar } from '../../ui/MemberName.tsx'
import styles from './dialogs.module.css'
import { nameOf } from './words.ts'

const shownFirst = 5

/** People by name under a heading that counts them; the first few, and all on demand. */
export function NameList({
  title,
  members,
}: {
  title: string
  members: { id: string; name: string; email: string; detail?: string }[]
}) {
  const [all, setAll] = useState(false)
  const shown = all ? members : members.slice(0, shownFirst)
  return (
    <section className={styles.names}>
      <h3 className={styles.heading}>{title}</h3>
      {members.length > 0 && (
        <ul className={styles.list}>
          {shown.map(member => (
            <li key={member.id} className={styles.person}>
              <MemberAvatar name={nameOf(member)} />
              {nameOf(member)}
              {member.detail && <span className={styles.note}>{member.detail}</span>}
            </li>
          ))}
        </ul>
      )}
      {shown.length < members.length && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setAll(true)}>
          {t('Show all {count}', { count: formatNumber(members.length) })}
        </Button>
      )}
    </section>
  )
}
