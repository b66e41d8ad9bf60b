import type { Minute } from './minutes.ts'

/** No zone has changed its clock and changed it back so soon: Recife's, in October 2000, took a week less an hour. */
const probeMinutes = 5 * 1440
const decadeMinutes = 730 * probeMinutes
/** Before and after these, a zone keeps the offset that it has there. */
const [earliest, latest] = [Date.UTC(1970, 0, 1) / 60_000, Date.UTC(2100, 0, 1) / 60_000]

/** @property at the first instant at which the offset is `after`. */
type Change = { at: Minute; before: number; after: number }

/**
 * How the wall clock of one zone runs. Intl is asked once for each decade that somebody looks at, and what it says is
 * kept as a table of numbers. Offsets are whole minutes, rounded down to what the clock shows in each: none has had seconds
 * since Liberia's in 1972.
 */
export class Zone {
  readonly name: string
  readonly #format: Intl.DateTimeFormat
  /** When the offset changes; each of `#offsets` holds until the change of its place, and the last one ever after. */
  #changes: Minute[] = []
  #offsets: number[]
  /** What the clock would show at each change if it were left alone. */
  #localChanges: Minute[] = []
  /** The table is complete in between. It begins where most questions lie. */
  #from: Minute = Date.UTC(2020, 0, 1) / 60_000
  #until: Minute = this.#from

  /** @throws RangeError for a name that is not in the IANA database. */
  constructor(name: string) {
    this.name = name
    this.#format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' })
    this.#offsets = [this.#askedOffset(this.#from)]
  }

  /** Minutes that the wall clock is ahead of UTC. */
  offsetAt(instant: Minute): number {
    this.#learn(instant)
    return this.#offsets[firstAbove(this.#changes, instant)] ?? 0
  }

  /** What the wall clock shows. */
  localOf(instant: Minute): Minute {
    return instant + this.offsetAt(instant)
  }

  /** Until when at least the wall clock is not changed. */
  steadyUntil(instant: Minute): Minute {
    this.#learn(instant + 1)
    const change = this.#changes[firstAbove(this.#changes, instant)]
    return change ?? (this.#until < latest ? this.#until : Infinity)
  }

  /**
   * When the wall clock shows a reading for the first time; where it is put forward over it, the first instant after.
   * A later reading is never at an earlier instant.
   */
  instantOf(local: Minute): Minute {
    this.#learn(local - 1440)
    this.#learn(local + 1440)
    const place = firstAbove(this.#localChanges, local)
    return Math.max(local - (this.#offsets[place] ?? 0), this.#changes[place - 1] ?? -Infinity)
  }

  #learn(instant: Minute): void {
    while (instant > this.#until && this.#until < latest) {
      const end = Math.min(this.#until + decadeMinutes, latest)
      const found = this.#changesBetween(this.#until, end)
      this.#changes.push(...found.map(({ at }) => at))
      this.#localChanges.push(...found.map(({ at, before }) => at + before))
      this.#offsets.push(...found.map(({ after }) => after))
      this.#until = end
    }
    while (instant < this.#from && this.#from > earliest) {
      const start = Math.max(this.#from - decadeMinutes, earliest)
      const found = this.#changesBetween(start, this.#from)
      this.#changes.unshift(...found.map(({ at }) => at))
      this.#localChanges.unshift(...found.map(({ at, before }) => at + before))
      this.#offsets.unshift(...found.map(({ before }) => before))
      this.#from = start
    }
  }

  #changesBetween(from: Minute, to: Minute): Change[] {
    const changes: Change[] = []
    let before = this.#askedOffset(from)
    for (let low = from; low < to;) {
      const high = Math.min(low + probeMinutes, to)
      if (this.#askedOffset(high) === before) {
        low = high
        continue
      }
      const at = this.#firstChange(low, high, before)
      const after = this.#askedOffset(at)
      changes.push({ at, before, after })
      ;[low, before] = [at, after]
    }
    return changes
  }

  /** The first instant after `low` with another offset than `before`, which `high` has. */
  #firstChange(low: Minute, high: Minute, before: number): Minute {
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (this.#askedOffset(middle) === before) low = middle
      else high = middle
    }
    return high
  }

  #askedOffset(instant: Minute): number {
    const said = this.#format.format(instant * 60_000)
    const [, sign, ...parts] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(said) ?? []
    const [hours = 0, minutes = 0, seconds = 0] = parts.map(part => Number(part ?? 0))
    const ahead = hours * 60 + minutes + seconds / 60
    return Math.floor(sign === '-' ? -ahead : ahead)
  }
}

/** How a wall clock runs, whoever says so. */
export type Clock = Pick<Zone, 'localOf' | 'instantOf'>

/** The place of the first of sorted numbers that is more than one, or their count. */
export function firstAbove(numbers: readonly number[], one: number): number {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) > one) high = middle
    else low = middle + 1
  }
  return low
}

const zones = new Map<string, Zone>()

/**
 * @param name of the IANA database, as "Europe/Berlin".
 * @throws RangeError for a name that is not in it.
 */
export function zoneNamed(name: string): Zone {
  const known = zones.get(name)
  if (known !== undefined) return known
  const zone = new Zone(name)
  zones.set(name, zone)
  return zone
}

/** Offsets as "+05:30", which Intl takes for zones too, are none: PostgreSQL reads their sign the other way. */
export function isZoneName(name: string): boolean {
  if (!/^[a-z]/i.test(name)) return false
  try {
    zoneNamed(name)
    return true
  } catch {
    return false
  }
}
