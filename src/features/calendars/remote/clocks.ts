import type ICAL from 'ical.js'
import type { Interval, Minute } from '../../../kit/minutes.ts'
import { type Clock, isZoneName, type Zone, zoneNamed } from '../../../kit/zone.ts'
import { DefinedClock } from './defined-clock.ts'
import type { Effort } from './effort.ts'
import type { Written } from './written.ts'

/** What a zone costs that was not asked before, see kit/zone.ts. */
const stepsOfZone = 5_000

/** The clocks of one calendar. */
export class Clocks {
  /** For dates and for times that name no clock. */
  readonly own: Zone
  readonly #definitions: Map<string, ICAL.Component>
  readonly #named = new Map<string, Clock>()
  readonly #asked: Interval
  readonly #effort: Effort

  /**
   * @param definitions the calendar's own (VTIMEZONE).
   * @param asked the time for which clocks that the calendar defines must be right.
   */
  constructor(definitions: readonly ICAL.Component[], own: Zone, asked: Interval, effort: Effort) {
    this.own = own
    this.#definitions = new Map(
      definitions.map(definition => [String(definition.getFirstPropertyValue('tzid')), definition]),
    )
    this.#asked = asked
    this.#effort = effort
  }

  of({ isDate, isUtc, tzid }: Written): Clock {
    if (isUtc) return zoneNamed('UTC')
    return isDate || tzid === undefined ? this.own : this.#clockNamed(tzid)
  }

  instantOf(written: Written): Minute {
    return this.of(written).instantOf(written.reading)
  }

  #clockNamed(tzid: string): Clock {
    const known = this.#named.get(tzid)
    if (known !== undefined) return known
    this.#effort.spend(stepsOfZone)
    const clock = this.#found(tzid)
    this.#named.set(tzid, clock)
    return clock
  }

  /** A place is better known to us than to the file; a name such as "EST" or "W. Europe Standard Time" is what it says. */
  #found(tzid: string): Clock {
    const definition = this.#definitions.get(tzid)
    const place = [tzid, String(definition?.getFirstPropertyValue('x-lic-location'))].find(isPlace)
    if (place !== undefined) return zoneNamed(place)
    if (definition?.getFirstSubcomponent()) return new DefinedClock(definition, this.#asked, this.#effort)
    return isZoneName(tzid) ? zoneNamed(tzid) : this.own
  }
}

const isPlace = (name: string) => name.includes('/') && isZoneName(name)
