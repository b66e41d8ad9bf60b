import type { BookedPlace } from '../../src/features/meetings/schema/booking.ts'
import { whereOf } from './words.ts'

/** Where it takes place, as a link where it is one. */
export function Place({ place, phone }: { place: BookedPlace; phone: string | null }) {
  const where = whereOf(place, phone)
  if (place.kind !== 'url' || !/^https?:/.test(place.text)) return <>{where}</>
  return (
    <a href={place.text} rel="noreferrer">
      {where}
    </a>
  )
}
