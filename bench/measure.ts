import type pg from 'pg'

export type Timing = { p50: number; p95: number; runs: number }

export function timingOf(times: number[]): Timing {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return { p50: at(0.5), p95: at(0.95), runs: sorted.length }
}

/**
 * Milliseconds that statements take inside the database, planning included, as PostgreSQL itself says with log_duration:
 * what this program and the socket add is not in them.
 */
export class Meter {
  #spent = 0

  /** Watches every connection of a pool that is yet to connect. */
  constructor(pool: pg.Pool) {
    pool.on('connect', client => {
      client.on('notice', ({ message }) => {
        const [, ms] = /^duration: ([\d.]+) ms/.exec(message ?? '') ?? []
        if (ms) this.#spent += Number(ms)
      })
      void client.query('set log_min_messages = fatal; set client_min_messages = log; set log_duration = on')
    })
  }

  async time(work: () => Promise<unknown>): Promise<number> {
    this.#spent = 0
    await work()
    return this.#spent
  }
}

/** Lets the app's role say `set log_duration`, which is a superuser's, in the bench's own cluster. */
export const allowMeter = `grant set on parameter log_duration, log_min_messages to guildhall_app, guildhall_owner`
