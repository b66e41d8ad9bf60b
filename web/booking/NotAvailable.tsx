import type { ClosedDoor } from '../../src/features/slots/schema.ts'
import { Heading } from '../public/Heading.tsx'
import { t } from '../ui/language.ts'

/** A link that was, or will be, one to book by. */
export function NotAvailable({ organization }: Pick<ClosedDoor, 'organization'>) {
  return (
    <div class="stack">
      <Heading text={t('This page is not available')} />
      <p>{t('Nothing can be booked here at the moment.')}</p>
      <p>
        {organization.contact
          ? t('You can reach {name}: {contact}', { name: organization.name, contact: organization.contact })
          : t('Please ask whoever gave you the link.')}
      </p>
    </div>
  )
}
