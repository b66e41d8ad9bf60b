import { useState } from 'preact/hooks'
import type { OwnBooking } from '../../src/features/meetings/schema/booking.ts'
import { FieldInput } from '../public/FieldInput.tsx'
import { Heading } from '../public/Heading.tsx'
import { SendButton } from '../public/SendButton.tsx'
import { useSending } from '../public/useSending.ts'
import { api } from '../ui/api.ts'
import { language, t } from '../ui/language.ts'
import { BackButton } from './BackButton.tsx'
import { Facts } from './Facts.tsx'
import { reasonField } from './reason.ts'

type CancelStepProps = {
  path: string
  booking: OwnBooking
  done: (booking: OwnBooking) => void
  back: () => void
}

export function CancelStep({ path, booking, done, back }: CancelStepProps) {
  const [reason, setReason] = useState('')
  const { startsAt, endsAt, timeZone, host, title } = booking
  const sending = useSending(async () =>
    done(await api.post<OwnBooking>(`${path}/cancellation`, { reason: reason.trim() })),
  )
  return (
    <>
      <BackButton onClick={back} />
      <Heading text={t('Cancel this meeting?')} />
      <div class="chosen">
        <p class="card-name">{title}</p>
        <Facts startsAt={startsAt} endsAt={endsAt} zone={timeZone} host={host.name} />
      </div>
      <form class="stack" onSubmit={sending.submit}>
        <FieldInput
          field={reasonField(t('{host} is told.', { host: host.name }))}
          language={language()}
          value={reason}
          fault={undefined}
          onChange={setReason}
        />
        <SendButton sending={sending} label={t('Cancel the meeting')} />
      </form>
    </>
  )
}
