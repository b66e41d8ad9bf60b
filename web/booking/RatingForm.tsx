import { useState } from 'preact/hooks'
import type { OwnBooking } from '../../src/features/meetings/schema/booking.ts'
import { SendButton } from '../public/SendButton.tsx'
import { useSending } from '../public/useSending.ts'
import { api } from '../ui/api.ts'
import { formatNumber, t } from '../ui/language.ts'
import { announce } from './announce.ts'

type RatingFormProps = { path: string; booking: OwnBooking; done: (booking: OwnBooking) => void }

const most = 5

export function RatingForm({ path, booking, done }: RatingFormProps) {
  const [rating, setRating] = useState(booking.rating)
  const [isMissing, setMissing] = useState(false)
  const sending = useSending(async () => {
    setMissing(rating === null)
    if (rating === null) return
    done(await api.post<OwnBooking>(`${path}/rating`, { rating }))
    announce(t('Thank you.'))
  })
  return (
    <form class="stack" onSubmit={sending.submit}>
      <fieldset class="field" role="radiogroup" aria-describedby={isMissing ? 'rating-fault' : undefined}>
        <legend>{t('How was the meeting?')}</legend>
        <div class="rating">
          {Array.from({ length: most }, (_, index) => index + 1).map(value => (
            <label key={value} class="choice">
              <input
                type="radio"
                name="rating"
                value={value}
                checked={rating === value}
                onChange={() => setRating(value)}
              />
              <span>
                {formatNumber(value)}
                {value === 1 && <span class="unseen"> {t('(poor)')}</span>}
                {value === most && <span class="unseen"> {t('(very good)')}</span>}
              </span>
            </label>
          ))}
        </div>
        <p class="ends small" aria-hidden>
          <span>{t('poor')}</span>
          <span>{t('very good')}</span>
        </p>
        {isMissing && (
          <p id="rating-fault" class="fault" role="alert">
            {t('Please choose one.')}
          </p>
        )}
      </fieldset>
      {booking.rating === null ? (
        <SendButton sending={sending} label={t('Send')} />
      ) : (
        <>
          <p role="status">{t('Thank you.')}</p>
          {rating !== booking.rating && <SendButton sending={sending} label={t('Send')} />}
        </>
      )}
    </form>
  )
}
