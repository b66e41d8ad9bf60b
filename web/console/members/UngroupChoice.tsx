import { Radio, Select } from '@mantine/core'
import type { Consequences, OnUngroup } from '../../../src/features/members/schema.ts'
import { formatList, t } from '../../ui/language.ts'
import { useGroups } from '../groups/useGroups.ts'
import { useMe } from '../shell/session.ts'
import styles from './dialogs.module.css'

type Given = {
  ungrouped: Consequences['ungrouped']
  /** The group they are leaving, which is no way out. */
  leaving?: string
  chosen: OnUngroup | undefined
  onChange: (chosen: OnUngroup | undefined) => void
}
type Kind = 'own_only' | 'see_all' | 'make_limited' | 'move'

const kindOf = (chosen: OnUngroup | undefined): Kind | null =>
  chosen === undefined ? null : typeof chosen === 'string' ? chosen : 'move'

/**
 * What becomes of Operations members who would lose their last group: losing a group must not, unsaid, show anybody
 * more than before.
 */
export function UngroupChoice({ ungrouped, leaving, chosen, onChange }: Given) {
  const groups = useGroups().filter(group => group.may.setMembers && group.id !== leaving)
  const isAdmin = useMe().member.role === 'admin'
  if (ungrouped.length === 0) return null
  const total = (choice: 'own_only' | 'see_all' | 'make_limited') =>
    ungrouped
      .flatMap(({ choices }) => choices)
      .filter(({ onUngroup }) => onUngroup === choice)
      .reduce((sum, { gained, lost }) => ({ gained: sum.gained + gained, lost: sum.lost + lost }), {
        gained: 0,
        lost: 0,
      })
  const kinds: { kind: Kind; label: string; hint: string; adminsOnly?: boolean }[] = [
    {
      kind: 'own_only',
      label: t('They see only clients they invited or are Cc’d on'),
      hint: amounts(total('own_only')),
    },
    { kind: 'move', label: t('They move to another group'), hint: t('They see the clients of that group.') },
    {
      kind: 'make_limited',
      label: t('They become Operations (limited)'),
      hint: amounts(total('make_limited')),
      adminsOnly: true,
    },
    { kind: 'see_all', label: t('They see every client'), hint: amounts(total('see_all')), adminsOnly: true },
  ]
  const select = (kind: string) =>
    onChange(kind === 'move' ? { moveTo: groups[0]?.id ?? '' } : (kind as 'own_only'))
  return (
    <Radio.Group
      label={t('{names} would be in no group. What then?', { names: namesOf(ungrouped) })}
      value={kindOf(chosen)}
      onChange={select}
    >
      <div className={styles.choices}>
        {kinds
          .filter(
            ({ adminsOnly, kind }) => (!adminsOnly || isAdmin) && (kind !== 'move' || groups.length > 0),
          )
          .map(({ kind, label, hint }) => (
            <Radio key={kind} value={kind} label={label} description={hint} />
          ))}
        {kindOf(chosen) === 'move' && (
          <Select
            label={t('Group')}
            data={groups.map(({ id, name }) => ({ value: id, label: name }))}
            value={typeof chosen === 'object' ? chosen.moveTo : null}
            onChange={id => id && onChange({ moveTo: id })}
            allowDeselect={false}
            searchable
          />
        )}
      </div>
    </Radio.Group>
  )
}

const namedFirst = 3

function namesOf(ungrouped: Given['ungrouped']) {
  const names = ungrouped.slice(0, namedFirst).map(({ name }) => name)
  const rest = ungrouped.length - names.length
  return formatList(
    rest > 0 ? [...names, t('{count, plural, one {# other} other {# others}}', { count: rest })] : names,
  )
}

function amounts({ gained, lost }: { gained: number; lost: number }) {
  const parts = []
  if (gained > 0)
    parts.push(
      t('{count, plural, one {# client more than now} other {# clients more than now}}', { count: gained }),
    )
  if (lost > 0)
    parts.push(
      t('{count, plural, one {# client fewer than now} other {# clients fewer than now}}', { count: lost }),
    )
  return parts.length === 0 ? t('Nothing changes in what they see.') : formatList(parts)
}
