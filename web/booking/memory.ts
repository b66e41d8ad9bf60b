import type { Booking } from '../../src/features/meetings/schema/booking.ts'
import type { Answers } from '../public/checks.ts'
import { tabMemory } from '../public/memory.ts'
import { newKey } from '../ui/api.ts'

/** What the done page says, after a reload too. */
export type Booked = { booking: Booking; title: string; zone: string; email: string; phone: string | null }
type Memory = {
  /** The zone that was chosen; without one, that of the device. */
  zone: string | null
  /** What was typed, by field. */
  values: Answers
  guests: number
  booked: Booked | null
  /** What was sent last and under which key, so that sending it once more is no second booking. */
  sent: { body: string; key: string } | null
}

export const { recall, remember } = tabMemory<Memory>('booking', {
  zone: null,
  values: {},
  guests: 0,
  booked: null,
  sent: null,
})

/** The same while the same is sent. */
export function keyFor(address: string, what: unknown): string {
  const body = JSON.stringify(what)
  const { sent } = recall(address)
  if (sent?.body === body) return sent.key
  const key = newKey()
  remember(address, { sent: { body, key } })
  return key
}
