import { formatList, t } from '../../ui/language.ts'
import { useMeetingTypes } from '../meeting-types/useMeetingTypes.ts'
import { useMay } from '../shell/session.ts'
import styles from './dialogs.module.css'

const namedFirst = 5

/** What the members of a group can host by being in it. */
export function HostableTypes({ group }: { group: { id: string; name: string } }) {
  const may = useMay()
  const { data } = useMeetingTypes({ groupId: group.id, enabled: may('meeting-types.read') })
  if (!data) return null
  const names = data.filter(({ active }) => active).map(({ name }) => name)
  const rest = names.length - namedFirst
  const shown =
    rest > 0
      ? [...names.slice(0, namedFirst), t('{count, plural, one {# other} other {# others}}', { count: rest })]
      : names
  return (
    <section className={styles.names}>
      <h3 className={styles.heading}>{t('What they will be able to host')}</h3>
      <p className={styles.note}>
        {names.length === 0
          ? t('Nothing by this: {group} has no meeting types.', { group: group.name })
          : formatList(shown)}
      </p>
    </section>
  )
}
