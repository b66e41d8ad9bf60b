import { Heading } from '../public/Heading.tsx'
import { t } from '../ui/language.ts'

/** A link that was, or will be, one to book by. */
export function NotAvailable() {
  return (
    <div class="stack">
      <Heading text={t('This page is not available')} />
      <p>{t('Nothing can be booked here at the moment. Please ask whoever gave you the link.')}</p>
    </div>
  )
}
