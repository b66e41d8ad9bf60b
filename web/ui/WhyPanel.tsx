import { Link, type LinkProps } from '@tanstack/react-router'
import { t } from './language.ts'
import { MemberAvatar } from './MemberName.tsx'
import styles from './WhyPanel.module.css'

/** One way in: "in group Utrecht since March, added by Adam", and where it can be changed. */
export type Reason = { text: string; link?: Pick<LinkProps, 'to' | 'params' | 'search'> }
export type Seer = { memberId: string; name: string; reasons: Reason[] }

/** Who can see this, and why: everyone, each with every reason, and how many more the reader may not know. */
export function WhyPanel({ seers, others = 0 }: { seers: Seer[]; others?: number }) {
  return (
    <ul className={styles.panel}>
      {seers.map(({ memberId, name, reasons }) => (
        <li key={memberId} className={styles.seer}>
          <MemberAvatar name={name} />
          <div className={styles.words}>
            <span className={styles.name}>{name}</span>
            <ul className={styles.reasons}>
              {reasons.map(({ text, link }) => (
                <li key={text}>{link ? <Link {...link}>{text}</Link> : text}</li>
              ))}
            </ul>
          </div>
        </li>
      ))}
      {others > 0 && (
        <li className={styles.others}>
          {t(
            '{count, plural, one {and # other member, who you cannot see} other {and # other members, who you cannot see}}',
            {
              count: others,
            },
          )}
        </li>
      )}
    </ul>
  )
}
