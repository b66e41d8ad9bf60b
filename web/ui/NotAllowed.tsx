import { EmptyState } from './EmptyState.tsx'
import { t } from './language.ts'
import { Page } from './Page.tsx'

/** For whoever opens by its address what their role leaves out of every menu. */
export function NotAllowed({ title }: { title: string }) {
  return (
    <Page title={title}>
      <EmptyState text={t('Your role does not allow this. Ask an Admin.')} />
    </Page>
  )
}
