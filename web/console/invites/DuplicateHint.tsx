import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import type { Duplicates } from '../../../src/features/invites/schema.ts'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { sendAgain, useRenewClients } from '../clients/inviteActions.ts'
import styles from './NewInvitePage.module.css'

type Answer = z.infer<typeof Duplicates>

/** An open invite to the same address, among the clients the sender sees: they may mean that one. */
export function DuplicateHint({ email }: { email: string }) {
  const renew = useRenewClients()
  const navigate = useNavigate()
  const [isBusy, setBusy] = useState(false)
  const [address] = useDebouncedValue(email.trim(), 300)
  const { data } = useQuery({
    queryKey: ['/invites', 'duplicates', address],
    queryFn: ({ signal }) => api.get<Answer>('/invites/duplicates', { email: address }, signal),
    enabled: /^\S+@\S+\.\S+$/.test(address),
  })
  const [found] = (address === email.trim() && data?.items) || []
  const open = (clientId: string) => navigate({ to: '/connections/$clientId', params: { clientId } })
  const again = async ({ inviteId, clientId, name }: Answer['items'][number]) => {
    setBusy(true)
    try {
      await sendAgain(inviteId)
      toast(t('The invite is on its way to {name}.', { name }))
      void renew()
      await open(clientId)
    } catch (error) {
      toastProblem(error)
    }
    setBusy(false)
  }
  return (
    <div role="status">
      {found && (
        <div className={styles.hint}>
          <span>
            {t('{name} has an open invite at this address already. Send that one again instead?', {
              name: found.name,
            })}
          </span>
          <span className={styles.buttons}>
            <Button variant="default" size="compact-sm" loading={isBusy} onClick={() => void again(found)}>
              {t('Send again')}
            </Button>
            <Button variant="subtle" size="compact-sm" onClick={() => void open(found.clientId)}>
              {t('Look at it')}
            </Button>
          </span>
        </div>
      )}
    </div>
  )
}
