import { setImmediate as breathe } from 'node:timers/promises'
import { CalendarError } from './calendar.ts'

/** Over one calendar, in days and times that are looked at: a few seconds. */
const most = 5_000_000
const atOnce = 20_000

/** What reading a calendar has cost, so that one that somebody made to cost more ends, and none holds up others. */
export class Effort {
  #spent = 0
  #rested = 0

  /** @throws CalendarError `too_many`. */
  spend(steps: number): void {
    this.#spent += steps
    if (this.#spent > most) throw new CalendarError('too_many')
  }

  /** Lets others go first, now and then. */
  async rest(): Promise<void> {
    if (this.#spent - this.#rested < atOnce) return
    this.#rested = this.#spent
    await breathe()
  }
}
