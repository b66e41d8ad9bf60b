import type { OpenDoor } from '../../src/features/slots/schema.ts'
import { Heading } from '../public/Heading.tsx'
import { t } from '../ui/language.ts'
import { useState } from 'preact/hooks'
import { writeChoice } from './choice.ts'
import { daysOf, nameOfDay } from './days.ts'
import type { FirstSlots } from './first.ts'
import { lengthAndPlace } from './words.ts'

type TypeStepProps = {
  door: OpenDoor
  first: FirstSlots[]
  zone: string
  /** What was chosen is not offered any more. */
  isGone: boolean
}

/** What can be booked here, when it is more than one thing. */
export function TypeStep({ door, first, zone, isGone }: TypeStepProps) {
  const [now] = useState(Date.now)
  const nextDay = (typeId: string) => {
    const known = first.find(each => each.typeId === typeId)
    return known && daysOf(known.slots, zone, Date.parse(known.to))[0]?.day
  }
  return (
    <>
      <Heading text={door.name} />
      {isGone && (
        <div class="summary" role="alert">
          <p>{t('What you chose is not offered any more. Please choose anew.')}</p>
        </div>
      )}
      <p class="text">{door.description || t('What would you like to meet about?')}</p>
      <ul class="cards">
        {door.meetingTypes.map(type => {
          const next = nextDay(type.id)
          return (
            <li key={type.id}>
              <a class="card" href={writeChoice({ typeId: type.id })}>
                <span class="card-name">{type.name}</span>
                <span class="small">{lengthAndPlace(type)}</span>
                {type.description && <span class="small text">{type.description}</span>}
                {next && <span class="small">{t('Next: {day}', { day: nameOfDay(next, zone, now) })}</span>}
              </a>
            </li>
          )
        })}
      </ul>
    </>
  )
}
