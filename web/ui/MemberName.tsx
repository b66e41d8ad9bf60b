import { Avatar } from '@mantine/core'
import styles from './MemberName.module.css'

/** Two letters at most, by character and not by code unit, so that no name is cut in half. */
const initials = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map(word => [...word][0]!)
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join('')
    .toLocaleUpperCase()

export function MemberAvatar({ name }: { name: string }) {
  return (
    <Avatar className={styles.avatar} aria-hidden>
      {initials(name)}
    </Avatar>
  )
}

/** A member, or a client, by face and name; `detail` is a second line, dimmed. */
export function MemberName({ name, detail }: { name: string; detail?: string }) {
  return (
    <span className={styles.member}>
      <MemberAvatar name={name} />
      <span className={styles.words}>
        <span className={styles.name} title={name}>
          {name}
        </span>
        {detail && (
          <span className={styles.detail} title={detail}>
            {detail}
          </span>
        )}
      </span>
    </span>
  )
}
