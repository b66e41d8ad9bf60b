import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { InvitePreview as Preview } from '../../../src/features/invites/schema.ts'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import styles from './NewInvitePage.module.css'
import type { InviteValues } from './useInviteForm.ts'

/** What the client will read: the mail, and the first page behind its link. */
export function InvitePreview({ values }: { values: InviteValues }) {
  const { flowId, language, method } = values
  const [firstName] = useDebouncedValue(values.firstName.trim(), 300)
  const params = { flowId, language, firstName }
  const query = useQuery({
    queryKey: ['/invites', 'preview', params],
    queryFn: ({ signal }) => api.get<Preview>('/invites/preview', params, signal),
    enabled: flowId !== null,
    placeholderData: keepPreviousData,
  })
  return (
    <aside className={styles.preview} aria-label={t('Preview')}>
      {flowId === null ? (
        <p className={styles.later}>{t('Once a flow is chosen, you see here what the client will read.')}</p>
      ) : (
        <Loaded query={query}>
          {({ mail, page }) => (
            <>
              {method === 'email' && (
                <section lang={language}>
                  <h2 className={styles.caption} lang="">
                    {t('The mail')}
                  </h2>
                  <div className={styles.paper}>
                    <p className={styles.subject}>{mail.subject}</p>
                    <p className={styles.words}>{mail.text}</p>
                  </div>
                </section>
              )}
              <section lang={language}>
                <h2 className={styles.caption} lang="">
                  {t('The first page')}
                </h2>
                <div className={styles.paper}>
                  <p className={styles.title}>{page.title}</p>
                  <p className={styles.words}>{page.text}</p>
                </div>
              </section>
            </>
          )}
        </Loaded>
      )}
    </aside>
  )
}
