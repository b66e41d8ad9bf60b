import { t } from '../ui/language.ts'

/** What index.html shows until the script is here, for as long as the first answer takes. */
export function Waiting() {
  return (
    <main class="waiting" aria-busy>
      <span class="unseen" role="status">
        {t('One moment, please.')}
      </span>
      <span />
      <span />
      <span />
    </main>
  )
}
