import { Button, Modal, Tabs } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import { api } from '../../ui/api.ts'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import { announce } from '../../ui/LiveRegion.tsx'
import { MemberName } from '../../ui/MemberName.tsx'
import { foundBy, type Pick, PickList } from '../../ui/PickList.tsx'
import { useGroupsQuery } from '../groups/useGroups.ts'
import { nameOf } from '../members/words.ts'
import styles from './hosts.module.css'

export type HostKind = 'members' | 'groups'
export type Chosen = Record<HostKind, { id: string; name: string }[]>
type Given = {
  /** Named already, and so left out. */
  chosen: Chosen
  add: (kind: HostKind, picked: { id: string; name: string }[]) => void
  close: () => void
}
const searchedAtMost = 50

/** The popup of "Who can host this meeting?": members and groups by search and tick. It only adds chips; saving is the page's. */
export function HostPicker({ chosen, add, close }: Given) {
  const [kind, setKind] = useState<HostKind>('members')
  const [ticked, setTicked] = useState<Record<HostKind, Pick[]>>({ members: [], groups: [] })
  const count = ticked[kind].length
  const other = kind === 'members' ? 'groups' : 'members'
  const confirm = () => {
    add(
      kind,
      ticked[kind].map(({ id, name }) => ({ id, name })),
    )
    if (ticked[other].length === 0) return close()
    // What is ticked behind the other tab is not forgotten: its heading goes on counting it.
    setTicked({ ...ticked, [kind]: [] })
    announce(
      kind === 'members'
        ? t('{count, plural, one {# member added.} other {# members added.}}', { count })
        : t('{count, plural, one {# group added.} other {# groups added.}}', { count }),
    )
  }
  const tickedOf = (of: HostKind) => ({
    ticked: ticked[of],
    onChange: (picks: Pick[]) => setTicked({ ...ticked, [of]: picks }),
  })
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t('Add members/groups')}
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <Tabs value={kind} onChange={value => setKind(value as HostKind)} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="members">{counted(t('Members'), ticked.members)}</Tabs.Tab>
          <Tabs.Tab value="groups">{counted(t('Groups'), ticked.groups)}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="members" className={styles.panel}>
          <Members chosen={chosen.members} {...tickedOf('members')} />
        </Tabs.Panel>
        <Tabs.Panel value="groups" className={styles.panel}>
          <Groups chosen={chosen.groups} {...tickedOf('groups')} />
        </Tabs.Panel>
      </Tabs>
      <div className={styles.buttons}>
        <Button variant="default" onClick={close}>
          {t('Cancel')}
        </Button>
        <Button disabled={count === 0} onClick={confirm}>
          {kind === 'members' ? t('Add ({count}) members', { count }) : t('Add ({count}) groups', { count })}
        </Button>
      </div>
    </Modal>
  )
}

const counted = (label: string, ticked: Pick[]) => (ticked.length > 0 ? `${label} (${ticked.length})` : label)

type ListProps = { chosen: { id: string }[]; ticked: Pick[]; onChange: (picks: Pick[]) => void }
const without = <One extends { id: string }>(all: One[], chosen: { id: string }[]) =>
  all.filter(({ id }) => !chosen.some(one => one.id === id))

function Members({ chosen, ...list }: ListProps) {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 150)
  const query = useQuery({
    queryKey: ['/members', 'hosts', search],
    queryFn: ({ signal }) =>
      api.get<{ items: MemberItem[]; next: string | null }>(
        '/members',
        { search, limit: searchedAtMost },
        signal,
      ),
    placeholderData: keepPreviousData,
  })
  const items = query.data && without(query.data.items, chosen)
  return (
    <PickList
      label={t('Members')}
      search={typed}
      onSearch={setTyped}
      items={items?.map(member => ({
        id: member.id,
        name: nameOf(member),
        content: <MemberName name={nameOf(member)} detail={member.email} />,
        note: noteOf(member),
      }))}
      hasMore={Boolean(query.data?.next)}
      error={query.error}
      retry={() => void query.refetch()}
      empty={t('Everybody is named already.')}
      {...list}
    />
  )
}

/** Only who is active hosts anything; others may be named for the time when they are. */
const noteOf = ({ status }: MemberItem) =>
  status === 'active' ? undefined : status === 'invited' ? t('invited') : t('suspended')

function Groups({ chosen, ...list }: ListProps) {
  const [search, setSearch] = useState('')
  const query = useGroupsQuery()
  const items = query.data && foundBy(without(query.data, chosen), search)
  return (
    <PickList
      label={t('Groups')}
      search={search}
      onSearch={setSearch}
      items={items?.map(({ id, name, members }) => ({
        id,
        name,
        content: <GroupLabel id={id} name={name} />,
        note: t('{count, plural, one {# member} other {# members}}', { count: members }),
      }))}
      error={query.error}
      retry={() => void query.refetch()}
      empty={t('There is no other group.')}
      {...list}
    />
  )
}
