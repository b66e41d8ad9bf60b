import type { z } from 'zod'
import type { Addressed, InvalidLine, MemberInvitationsAnswer } from '../../../src/features/members/schema.ts'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { t } from '../../ui/language.ts'
import { hasEffect } from './consequences.ts'
import styles from './InvitationPreview.module.css'
import { reasonWords } from './reasons.ts'

export type InvitationAnswer = z.infer<typeof MemberInvitationsAnswer>

/** What confirming does, in the words of the button before and of the toast after. */
export function outcomeOf(answer: InvitationAnswer, hasGroups: boolean) {
  const invited = 'accepted' in answer ? answer.accepted.length : answer.invited.length
  const added = 'accepted' in answer || !hasGroups ? 0 : answer.existing.length
  const invitedWords = t('{count, plural, one {# person invited.} other {# people invited.}}', {
    count: invited,
  })
  const addedWords = t('{count, plural, one {# member added.} other {# members added.}}', { count: added })
  return {
    isNothing: invited + added === 0,
    sendsMail: invited > 0,
    verb:
      invited === 0 && added > 0
        ? t('{count, plural, one {Add # member} other {Add # members}}', { count: added })
        : t('{count, plural, =0 {Invite} one {Invite # person} other {Invite # people}}', {
            count: invited + added,
          }),
    told: [invited > 0 && invitedWords, added > 0 && addedWords].filter(Boolean).join(' '),
  }
}

/** What each pasted line means. Who may not read all members is not told who is known already. */
export function InvitationPreview({ answer }: { answer: InvitationAnswer }) {
  const { alreadyInGroup, invalid, duplicates } = answer
  return (
    <div className={styles.preview}>
      <ul className={styles.counts}>
        {'accepted' in answer ? (
          <Count
            people={answer.accepted}
            words={t('{count, plural, one {# person} other {# people}}', { count: answer.accepted.length })}
          />
        ) : (
          <>
            <Count people={answer.invited} words={t('{count} new', { count: answer.invited.length })} />
            {answer.existing.length > 0 && (
              <Count
                people={answer.existing}
                words={t('{count, plural, one {# is a member already} other {# are members already}}', {
                  count: answer.existing.length,
                })}
              />
            )}
          </>
        )}
        {alreadyInGroup.length > 0 && (
          <Count
            people={alreadyInGroup}
            words={t('{count, plural, one {# is in the group already} other {# are in the group already}}', {
              count: alreadyInGroup.length,
            })}
          />
        )}
        {duplicates > 0 && (
          <li>
            {t('{count, plural, one {# duplicate folded} other {# duplicates folded}}', {
              count: duplicates,
            })}
          </li>
        )}
      </ul>
      {invalid.length > 0 && <InvalidLines lines={invalid} />}
      {'consequences' in answer && hasEffect(answer.consequences) && (
        <ConsequencesPanel {...answer.consequences} />
      )}
    </div>
  )
}

function Count({ words, people }: { words: string; people: Addressed[] }) {
  if (people.length === 0) return <li>{words}</li>
  return (
    <li>
      <details>
        <summary>{words}</summary>
        <ul className={styles.people}>
          {people.map(({ email, name }) => (
            <li key={email}>
              {name && <span>{name} </span>}
              <span className={styles.email}>{email}</span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  )
}

function InvalidLines({ lines }: { lines: InvalidLine[] }) {
  return (
    <section className={styles.invalid}>
      <h3 className={styles.heading}>
        {t('{count, plural, one {# line cannot be used} other {# lines cannot be used}}', {
          count: lines.length,
        })}
      </h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('Line')}</th>
            <th scope="col">{t('Text')}</th>
            <th scope="col">{t('Why')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ line, text, reason }, index) => (
            <tr key={index}>
              <td>{line}</td>
              <td className={styles.text}>{text}</td>
              <td>{reasonWords()[reason] ?? reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
