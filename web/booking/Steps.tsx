import { useEffect, useState } from 'preact/hooks'
import type { OpenDoor } from '../../src/features/slots/schema.ts'
import { t } from '../ui/language.ts'
import { announce } from './announce.ts'
import { type Choice, useChoice } from './choice.ts'
import { dayOf, ownZone } from './clock.ts'
import { dayAfter } from './days.ts'
import { DetailsStep } from './DetailsStep.tsx'
import { DonePage } from './DonePage.tsx'
import type { DoorType } from './fields.ts'
import type { FirstSlots } from './first.ts'
import { recall, remember } from './memory.ts'
import { TypeStep } from './TypeStep.tsx'
import { daysAtOnce } from './TimeChoice.tsx'
import { TimeStep } from './TimeStep.tsx'
import { type Asked, useSlots } from './useSlots.ts'

type StepsProps = {
  path: string
  door: OpenDoor
  first: FirstSlots[]
  /** Asks anew what can be booked, after it turned out to be otherwise. */
  reopen: () => Promise<void>
}

/** From what to when to who: each step is in the address, and what was typed is kept whatever happens. */
export function Steps({ path, door, first, reopen }: StepsProps) {
  const { choice: asked, go, replace } = useChoice()
  const [zone, setZone] = useState(() => recall(path).zone ?? ownZone())
  const [shown, setShown] = useState(daysAtOnce)
  const [taken, setTaken] = useState<string>()
  const type = typeOf(door, asked.typeId)
  const choice = offeredOf(asked, door, type)

  const booked = choice.isBooked ? recall(path).booked : null

  const askedOf = (typeId: string): Asked => ({
    path: `${path}/slots`,
    params: { meetingTypeId: typeId, durationMinutes: choice.durationMinutes, memberId: choice.memberId },
    windowDays: type?.windowDays,
  })
  const slots = useSlots(
    type && !booked ? askedOf(type.id) : null,
    zone,
    shown,
    type && givenOf(first, askedOf(type.id)),
  )
  useEffect(() => setShown(daysAtOnce), [type?.id, choice.durationMinutes, choice.memberId])

  const changeZone = (wanted: string) => {
    remember(path, { zone: wanted })
    setZone(wanted)
  }
  const chooseTime = (startsAt: string) => {
    setTaken(undefined)
    go({ ...choice, typeId: type?.id, startsAt })
  }
  /** Back to the times with what is free now; the form stays filled in. */
  const loseTime = (startsAt: string, fresh: string[]) => {
    const day = dayOf(Date.parse(startsAt), zone)
    const isOld = (start: string) => {
      const other = dayOf(Date.parse(start), zone)
      return other >= day && other < dayAfter(day, 7)
    }
    slots.replace(isOld, fresh)
    setTaken(startsAt)
    announce(t('This time was just taken. Please choose another one.'))
    replace({ ...choice, startsAt: undefined })
  }

  if (booked) return <DonePage booked={booked} organization={door.organization} again={() => go({})} />
  if (!type) {
    const isGone = choice.typeId !== undefined
    return <TypeStep door={door} first={first} zone={zone} isGone={isGone} />
  }
  if (choice.startsAt)
    return (
      <DetailsStep
        path={path}
        door={door}
        type={type}
        choice={{ ...choice, startsAt: choice.startsAt }}
        zone={zone}
        back={() => replace({ ...choice, startsAt: undefined })}
        onTaken={fresh => loseTime(choice.startsAt!, fresh)}
        onGone={reopen}
        onBooked={() => {
          slots.renew()
          replace({ typeId: type.id, isBooked: true })
        }}
      />
    )
  return (
    <TimeStep
      door={door}
      type={type}
      choice={choice}
      change={replace}
      back={hasOtherTypes(door) ? () => go({}) : undefined}
      times={{
        slots,
        shown,
        showMore: () => setShown(shown + daysAtOnce),
        zone,
        onZone: changeZone,
        onChoose: chooseTime,
        openAt: taken && dayOf(Date.parse(taken), zone),
      }}
      taken={taken}
    />
  )
}

/** What the page came with is of the type's usual length, with anyone. */
function givenOf(first: FirstSlots[], asked: Asked) {
  const { meetingTypeId, durationMinutes, memberId } = asked.params
  const answer = first.find(({ typeId }) => typeId === meetingTypeId)
  if (!answer || durationMinutes !== undefined || memberId !== undefined) return null
  return { asked, to: answer.to, answer }
}

/** The one chosen; else the only one, or the one that the address asks for. Nothing else takes the place of one that is gone. */
function typeOf(door: OpenDoor, typeId: string | undefined) {
  const { meetingTypes } = door
  if (typeId !== undefined) return meetingTypes.find(({ id }) => id === typeId)
  return meetingTypes.length === 1 ? meetingTypes[0] : typeAskedFor(door)
}

/** Without a person or a length that was offered when the address was made, and is not any more. */
function offeredOf(choice: Choice, { people }: OpenDoor, type: DoorType | undefined): Choice {
  const { memberId, durationMinutes, ...rest } = choice
  return {
    ...rest,
    ...(people?.some(({ id }) => id === memberId) && { memberId }),
    ...(type?.otherDurations.includes(durationMinutes ?? 0) && { durationMinutes }),
  }
}

/** `?type=`, by id or name: then there is nothing to choose. */
function typeAskedFor({ meetingTypes }: OpenDoor) {
  const wanted = new URLSearchParams(location.search).get('type')?.toLowerCase()
  return meetingTypes.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted)
}

const hasOtherTypes = (door: OpenDoor) => door.meetingTypes.length > 1 && !typeAskedFor(door)
