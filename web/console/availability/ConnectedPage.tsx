import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { CalendarItem } from '../../../src/features/calendars/schema.ts'
import { api } from '../../ui/api.ts'
import { ErrorState } from '../../ui/EmptyState.tsx'
import { t } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { toast } from '../../ui/toast.tsx'
import { leftFor } from './leaving.ts'

/** Where Google and Microsoft send the browser back to, with what makes the calendar ours to read. */
export function ConnectedPage() {
  const { code, state, error } = useSearch({ from: '/framed/calendars/connected' })
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [fault, setFault] = useState<Error>()
  const isTried = useRef(false)
  useEffect(() => {
    // What they gave works once.
    if (isTried.current) return
    isTried.current = true
    const back = (memberId?: string) =>
      navigate({ to: '/availability', search: { tab: 'calendars', of: memberId }, replace: true })
    if (error || !code || !state) {
      toast(t('No calendar was connected.'))
      void back()
      return
    }
    const connect = async () => {
      const made = await api.create<CalendarItem>('/calendars', { kind: leftFor(), code, state })
      await queryClient.invalidateQueries({ queryKey: ['/calendars'] })
      toast(t('{name} is connected and is being read.', { name: made.name }))
      await back(made.member.id)
    }
    connect().catch(setFault)
  }, [code, state, error, navigate, queryClient])
  return (
    <Page title={t('Connecting the calendar')}>
      {fault ? (
        <ErrorState error={fault} />
      ) : (
        <p role="status">{t('One moment: the calendar is being connected.')}</p>
      )}
    </Page>
  )
}
