import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ClientDetail } from '../../../src/features/clients/schema.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { toast } from '../../ui/toast.tsx'
import { getClient } from '../clients/inviteActions.ts'
import { nameOf } from '../clients/words.ts'
import { useMay } from '../shell/session.ts'
import { PlanForm } from './PlanForm.tsx'
import { usePlanOptions, useRenewMeetings } from './queries.ts'
import type { KnownClient } from './usePlanForm.ts'

/** Schedule new: for oneself, or for whom one may plan; with a client who is known already, or with somebody new. */
export function PlanPage() {
  const { clientId } = useSearch({ from: '/framed/meetings/new' })
  return (
    <Page title={t('Schedule a meeting')}>
      {clientId ? <WithClient key={clientId} id={clientId} /> : <Plan client={undefined} />}
    </Page>
  )
}

function WithClient({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ['/clients', id],
    queryFn: ({ signal }) => getClient(id, signal),
  })
  return <Loaded query={query}>{client => <Plan client={knownOf(client)} />}</Loaded>
}

const knownOf = (client: ClientDetail): KnownClient => ({
  id: client.id,
  name: nameOf(client),
  email: client.email,
  groupId: client.group?.id ?? null,
})

function Plan({ client }: { client: KnownClient | undefined }) {
  const { startsAt, hostId } = useSearch({ from: '/framed/meetings/new' })
  const navigate = useNavigate()
  const renew = useRenewMeetings()
  const may = useMay()
  const query = usePlanOptions()
  return (
    <Loaded query={query}>
      {options =>
        options.hosts.length === 0 ? (
          <EmptyState
            text={t('There is nobody to plan for yet: give a meeting type hosts first, or ask a manager to.')}
            action={
              may('meeting-types.read') && (
                <Button component={Link} to="/meeting-types">
                  {t('Meeting types')}
                </Button>
              )
            }
          />
        ) : (
          <PlanForm
            options={options}
            given={{ startsAt, hostId, client }}
            onPlanned={meeting => {
              toast(t('The meeting with {client} is planned.', { client: meeting.client.name }))
              void renew()
              void navigate({ to: '/meetings/$meetingId', params: { meetingId: meeting.id } })
            }}
          />
        )
      }
    </Loaded>
  )
}
