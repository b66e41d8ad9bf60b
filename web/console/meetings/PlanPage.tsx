import { useNavigate, useSearch } from '@tanstack/react-router'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { toast } from '../../ui/toast.tsx'
import { PlanForm } from './PlanForm.tsx'
import { usePlanOptions, useRenewMeetings } from './queries.ts'

/** Schedule new: for oneself, or for whom one may plan. */
export function PlanPage() {
  const { startsAt, hostId, clientId } = useSearch({ from: '/framed/meetings/new' })
  const navigate = useNavigate()
  const renew = useRenewMeetings()
  const query = usePlanOptions()
  return (
    <Page title={t('Schedule a meeting')}>
      <Loaded query={query}>
        {options =>
          options.hosts.length === 0 ? (
            <EmptyState
              text={t(
                'There is nobody to plan for yet: give a meeting type hosts first, or ask a manager to.',
              )}
            />
          ) : (
            <PlanForm
              options={options}
              given={{ startsAt, hostId, clientId }}
              onPlanned={meeting => {
                toast(t('The meeting with {client} is planned.', { client: meeting.client.name }))
                void renew()
                void navigate({ to: '/meetings/$meetingId', params: { meetingId: meeting.id } })
              }}
            />
          )
        }
      </Loaded>
    </Page>
  )
}
