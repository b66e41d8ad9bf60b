import { Button, CloseButton } from '@mantine/core'
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useRef, useState } from 'react'
import type { z } from 'zod'
import type {
  HostsChanged,
  MeetingTypeHosts,
  MeetingTypeItem,
} from '../../../src/features/meeting-types/schema.ts'
import { api } from '../../ui/api.ts'
import { ConflictDialog, type Difference } from '../../ui/ConflictDialog.tsx'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import { MemberAvatar } from '../../ui/MemberName.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { useVersionedForm } from '../../ui/useVersionedForm.ts'
import { useDryRun } from '../members/consequences.ts'
import { type Chosen, type HostKind, HostPicker } from './HostPicker.tsx'
import styles from './hosts.module.css'

type Changed = z.infer<typeof HostsChanged>
type Named = Chosen['members'][number]

/** In one order, so that what is taken out and put in again counts as no change. */
const inOrder = (all: Named[]) =>
  all
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
const chosenOf = ({ members, groups }: MeetingTypeHosts): Chosen => ({
  members: inOrder(members),
  groups: inOrder(groups),
})
const idsOf = ({ members, groups }: Chosen) => ({
  memberIds: members.map(({ id }) => id),
  groupIds: groups.map(({ id }) => id),
})

/** The chips of "Who can host this meeting?": nothing is stored before Save. */
export function HostsForm({ type, hosts }: { type: MeetingTypeItem; hosts: MeetingTypeHosts }) {
  const queryClient = useQueryClient()
  const [isAdding, setAdding] = useState(false)
  const addButton = useRef<HTMLButtonElement>(null)
  const path = `/meeting-types/${type.id}/hosts`
  const { form, theirs, overwrite, discard, closeConflict } = useVersionedForm<MeetingTypeHosts, Chosen>({
    thing: hosts,
    valuesOf: chosenOf,
    save: async (values, version) => {
      const saved = await api.put<Changed>(path, idsOf(values), { ifMatch: version })
      await queryClient.invalidateQueries()
      return saved
    },
  })
  const chosen = form.values
  const add = (kind: HostKind, picked: Named[]) => form.set(kind, inOrder([...chosen[kind], ...picked]))
  const remove = (kind: HostKind, id: string) => {
    form.set(
      kind,
      chosen[kind].filter(one => one.id !== id),
    )
    addButton.current?.focus()
  }
  return (
    <div className={styles.wide}>
      <SaveForm form={form}>
        <HostChips
          {...chosen}
          remove={remove}
          action={
            <Button
              ref={addButton}
              variant="default"
              leftSection={<IconPlus />}
              onClick={() => setAdding(true)}
            >
              {t('Add members/groups')}
            </Button>
          }
        />
        <NoHostWarning type={type} chosen={chosen} isChanged={form.state === 'changed'} />
      </SaveForm>
      {isAdding && <HostPicker chosen={chosen} add={add} close={() => setAdding(false)} />}
      {theirs && (
        <ConflictDialog
          name={type.name}
          differences={differences(chosen, chosenOf(theirs))}
          overwrite={overwrite}
          discard={() => {
            discard()
            void queryClient.invalidateQueries()
          }}
          onClose={closeConflict}
        />
      )}
    </div>
  )
}

const differences = (mine: Chosen, theirs: Chosen): Difference[] => {
  const namesOf = (all: Named[]) => all.map(({ name }) => name).join(', ')
  const labels = { groups: t('Groups'), members: t('Members') }
  return (['groups', 'members'] as const)
    .map(kind => ({ label: labels[kind], mine: namesOf(mine[kind]), theirs: namesOf(theirs[kind]) }))
    .filter(difference => difference.mine !== difference.theirs)
}

type ChipsProps = Chosen & {
  remove?: (kind: HostKind, id: string) => void
  action?: ReactNode
}

export function HostChips({ members, groups, remove, action }: ChipsProps) {
  return (
    <ul className={styles.chips} aria-label={t('Who can host this meeting?')}>
      {groups.map(group => (
        <Chip key={group.id} named={group} remove={remove && (() => remove('groups', group.id))}>
          <GroupLabel id={group.id} name={group.name} />
        </Chip>
      ))}
      {members.map(member => (
        <Chip key={member.id} named={member} remove={remove && (() => remove('members', member.id))}>
          <span className={styles.member}>
            <MemberAvatar name={member.name} />
            <span className={styles.name}>{member.name}</span>
          </span>
        </Chip>
      ))}
      {members.length + groups.length === 0 && !action && <li className={styles.note}>{t('Nobody yet.')}</li>}
      {action && <li>{action}</li>}
    </ul>
  )
}

function Chip({ named, remove, children }: { named: Named; remove?: () => void; children: ReactNode }) {
  return (
    <li className={styles.chip}>
      {children}
      {remove && (
        <CloseButton size="sm" aria-label={t('Remove {name}', { name: named.name })} onClick={remove} />
      )}
    </li>
  )
}

/** Asked of the server with every change: a group may have members or not, and those may be active or not. */
function NoHostWarning({
  type,
  chosen,
  isChanged,
}: {
  type: MeetingTypeItem
  chosen: Chosen
  isChanged: boolean
}) {
  const path = `/meeting-types/${type.id}/hosts`
  const ids = idsOf(chosen)
  const { data } = useDryRun([path, ids], () => api.put<Changed>(path, { ...ids, dryRun: true }), isChanged)
  if (isChanged ? data?.hosts !== 0 : type.hosts > 0) return null
  return (
    <p className={styles.warning} role="status">
      <IconAlertTriangle aria-hidden />
      {isChanged
        ? t('With this nobody can host it: clients find no time to book.')
        : t('Nobody can host it: clients find no time to book.')}
    </p>
  )
}
