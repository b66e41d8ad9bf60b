import { Button } from '@mantine/core'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { ApiProblem } from '../../ui/api.ts'
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx'
import { t } from '../../ui/language.ts'

export function NotFound() {
  return (
    <main>
      <title>{t('Not found')}</title>
      <EmptyState
        text={t('There is no page at this address.')}
        action={
          <Button variant="default" component={Link} to="/">
            {t('Go to the start')}
          </Button>
        }
      />
    </main>
  )
}

/** What a page threw: one broken page must not take the navigation with it. */
export function PageFault({ error, reset }: { error: unknown; reset?: () => void }) {
  const router = useRouter()
  const queries = useQueryErrorResetBoundary()
  // On its way to the sign-in page; a fault in between would only flash.
  if (error instanceof ApiProblem && error.status === 401) return null
  const retry = () => {
    queries.reset()
    reset?.()
    void router.invalidate()
  }
  return <ErrorState error={error} retry={retry} />
}
