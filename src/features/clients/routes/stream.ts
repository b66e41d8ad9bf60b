import { setTimeout as sleep } from 'node:timers/promises'
import type { Member } from '../../../access/actor.ts'
import { streamingRoute, type Stream } from '../../../http/route.ts'
import { EventStream } from '../../../http/stream.ts'
import type { Change } from '../../../kit/live.ts'
import { listChanged } from '../queries/list.ts'
import { ClientEvents, ClientFilter } from '../schema.ts'

/** A burst of changes, such as an import, is one look at the database. */
const gatherMs = 100
/** More changes than this at once are not told one by one: the reader loads the page again. */
const mostAtOnce = 200

/** What has changed since the last look, gathered while a look is under way. */
class Pending {
  readonly ids = new Set<string>()
  /** Rows may have come or gone without a change of their own, or a change was missed. */
  mustLoadAgain = false
  #wake: () => void = () => {}

  add(change: Change, actor: Member): void {
    if (change.kind === 'client') this.ids.add(change.clientId)
    else if (change.memberId === null || change.memberId === actor.memberId) this.mustLoadAgain = true
    else return
    if (this.ids.size > mostAtOnce) this.loadAgain()
    this.#wake()
  }

  loadAgain(): void {
    this.mustLoadAgain = true
    this.ids.clear()
    this.#wake()
  }

  /** Asks for a look even where nothing has changed: session or stream may have ended. */
  wake(): void {
    this.#wake()
  }

  /** Answers when there is something to look at, or somebody asks for a look. */
  async next(signal: AbortSignal): Promise<{ ids: string[]; mustLoadAgain: boolean }> {
    if (this.ids.size === 0 && !this.mustLoadAgain)
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    this.#wake = () => {}
    await sleep(gatherMs, undefined, { signal }).catch(() => {})
    const taken = { ids: [...this.ids], mustLoadAgain: this.mustLoadAgain }
    this.ids.clear()
    this.mustLoadAgain = false
    return taken
  }
}

/**
 * Server-sent events: `client` is a row that changed and passes the filter, `left` the id of one that no longer does,
 * `access` says that the reader may see other rows than before, and should load the list again. Each row is asked for as
 * whoever the session is by then.
 */
async function streamClients({
  asActor,
  actor,
  query,
  program,
  request,
  reply,
}: Stream<typeof ClientFilter>) {
  const pending = new Pending()
  const stop = program.live.watch(
    actor.organizationId,
    change => pending.add(change, actor),
    () => pending.loadAgain(),
  )
  const stream = new EventStream(request, reply, () => pending.wake())
  stream.ended.addEventListener('abort', () => pending.wake())
  try {
    while (!stream.ended.aborted) {
      const { ids, mustLoadAgain } = await pending.next(stream.ended)
      if (stream.ended.aborted) return
      const seen = await asActor((db, now) => listChanged(db, now, query, ids))
      if (!seen) return
      if (mustLoadAgain) await stream.send('access', {})
      for (const item of seen.items) await stream.send('client', item)
      for (const id of seen.left) await stream.send('left', { id })
    }
  } catch (error) {
    // The reader's browser connects again by itself, and then loads the list.
    program.log.warn({ err: error }, 'A stream ended early')
  } finally {
    stop()
    stream.end()
  }
}

export const streamRoute = streamingRoute(
  'GET /clients/stream',
  'clients.read',
  {
    about:
      'Server-sent events: `client` with a row that changed, `left` with the id of one that no longer passes the filter, `access` when the list should be loaded again.',
    query: ClientFilter,
    answer: ClientEvents,
  },
  streamClients,
)
