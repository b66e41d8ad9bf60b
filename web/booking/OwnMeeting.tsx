import type { OwnBooking } from '../../src/features/meetings/schema/booking.ts'
import { Heading } from '../public/Heading.tsx'
import { SendButton } from '../public/SendButton.tsx'
import { Tick } from '../public/Tick.tsx'
import { useSending } from '../public/useSending.ts'
import { api, ApiProblem } from '../ui/api.ts'
import { formatList, t } from '../ui/language.ts'
import { AddToCalendar } from './AddToCalendar.tsx'
import { formatTime } from './clock.ts'
import { Facts } from './Facts.tsx'
import { Place } from './Place.tsx'
import { RatingForm } from './RatingForm.tsx'
import type { Step } from './useStep.ts'
import { whereOf } from './words.ts'

type OwnMeetingProps = {
  path: string
  booking: OwnBooking
  /** Just now. */
  isMoved: boolean
  go: (step: Exclude<Step, null>) => void
  done: (booking: OwnBooking) => void
  reopen: () => Promise<void>
}

export function OwnMeeting({ path, booking, isMoved, go, done, reopen }: OwnMeetingProps) {
  const { state, title, startsAt, endsAt, timeZone, host, place, phone, may, organization } = booking
  const isOver = state.startsWith('cancelled') || state === 'expired'
  const isAhead = state === 'scheduled' && !may.rate
  const { heading, text } = isMoved && isAhead ? wordsOfMoved(booking) : wordsOf(booking)
  return (
    <>
      {isAhead && <Tick />}
      <Heading text={heading} />
      {text && <p>{text}</p>}
      <div class="chosen">
        <p class="card-name">{title}</p>
        <Facts
          startsAt={startsAt}
          endsAt={endsAt}
          zone={timeZone}
          host={t('{host}, {organization}', { host: host.name, organization: organization.name })}
          where={isOver ? undefined : <Place place={place} phone={phone} />}
          more={furtherFacts(booking)}
        />
      </div>
      {may.confirm && <Confirm path={path} done={done} reopen={reopen} />}
      {may.rate && <RatingForm path={path} booking={booking} done={done} />}
      {isAhead && (
        <AddToCalendar
          entry={{
            title: `${title} · ${host.name}`,
            startsAt,
            endsAt,
            where: whereOf(place, phone),
            manageUrl: location.origin + location.pathname,
          }}
        />
      )}
      <ul class="ways">
        {may.reschedule && (
          <li>
            <button type="button" class="button quiet" onClick={() => go('move')}>
              {t('Move to another time')}
            </button>
          </li>
        )}
        {may.cancel && (
          <li>
            <button type="button" class="button quiet" onClick={() => go('cancel')}>
              {t('Cancel this meeting')}
            </button>
          </li>
        )}
        {(isOver || state === 'completed' || state === 'missed') && booking.bookingPath && (
          <li>
            <a class="button quiet" href={booking.bookingPath}>
              {t('Book another meeting')}
            </a>
          </li>
        )}
      </ul>
      {organization.contact && (
        <p class="small">
          {t('You can also reach {name}: {contact}', {
            name: organization.name,
            contact: organization.contact,
          })}
        </p>
      )}
    </>
  )
}

function wordsOf({ state, host, may, heldUntil, timeZone }: OwnBooking): { heading: string; text?: string } {
  switch (state) {
    case 'awaiting_confirmation':
      return {
        heading: t('Confirm your meeting'),
        text: heldUntil
          ? t('The time is kept for you until {time}.', { time: formatTime(Date.parse(heldUntil), timeZone) })
          : undefined,
      }
    case 'expired':
      return {
        heading: t('This booking was not confirmed in time'),
        text: t('The time was given free again. If nobody else has taken it, you can still confirm it.'),
      }
    case 'scheduled':
      return { heading: may.rate ? t('Your meeting is over') : t('Your meeting') }
    case 'live':
      return { heading: t('Your meeting is taking place now') }
    case 'completed':
      return { heading: t('Your meeting is over') }
    case 'missed':
      return { heading: t('This meeting did not take place') }
    case 'cancelled_by_client':
      return { heading: t('You cancelled this meeting') }
    case 'cancelled_by_host':
      return { heading: t('{host} cancelled this meeting', { host: host.name }) }
  }
}

const wordsOfMoved = ({ email }: OwnBooking) => ({
  heading: t('Your meeting is moved'),
  text: email === null ? undefined : t('A confirmation is on its way to {email}.', { email }),
})

function furtherFacts({ message, reason, guests, answers }: OwnBooking): [string, string][] {
  const facts: [string, string][] = []
  if (guests.length > 0) facts.push([t('Guests'), formatList(guests.map(({ name }) => name))])
  for (const { label, value, isTick } of answers)
    if (!isTick || value === 'true') facts.push([label, isTick ? t('Yes') : value])
  if (message) facts.push([t('Message'), message])
  if (reason) facts.push([t('Reason'), reason])
  return facts
}

type ConfirmProps = { path: string; done: (booking: OwnBooking) => void; reopen: () => Promise<void> }

function Confirm({ path, done, reopen }: ConfirmProps) {
  const sending = useSending(async () => {
    try {
      done(await api.post<OwnBooking>(`${path}/confirmation`))
    } catch (error) {
      if (error instanceof ApiProblem && [404, 409, 410].includes(error.status)) await reopen()
      throw error
    }
  })
  const isTaken = sending.error instanceof ApiProblem && sending.error.code === 'slot_taken'
  if (isTaken)
    return (
      <div class="summary" role="alert">
        <p>{t('This time was taken by somebody else meanwhile. Please book another one.')}</p>
      </div>
    )
  return (
    <form onSubmit={sending.submit}>
      <SendButton sending={sending} label={t('Confirm this meeting')} />
    </form>
  )
}
