import { useState } from 'preact/hooks'
import type { Booking, BookingRequest } from '../../src/features/meetings/schema/booking.ts'
import type { OpenDoor } from '../../src/features/slots/schema.ts'
import type { Answers } from '../public/checks.ts'
import { FaultSummary } from '../public/FaultSummary.tsx'
import { FieldInput } from '../public/FieldInput.tsx'
import { Heading } from '../public/Heading.tsx'
import { SendButton } from '../public/SendButton.tsx'
import { useForm } from '../public/useForm.ts'
import { api, ApiProblem } from '../ui/api.ts'
import { language, t } from '../ui/language.ts'
import { BackButton } from './BackButton.tsx'
import type { Choice } from './choice.ts'
import { Facts } from './Facts.tsx'
import { Guests } from './Guests.tsx'
import { type DoorType, fieldOf, fieldsOf, prefilled, sentOf } from './fields.ts'
import { keyFor, recall, remember } from './memory.ts'
import { placeName } from './words.ts'

type DetailsStepProps = {
  path: string
  door: OpenDoor
  type: DoorType
  choice: Choice & { startsAt: string }
  zone: string
  back: () => void
  /** Somebody was faster; these are the starts that are free in the week of it. */
  onTaken: (fresh: string[]) => void
  /** What was chosen is not offered any more. */
  onGone: () => Promise<void>
  onBooked: () => void
}

export function DetailsStep(props: DetailsStepProps) {
  const { path, door, type, choice, zone, back } = props
  const [guests, setGuests] = useState(() => Math.min(recall(path).guests, type.maxGuests))
  const fields = fieldsOf(type, guests)
  const { values, faults, attempts, change, sending } = useForm({
    fields,
    start: () => ({ ...prefilled(location.search, type), ...recall(path).values }),
    keep: changed => remember(path, { values: changed }),
    keyOf: pointer => fieldOf(pointer, type, sentOf(type, guests, recall(path).values).answers),
    send: answers => book(props, guests, answers),
  })
  const person = door.people?.find(({ id }) => id === choice.memberId)
  const minutes = choice.durationMinutes ?? type.durationMinutes
  const setCount = (count: number) => {
    remember(path, { guests: count })
    setGuests(count)
  }
  return (
    <>
      <BackButton onClick={back} />
      <Heading text={t('Your details')} />
      <div class="chosen">
        <p class="card-name">{type.name}</p>
        <Facts
          startsAt={choice.startsAt}
          endsAt={endOf(choice.startsAt, minutes)}
          zone={zone}
          host={person?.name}
          where={placeName(type.place)}
        />
      </div>
      <form class="stack" onSubmit={sending.submit} noValidate>
        <FaultSummary {...{ fields, faults, attempts }} />
        {fields.map(field => (
          <FieldInput
            key={field.key}
            field={field}
            language={field.key.startsWith('answers/') ? door.organization.language : language()}
            value={values[field.key] ?? ''}
            fault={faults[field.key]}
            onChange={value => change(field.key, value)}
          />
        ))}
        <Guests count={guests} most={type.maxGuests} setCount={setCount} />
        {type.recording !== 'off' && (
          <p class="small text">
            {t('This meeting may be recorded. You are asked before it is.')}
            {type.consent && ` ${type.consent}`}
          </p>
        )}
        <SendButton sending={sending} label={t('Book')} />
      </form>
    </>
  )
}

async function book(
  { path, type, choice, zone, ...then }: DetailsStepProps,
  guests: number,
  values: Answers,
) {
  const body: BookingRequest = {
    meetingTypeId: type.id,
    startsAt: choice.startsAt,
    ...(choice.durationMinutes && { durationMinutes: choice.durationMinutes }),
    ...(choice.memberId && { memberId: choice.memberId }),
    ...sentOf(type, guests, values),
    timeZone: zone,
    language: language(),
  }
  try {
    const booking = await api.create<Booking>(`${path}/meetings`, body, {
      idempotencyKey: keyFor(path, body),
    })
    remember(path, {
      sent: null,
      booked: { booking, title: type.name, zone, email: body.email, phone: body.phone ?? null },
    })
    then.onBooked()
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    if (error.code === 'slot_taken') return then.onTaken((error.rest.slots as string[] | undefined) ?? [])
    const isAbout = (pointers: RegExp) => error.errors.some(({ pointer }) => pointers.test(pointer))
    const isTimeGone = isAbout(/^\/(startsAt|durationMinutes|memberId)$/)
    if (![404, 410].includes(error.status) && !isAbout(/^\/meetingTypeId$/) && !isTimeGone) throw error
    await then.onGone()
    if (isTimeGone) then.onTaken([])
  }
}

const endOf = (startsAt: string, minutes: number) =>
  new Date(Date.parse(startsAt) + minutes * 60_000).toISOString()
