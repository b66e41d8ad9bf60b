import { t } from '../ui/language.ts'

export function BackButton({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" class="back" onClick={onClick}>
      <span aria-hidden>‹</span> {t('Back')}
    </button>
  )
}
