import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ClientDetail, ClientItem } from '../../../src/features/clients/schema.ts'
import { ApiProblem } from '../../ui/api.ts'
import { Detail } from '../../ui/Detail.tsx'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { MemberAvatar } from '../../ui/MemberName.tsx'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import { AudienceTab } from './AudienceTab.tsx'
import { ClientActions } from './ClientActions.tsx'
import styles from './ClientPage.module.css'
import { DetailsTab } from './DetailsTab.tsx'
import { getClient, useRenewClients } from './inviteActions.ts'
import { InvitesTab } from './InvitesTab.tsx'
import { TimelineTab } from './TimelineTab.tsx'
import { useEventStream } from './useEventStream.ts'
import { clientStates, contactOf, groupWords, nameOf } from './words.ts'

export function ClientPage() {
  const { clientId } = useParams({ from: '/framed/connections/$clientId' })
  const renew = useRenewClients()
  const query = useQuery({
    queryKey: ['/clients', clientId],
    queryFn: ({ signal }) => getClient(clientId, signal),
  })
  useEventStream('/api/v1/clients/stream', {
    client: data => void ((data as ClientItem).id === clientId && renew()),
    access: () => void renew(),
    open: () => void renew(),
  })
  // Sight may be lost while the page is open: what is no longer to be seen must not stay on the screen.
  const isGone = query.error instanceof ApiProblem && query.error.status === 404
  return (
    <Loaded query={isGone ? { ...query, data: undefined } : query}>
      {client => <Client client={client} />}
    </Loaded>
  )
}

function Client({ client }: { client: ClientDetail }) {
  const { label, tone } = clientStates()[client.status]
  const contact = contactOf(client)
  return (
    <Detail
      title={nameOf(client)}
      mark={<MemberAvatar name={nameOf(client)} />}
      status={
        <>
          <StatusBadge tone={tone}>{label}</StatusBadge>
          {!client.may.update && <StatusBadge tone="grey">{t('Shared with you, to look at')}</StatusBadge>}
        </>
      }
      subtitle={
        <span className={styles.subtitle}>
          <GroupLabel id={client.group?.id} name={groupWords(client)} deleted={client.group?.deleted} />
          {contact && <span>{contact}</span>}
        </span>
      }
      actions={<ClientActions client={client} />}
      back={{ label: t('Connections'), to: '/connections' }}
      tabs={[
        { key: 'timeline', label: t('Timeline'), content: () => <TimelineTab client={client} /> },
        { key: 'details', label: t('Details & answers'), content: () => <DetailsTab client={client} /> },
        {
          key: 'invites',
          label: t('Invites'),
          count: client.invites.length,
          content: () => <InvitesTab client={client} />,
        },
        { key: 'audience', label: t('Who can see this?'), content: () => <AudienceTab client={client} /> },
      ]}
    />
  )
}
