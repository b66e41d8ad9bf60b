import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { InviteItem } from '../../../src/features/clients/schema.ts'
import type { InviteOptions } from '../../../src/features/invites/schema.ts'
import { api } from '../../ui/api.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { toast } from '../../ui/toast.tsx'
import { useRenewClients } from '../clients/inviteActions.ts'
import { nameOf } from '../clients/words.ts'
import { InviteForm } from './InviteForm.tsx'
import { SentLink } from './SentLink.tsx'
import type { InviteValues } from './useInviteForm.ts'

type Made = { invite: InviteItem; name: string }

export function NewInvitePage() {
  const renew = useRenewClients()
  const navigate = useNavigate()
  const [made, setMade] = useState<Made>()
  const query = useQuery({
    queryKey: ['/invites', 'options'],
    queryFn: ({ signal }) => api.get<InviteOptions>('/invites/options', undefined, signal),
  })
  const onSent = (invite: InviteItem, values: InviteValues) => {
    const name = nameOf(values)
    void renew()
    if (values.method === 'link') {
      toast(t('The link for {name} is ready.', { name }))
      return setMade({ invite, name })
    }
    toast(t('The invite is on its way to {name}.', { name }))
    void navigate({ to: '/connections' })
  }
  return (
    <Page title={t('Send invite')}>
      {made ? (
        <SentLink {...made} again={() => setMade(undefined)} />
      ) : (
        <Loaded query={query}>
          {options =>
            options.refusal ? (
              <EmptyState
                text={t(
                  'Your groups were deleted, so there is none to send from. Ask an Admin to add you to a group.',
                )}
              />
            ) : (
              <InviteForm options={options} onSent={onSent} />
            )
          }
        </Loaded>
      )}
    </Page>
  )
}
