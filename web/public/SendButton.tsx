import { ApiProblem } from '../ui/api.ts'
import { t } from '../ui/language.ts'
import type { Sending } from './useSending.ts'

/** The one way on, and what stands in its way. It never looks disabled: a press tells what is missing. */
export function SendButton({ sending, label }: { sending: Sending; label: string }) {
  const { isSending, isSlow, error } = sending
  return (
    <div class="send">
      <p role="alert" class="fault">
        {error !== undefined && whatHappened(error)}
      </p>
      <button type="submit" class="button" aria-disabled={isSending}>
        {isSending ? t('One moment …') : label}
      </button>
      <p role="status" class="small">
        {isSlow && t('This takes longer than usual. Please keep this page open.')}
      </p>
    </div>
  )
}

function whatHappened(error: unknown) {
  const status = error instanceof ApiProblem ? error.status : 500
  if (status === 0)
    return t('There is no connection. What you filled in is still here: please try again in a moment.')
  if (status === 429) return t('That was too often in a short time. Please wait a minute and try again.')
  if (status === 400) return t('Please look at the answers marked above.')
  return t(
    'Something went wrong on our side. What you filled in is still here: please try again in a moment.',
  )
}
