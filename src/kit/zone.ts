import type { Minute } from './minutes.ts'

/** Between two that are this far apart, no zone has changed its clock and changed it back. */
const probeMinutes = 7 * 1440
const blockMinutes = 520 * probeMinutes
const earliest: Minute = 0
/** The start of 2100: beyond, as before 1970, a zone keeps the offset it has there. */
const latest: Minute = Date.UTC(2100, 0, 1) / 60_000

/**
 * How one zone's wall clock runs. Intl is asked once for each decade that somebody looks at, and the answers are
 * kept as numbers. Offsets are whole minutes, cut off towards zero: none has had seconds since Liberia's in 1972.
 */
export class Zone {
  readonly name: string
  readonly #format: Intl.DateTimeFormat
  /** Where each offset begins to hold; the first holds from ever before. */
  readonly #starts: Minute[] = [earliest]
  readonly #offsets: number[]
  /** The reading at which each offset stops, by that offset's own clock; the last never does. */
  readonly #localEnds: Minute[] = [Infinity]
  #known: Minute = earliest

  constructor(name: string) {
    this.name = name
    this.#format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' })
    this.#offsets = [this.#askedOffset(earliest)]
  }

  /** Minutes that the wall clock is ahead of UTC. */
  offsetAt(instant: Minute): number {
    return this.#offsets[this.#segmentAt(instant)] ?? 0
  }

  /** What the wall clock shows at an instant. */
  localOf(instant: Minute): Minute {
    return instant + this.offsetAt(instant)
  }

  /** When the wall clock is next changed after an instant; Infinity where it is not until 2100. */
  nextChange(instant: Minute): Minute {
    this.#learn(instant + blockMinutes)
    return this.#starts[this.#segmentAt(instant) + 1] ?? Infinity
  }

  /**
   * When the wall clock shows a reading: for the first time, where it does twice, and the first instant after,
   * where the clock was put forward over it. Later readings are never at an earlier instant.
   */
  instantOf(local: Minute): Minute {
    this.#learn(local + 2 * 1440)
    const ends = this.#localEnds
    let [low, high] = [0, ends.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ends[middle] ?? 0) > local) high = middle
      else low = middle + 1
    }
    const instant = local - (this.#offsets[low] ?? 0)
    return low === 0 ? instant : Math.max(instant, this.#starts[low] ?? 0)
  }

  #segmentAt(instant: Minute): number {
    this.#learn(instant)
    const starts = this.#starts
    let [low, high] = [0, starts.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= instant) low = middle
      else high = middle - 1
    }
    return low
  }

  #learn(until: Minute): void {
    while (this.#known < until && this.#known < latest) {
      const end = Math.min(this.#known + blockMinutes, latest)
      for (let at = this.#known; at < end; at += probeMinutes)
        this.#probe(at, Math.min(at + probeMinutes, end))
      this.#known = end
    }
  }

  /** Keeps the change between two instants, if there is one: `from` is known, `to` is asked. */
  #probe(from: Minute, to: Minute): void {
    const before = this.#offsets.at(-1) ?? 0
    const after = this.#askedOffset(to)
    if (after === before) return
    let [low, high] = [from, to]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (this.#askedOffset(middle) === before) low = middle
      else high = middle
    }
    this.#localEnds[this.#localEnds.length - 1] = high + before
    this.#starts.push(high)
    this.#offsets.push(this.#askedOffset(high))
    this.#localEnds.push(Infinity)
    if (high < to) this.#probe(high, to)
  }

  #askedOffset(instant: Minute): number {
    const [, sign, hours = 0, minutes = 0] =
      /GMT([+-])(\d\d):(\d\d)/.exec(this.#format.format(instant * 60_000)) ?? []
    const offset = Number(hours) * 60 + Number(minutes)
    return sign === '-' ? -offset : offset
  }
}

const zones = new Map<string, Zone>()

/**
 * @param name of the IANA database, as "Europe/Berlin".
 * @throws RangeError for a name that is not in it.
 */
export function zoneNamed(name: string): Zone {
  let zone = zones.get(name)
  if (zone === undefined) zones.set(name, (zone = new Zone(name)))
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
