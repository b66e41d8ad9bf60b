import { Button } from '@mantine/core'
import { IconDownload, IconSend } from '@tabler/icons-react'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { ClientItem } from '../../../src/features/clients/schema.ts'
import { query } from '../../ui/api.ts'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import type { Column } from '../../ui/list/columns.ts'
import { ListPage } from '../../ui/list/ListPage.tsx'
import { MemberName } from '../../ui/MemberName.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { useMay } from '../shell/session.ts'
import { BulkDialog, type BulkWork } from './BulkDialog.tsx'
import styles from './ConnectionsPage.module.css'
import { useClientFilters } from './useClientFilters.tsx'
import { useLiveClients } from './useLiveClients.ts'
import { clientStates, contactOf, groupWords, nameOf } from './words.ts'

export function ConnectionsPage() {
  const { cc, ...search } = useSearch({ from: '/framed/connections' })
  const filter = { ...search, cc: cc && 'me' }
  const may = useMay()
  const filters = useClientFilters()
  const { list, count, isFresh, isBehind } = useLiveClients(filter)
  const [work, setWork] = useState<BulkWork>()
  const bulk = (clients: ClientItem[], done: () => void) => [
    { label: t('Send again'), onSelect: () => setWork({ kind: 'resend', clients, done }) },
    { label: t('Revoke'), danger: true, onSelect: () => setWork({ kind: 'revoke', clients, done }) },
  ]
  const send = may('invites.send') && (
    <Button component={Link} to="/connections/new" leftSection={<IconSend />}>
      {t('Send invite')}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t('Connections')}
        count={count}
        action={send}
        list={list}
        columns={columns()}
        row={{
          id: client => client.id,
          name: nameOf,
          link: client => ({ to: '/connections/$clientId', params: { clientId: client.id } }),
          card: client => ({
            title: nameOf(client),
            aside: <Status client={client} />,
            detail: (
              <span className={styles.cardDetail}>
                <Group client={client} />
                <RelativeTime value={client.lastActivityAt} />
              </span>
            ),
          }),
          isFresh: client => isFresh(client.id),
        }}
        search={t('Search clients')}
        filters={filters}
        aside={<Aside filter={filter} isBehind={isBehind} mayExport={may('clients.export')} />}
        bulk={may('clients.update') ? bulk : undefined}
        empty={{ text: t('The people you invite appear here, with how far they are.'), action: send }}
      />
      <BulkDialog work={work} close={() => setWork(undefined)} />
    </>
  )
}

const columns = (): Column<ClientItem>[] => [
  {
    id: 'client',
    header: t('Client'),
    grow: 2.4,
    cell: client => <MemberName name={nameOf(client)} detail={contactOf(client)} />,
  },
  { id: 'group', header: t('Group'), grow: 1.4, cell: client => <Group client={client} /> },
  { id: 'status', header: t('Status'), grow: 1.3, cell: client => <Status client={client} /> },
  { id: 'flow', header: t('Flow'), grow: 1.2, wideOnly: true, cell: client => client.flow?.name ?? '–' },
  {
    id: 'invitedBy',
    header: t('Invited by'),
    grow: 1.2,
    wideOnly: true,
    cell: client => client.invitedBy?.name ?? '–',
  },
  {
    id: 'lastActivity',
    header: t('Last activity'),
    align: 'end',
    cell: client => <RelativeTime value={client.lastActivityAt} />,
  },
]

function Group({ client }: { client: ClientItem }) {
  return <GroupLabel id={client.group?.id} name={groupWords(client)} deleted={client.group?.deleted} />
}

function Status({ client }: { client: ClientItem }) {
  const { label, tone } = clientStates()[client.status]
  return (
    <span className={styles.status}>
      <StatusBadge tone={tone}>{label}</StatusBadge>
      {client.sharedWithMe && (
        <span className={styles.cc} title={t('Shared with you, to look at')}>
          {t('Cc')}
        </span>
      )}
    </span>
  )
}

type AsideProps = { filter: Record<string, string | undefined>; isBehind: boolean; mayExport: boolean }

function Aside({ filter, isBehind, mayExport }: AsideProps) {
  return (
    <span className={styles.aside}>
      <span role="status" className={styles.behind}>
        {isBehind && t('Not live at the moment. Reconnecting …')}
      </span>
      {mayExport && (
        <Button
          component="a"
          href={`/api/v1/clients/export.csv${query(filter)}`}
          download
          variant="subtle"
          color="gray"
          leftSection={<IconDownload />}
        >
          {t('Export')}
        </Button>
      )}
    </span>
  )
}
