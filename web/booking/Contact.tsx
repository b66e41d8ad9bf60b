import { t } from '../ui/language.ts'

/** How to reach the organisation for whom no time suits. */
export function Contact({ organization }: { organization: { name: string; contact: string } }) {
  const { name, contact } = organization
  if (!contact) return null
  return (
    <p class="small">
      {t('No time that suits you? You can also reach {name}: {contact}', { name, contact })}
    </p>
  )
}
