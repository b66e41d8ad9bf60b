import { useState } from 'preact/hooks'
import type { HostChoice, OwnBooking } from '../../src/features/meetings/schema/booking.ts'
import { FieldInput } from '../public/FieldInput.tsx'
import { Heading } from '../public/Heading.tsx'
import { SendButton } from '../public/SendButton.tsx'
import { useSending } from '../public/useSending.ts'
import { api, ApiProblem } from '../ui/api.ts'
import { language, t } from '../ui/language.ts'
import { BackButton } from './BackButton.tsx'
import { dayOf } from './clock.ts'
import { dayAfter } from './days.ts'
import { Facts } from './Facts.tsx'
import { reasonField } from './reason.ts'
import { daysAtOnce, TimeChoice } from './TimeChoice.tsx'
import { useSlots } from './useSlots.ts'

type MoveStepProps = {
  path: string
  booking: OwnBooking
  done: (booking: OwnBooking) => void
  back: () => void
}

/** Another time for the same meeting: first the time, then one look at it before it is moved. */
export function MoveStep({ path, booking, done, back }: MoveStepProps) {
  const [hostChoice, setHostChoice] = useState<HostChoice>('same')
  const [zone, setZone] = useState(booking.timeZone)
  const [shown, setShown] = useState(daysAtOnce)
  const [startsAt, setStartsAt] = useState<string>()
  const [taken, setTaken] = useState<string>()
  const [reason, setReason] = useState('')
  const slots = useSlots({ path: `${path}/slots`, params: { hostChoice } }, zone, shown)
  const { host } = booking
  // Moved to the time that it has, with the person that it has, nothing would come of it.
  const isAsItWas = (start: string) =>
    hostChoice === 'same' && Date.parse(start) === Date.parse(booking.startsAt)
  const days = slots.days
    .map(each => ({ ...each, starts: each.starts.filter(start => !isAsItWas(start)) }))
    .filter(({ starts }) => starts.length > 0)

  const sending = useSending(async () => {
    if (!startsAt) return
    try {
      done(
        await api.post<OwnBooking>(`${path}/rescheduling`, { startsAt, hostChoice, reason: reason.trim() }),
      )
    } catch (error) {
      if (!(error instanceof ApiProblem && error.code === 'slot_taken')) throw error
      const day = dayOf(Date.parse(startsAt), booking.timeZone)
      const isOld = (start: string) => {
        const other = dayOf(Date.parse(start), booking.timeZone)
        return other >= day && other < dayAfter(day, 7)
      }
      slots.replace(isOld, (error.rest.slots as string[] | undefined) ?? [])
      setTaken(startsAt)
      setStartsAt(undefined)
    }
  })
  if (startsAt)
    return (
      <>
        <BackButton onClick={() => setStartsAt(undefined)} />
        <Heading text={t('Move to this time?')} />
        <div class="chosen">
          <p class="card-name">{booking.title}</p>
          <Facts
            startsAt={startsAt}
            endsAt={endOf(booking, startsAt)}
            zone={zone}
            host={hostChoice === 'same' ? host.name : t('Anyone available')}
          />
        </div>
        <form class="stack" onSubmit={sending.submit}>
          <FieldInput
            field={reasonField(t('{host} is told.', { host: host.name }))}
            language={language()}
            value={reason}
            fault={undefined}
            onChange={setReason}
          />
          <SendButton sending={sending} label={t('Move the meeting')} />
        </form>
      </>
    )
  return (
    <>
      <BackButton onClick={back} />
      <Heading text={t('Choose another time')} />
      <div class="chosen">
        <p class="card-name">{t('{title}, as it is now', { title: booking.title })}</p>
        <Facts startsAt={booking.startsAt} endsAt={booking.endsAt} zone={zone} host={host.name} />
      </div>
      {taken && (
        <div class="summary" role="alert">
          <p>{t('This time was just taken. Please choose another one.')}</p>
        </div>
      )}
      {booking.may.chooseAnyone && (
        <div class="field">
          <label for="host">{t('With')}</label>
          <select
            id="host"
            value={hostChoice}
            onChange={event => setHostChoice(event.currentTarget.value as HostChoice)}
          >
            <option value="same">{host.name}</option>
            <option value="anyone">{t('Anyone available')}</option>
          </select>
        </div>
      )}
      <TimeChoice
        slots={{ ...slots, days }}
        shown={shown}
        showMore={() => setShown(shown + daysAtOnce)}
        zone={zone}
        onZone={setZone}
        openAt={taken && dayOf(Date.parse(taken), zone)}
        onChoose={chosen => {
          setTaken(undefined)
          setStartsAt(chosen)
        }}
      >
        <p>{t('There is no free time to move it to.')}</p>
      </TimeChoice>
    </>
  )
}

const endOf = ({ startsAt, endsAt }: OwnBooking, movedTo: string) =>
  new Date(Date.parse(movedTo) + Date.parse(endsAt) - Date.parse(startsAt)).toISOString()
