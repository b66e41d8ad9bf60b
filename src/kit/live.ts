import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** What the database tells every process; ids only. See db/migrations/0013_live.sql. */
export type Change =
  | { kind: 'client'; organizationId: string; clientId: string }
  /** Somebody's sight may have changed; null: anybody's. */
  | { kind: 'access'; organizationId: string; memberId: string | null }

const channels = { client_changed: 'client', access_changed: 'access' } as const

/** Changes from every process, by LISTEN on one session connection; it comes back by itself after a lost connection. */
export class Live {
  readonly #url: string
  readonly #changes = new EventEmitter<{ change: [Change]; gap: [] }>()
  #client: pg.Client | undefined
  #closed = false

  constructor(url: string) {
    this.#url = url
    this.#changes.setMaxListeners(0)
  }

  async open(): Promise<this> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'guildhall',
      keepAlive: true,
    })
    client.on('error', () => {})
    client.on('notification', ({ channel, payload }) => {
      const kind = channels[channel as keyof typeof channels]
      if (kind && payload) this.#changes.emit('change', { kind, ...JSON.parse(payload) } as Change)
    })
    try {
      await client.connect()
      for (const channel of Object.keys(channels)) await client.query(`listen ${channel}`)
    } catch (error) {
      void client.end().catch(() => {})
      throw error
    }
    // Only now: a client that could not connect ends too, and each end would begin one more loop of attempts.
    client.once('end', () => void this.#reopen())
    this.#client = client
    if (this.#closed) await client.end()
    return this
  }

  async #reopen(): Promise<void> {
    for (let pause = 100; !this.#closed; pause = Math.min(pause * 2, 5000)) {
      await sleep(pause)
      if (this.#closed) return
      try {
        await this.open()
        // What was said meanwhile is lost; whoever watches must look again.
        this.#changes.emit('gap')
        return
      } catch {
        // The database is still away: wait longer.
      }
    }
  }

  /** @returns a function that stops watching. */
  watch(organizationId: string, onChange: (change: Change) => void, onGap: () => void): () => void {
    const filtered = (change: Change) => {
      if (change.organizationId === organizationId) onChange(change)
    }
    this.#changes.on('change', filtered).on('gap', onGap)
    return () => void this.#changes.off('change', filtered).off('gap', onGap)
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#client?.end()
  }
}
