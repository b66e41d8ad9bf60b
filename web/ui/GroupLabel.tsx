import { Tooltip, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { dotColors } from './theme.ts'
import { formatList, t } from './language.ts'
import styles from './GroupLabel.module.css'

type GroupLabelProps = {
  /** Absent for what belongs to no group. */
  id?: string | null
  name: string
  deleted?: boolean
  /** A group role or the like, in small. */
  note?: ReactNode
}

/** Takes the last digits of the id, where a UUIDv7 is random; its first ones are the time. */
const dotOf = (id: string) => parseInt(id.replaceAll('-', '').slice(-8), 16) % dotColors.length

export function GroupDot({ id }: { id?: string | null }) {
  return <span className={styles.dot} data-dot={id ? dotOf(id) : undefined} aria-hidden />
}

export function GroupLabel({ id, name, deleted, note }: GroupLabelProps) {
  return (
    <span className={styles.label} data-deleted={deleted || undefined}>
      <GroupDot id={id} />
      <span className={styles.name} title={name}>
        {name}
      </span>
      {deleted && <span className={styles.note}>{t('deleted')}</span>}
      {note && <span className={styles.note}>{note}</span>}
    </span>
  )
}

type Named = Omit<GroupLabelProps, 'id'> & { id: string }

/** As many as a table cell has room for; the others by name on hover and for screen readers. */
export function GroupLabels({ groups, shown = 2 }: { groups: Named[]; shown?: number }) {
  const rest = groups.slice(shown)
  const names = formatList(rest.map(({ name }) => name))
  return (
    <span className={styles.labels}>
      {groups.slice(0, shown).map(group => (
        <GroupLabel key={group.id} {...group} />
      ))}
      {rest.length > 0 && (
        <Tooltip label={names}>
          <span className={styles.note}>
            <span aria-hidden>+{rest.length}</span>
            <VisuallyHidden>{names}</VisuallyHidden>
          </span>
        </Tooltip>
      )}
    </span>
  )
}
