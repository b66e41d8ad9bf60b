import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Consequences } from '../../../src/features/members/schema.ts'
import type { MemberAccess, MemberItem } from '../../../src/features/members/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { Section } from '../../ui/Detail.tsx'
import { formatList, formatNumber, t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { toast } from '../../ui/toast.tsx'
import { useDryRun } from './consequences.ts'
import styles from './dialogs.module.css'
import { groupedByNoun, PermissionTable, permissionWords, reachWords } from './PermissionTable.tsx'
import { nameOf, roleNames } from './words.ts'

/** What a member may do in effect, and what gives it to them. */
export function AccessTab({ member }: { member: MemberItem }) {
  const query = useQuery({
    queryKey: ['/members', member.id, 'access'],
    queryFn: ({ signal }) => api.get<MemberAccess>(`/members/${member.id}/access`, undefined, signal),
  })
  // Only their sight is stored with the member; everybody else's follows from role and groups.
  const isUngrouped = member.role === 'operations' && member.groups.length === 0
  return (
    <Loaded query={query}>
      {({ permissions, clients, meetings }) => (
        <>
          <Section
            title={t('Clients')}
            aside={isUngrouped && member.may.setSight && <SightButton member={member} />}
          >
            <p className={styles.note}>
              {clients.capped
                ? t('Sees {count} clients or more.', { count: formatNumber(clients.count) })
                : t('{count, plural, =0 {Sees no client.} one {Sees # client.} other {Sees # clients.}}', {
                    count: clients.count,
                  })}{' '}
              {isUngrouped && sightWords(member)}
            </p>
          </Section>
          <Section title={t('Meetings')}>
            <p className={styles.note}>
              {meetings.capped
                ? t('Sees {count} meetings or more.', { count: formatNumber(meetings.count) })
                : t('{count, plural, =0 {Sees no meeting.} one {Sees # meeting.} other {Sees # meetings.}}', {
                    count: meetings.count,
                  })}
            </p>
          </Section>
          <Section title={t('Permissions')}>
            <PermissionTable
              label={t('Permissions')}
              columns={[t('Permission'), t('Reach'), t('Because of')]}
              parts={groupedByNoun(permissions).map(([title, rows]) => ({
                title,
                rows: rows.map(({ permission, reach, because }) => ({
                  key: permission,
                  cells: [permissionWords(permission), reachWords()[reach], reasons(member, because)],
                })),
              }))}
            />
          </Section>
        </>
      )}
    </Loaded>
  )
}

const sightWords = ({ sight }: MemberItem) =>
  sight === 'organization'
    ? t('They were never put in a group, and so see the clients of the whole organisation.')
    : t('They are in no group any more, and so see only what they invited or are Cc’d on.')

function reasons(member: MemberItem, because: MemberAccess['permissions'][number]['because']) {
  const words = because.map(({ kind, groupId }) => {
    if (kind === 'role') return t('role {role}', { role: roleNames()[member.role] })
    if (kind === 'own') return t('their own')
    const group = member.groups.find(({ id }) => id === groupId)
    return group ? t('group role in {group}', { group: group.name }) : t('a group role')
  })
  return words.length > 0 ? formatList([...new Set(words)]) : '–'
}

/** Gives an ungrouped Operations member the sight of the organisation, or takes it away; says first what that does. */
function SightButton({ member }: { member: MemberItem }) {
  const [opened, setOpened] = useState(false)
  const sight = member.sight === 'organization' ? 'groups' : 'organization'
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {sight === 'groups' ? t('Narrow to their groups') : t('Widen to the organisation')}
      </Button>
      {opened && <SightDialog member={member} sight={sight} close={() => setOpened(false)} />}
    </>
  )
}

function SightDialog({
  member,
  sight,
  close,
}: {
  member: MemberItem
  sight: MemberItem['sight']
  close: () => void
}) {
  const queryClient = useQueryClient()
  const path = `/members/${member.id}/sight`
  const preview = useDryRun([path, sight], () =>
    api.put<{ consequences: Consequences }>(path, { sight, dryRun: true }),
  )
  const change = async () => {
    await api.put(path, { sight })
    await queryClient.invalidateQueries()
    toast(t('What {name} sees is changed.', { name: nameOf(member) }))
  }
  return (
    <ConfirmDialog
      opened
      title={
        sight === 'groups'
          ? t('Narrow what {name} sees?', { name: nameOf(member) })
          : t('Widen what {name} sees?', { name: nameOf(member) })
      }
      verb={sight === 'groups' ? t('Narrow to their groups') : t('Widen to the organisation')}
      waiting={!preview.data}
      onConfirm={change}
      onClose={close}
    >
      <Loaded query={preview}>{({ consequences }) => <ConsequencesPanel {...consequences} />}</Loaded>
    </ConfirmDialog>
  )
}
