import { useCallback, useEffect, useState } from 'preact/hooks'
import type { OwnBooking } from '../../src/features/meetings/schema/booking.ts'
import { Shell } from '../public/Shell.tsx'
import { api } from '../ui/api.ts'
import { onLanguageChange } from '../ui/language.ts'
import { changeLanguage } from './BookingPage.tsx'
import { CancelStep } from './CancelStep.tsx'
import { MoveStep } from './MoveStep.tsx'
import { OwnMeeting } from './OwnMeeting.tsx'
import { useStep } from './useStep.ts'

/** What somebody booked, and what may still be done about it. Opening it changes nothing. */
export function ManagePage({ path, first }: { path: string; first: OwnBooking }) {
  const [booking, setBooking] = useState(first)
  const [isMoved, setMoved] = useState(false)
  const [, renew] = useState(0)
  const { step, go, leave } = useStep()
  useEffect(() => onLanguageChange(() => renew(count => count + 1)), [])
  const reopen = useCallback(async () => setBooking(await api.get<OwnBooking>(path)), [path])

  const done = (changed: OwnBooking) => {
    setMoved(changed.startsAt !== booking.startsAt)
    setBooking(changed)
    leave()
  }
  const given = { path, booking, done, back: leave }
  return (
    <Shell organization={booking.organization} onLanguage={changeLanguage}>
      {step === 'move' && booking.may.reschedule ? (
        <MoveStep {...given} />
      ) : step === 'cancel' && booking.may.cancel ? (
        <CancelStep {...given} />
      ) : (
        <OwnMeeting
          path={path}
          booking={booking}
          isMoved={isMoved}
          go={go}
          done={setBooking}
          reopen={reopen}
        />
      )}
    </Shell>
  )
}
