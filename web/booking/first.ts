import type { OwnBooking } from '../../src/features/meetings/schema/booking.ts'
import type { OpenDoor, Slots } from '../../src/features/slots/schema.ts'

/** Free starts of one type between two instants, as the page came with them. */
export type FirstSlots = Slots & { typeId: string; from: string; to: string }
export type FirstDoor = { language: string; door: OpenDoor; slots: FirstSlots[] }
export type FirstBooking = { language: string; booking: OwnBooking }

/**
 * What the server put into the page, so that nothing has to be fetched before it is shown; null where what it shows is all
 * there is.
 */
export function readFirst(): FirstDoor | FirstBooking | null {
  const text = document.getElementById('first')?.textContent
  return text ? (JSON.parse(text) as FirstDoor | FirstBooking) : null
}
