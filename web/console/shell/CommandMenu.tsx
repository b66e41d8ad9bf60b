import { useDebouncedValue } from '@mantine/hooks'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { IconCalendarPlus, IconSearch, IconSend } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react'
import type { z } from 'zod'
import type { ClientItem } from '../../../src/features/clients/schema.ts'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import { api } from '../../ui/api.ts'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import { MemberName } from '../../ui/MemberName.tsx'
import { groupWords, nameOf } from '../clients/words.ts'
import styles from './CommandMenu.module.css'
import { places } from './places.ts'
import { useMay } from './session.ts'

const [store, spotlight] = createSpotlight()

type Target = { key: string; label: ReactNode; href: string }

/** ⌘K: every section, and any group, member or client by a part of its name. */
export default function CommandMenu({ close }: { close: () => void }) {
  const router = useRouter()
  const may = useMay()
  const [typed, setTyped] = useState('')
  const found = useFound(typed)
  useEffect(() => spotlight.open(), [])
  const sections = places(may).map(({ label, to, icon: Icon }) => ({
    href: to as string,
    icon: <Icon aria-hidden />,
    text: label,
  }))
  const actions = [
    {
      href: '/connections/new',
      icon: <IconSend aria-hidden />,
      text: t('Send invite'),
      needs: 'invites.send',
    },
    {
      href: '/meetings/new',
      icon: <IconCalendarPlus aria-hidden />,
      text: t('Schedule new'),
      needs: 'meetings.plan',
    },
  ].filter(({ needs }) => may(needs))
  const parts = [
    { title: t('Do'), targets: linesOf(actions, typed) },
    { title: t('Go to'), targets: linesOf(sections, typed) },
    ...found,
  ]
  const isEmpty = parts.every(({ targets }) => targets.length === 0)
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={typed}
      onQueryChange={setTyped}
      onSpotlightClose={close}
      centered={false}
      lockScroll={false}
      attributes={{ content: { 'aria-label': t('Search') } }}
      overlayProps={{ blur: 0 }}
      transitionProps={{ duration: 120, transition: 'fade' }}
      scrollable
    >
      <Spotlight.Search
        aria-label={t('Search')}
        placeholder={t('Search groups, members and clients')}
        leftSection={<IconSearch aria-hidden />}
        onKeyDown={takeFirst}
      />
      <Spotlight.ActionsList>
        {parts.map(
          ({ title, targets }) =>
            targets.length > 0 && (
              <Spotlight.ActionsGroup key={title} label={title}>
                {targets.map(({ key, label, href }) => (
                  <Spotlight.Action key={key} onClick={() => router.history.push(href)}>
                    {label}
                  </Spotlight.Action>
                ))}
              </Spotlight.ActionsGroup>
            ),
        )}
        {isEmpty && <Spotlight.Empty>{t('Nothing found.')}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** Enter takes the first, which looks chosen as long as no arrow key has chosen another. */
function takeFirst(event: KeyboardEvent<HTMLInputElement>) {
  const menu = event.currentTarget.closest('[role=dialog]')
  if (event.key !== 'Enter' || !menu || menu.querySelector('[data-selected]')) return
  menu.querySelector<HTMLElement>('[data-action]')?.click()
}

type Named = { href: string; icon: ReactNode; text: string }
/** All of them before anything is typed, then those that have it in their name. */
const linesOf = (named: Named[], typed: string): Target[] =>
  named
    .filter(({ text }) => text.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase()))
    .map(({ href, ...line }) => ({ key: href, href, label: <Line {...line} /> }))

function Line({ icon, text }: { icon: ReactNode; text: string }) {
  return (
    <span className={styles.line}>
      {icon}
      {text}
    </span>
  )
}

function useFound(typed: string): { title: string; targets: Target[] }[] {
  const [search] = useDebouncedValue(typed.trim(), 150)
  const may = useMay()
  const groups = useSearch<GroupItem>('/groups', search, may('groups.read'))
  const members = useSearch<MemberItem>('/members', search, may('members.read'))
  const clients = useSearch<z.infer<typeof ClientItem>>('/clients', search, may('clients.read'))
  return [
    {
      title: t('Groups'),
      targets: groups.map(({ id, name }) => ({
        key: id,
        href: `/groups/${id}`,
        label: <GroupLabel id={id} name={name} />,
      })),
    },
    {
      title: t('Members'),
      targets: members.map(({ id, name, email }) => ({
        key: id,
        href: `/members/${id}`,
        label: <MemberName name={name || email} detail={email} />,
      })),
    },
    {
      title: t('Clients'),
      targets: clients.map(client => ({
        key: client.id,
        href: `/connections/${client.id}`,
        label: <MemberName name={nameOf(client)} detail={groupWords(client)} />,
      })),
    },
  ]
}

function useSearch<Row>(path: string, search: string, isAllowed: boolean): Row[] {
  const { data } = useQuery({
    queryKey: [path, 'command', search],
    queryFn: ({ signal }) => api.get<{ items: Row[] }>(path, { search, limit: 5 }, signal),
    enabled: isAllowed && search !== '',
    placeholderData: keepPreviousData,
  })
  return search === '' ? [] : (data?.items ?? [])
}
