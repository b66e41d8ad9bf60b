import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type pg from 'pg'

type Value = string | number | null
export type Row = Value[]

type Connection = {
  stream: Writable
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  sendCopyFail(message: string): void
  endCopyFrom(): void
}

const chunkLength = 256 * 1024

/** `COPY … FROM STDIN` in pg's own terms: anything with `submit` may stand in its queue. */
class CopyIn {
  readonly done: Promise<void>
  #resolve!: () => void
  #reject!: (error: Error) => void
  readonly #text: string
  readonly #rows: Iterable<Row>

  constructor(text: string, rows: Iterable<Row>) {
    this.#text = text
    this.#rows = rows
    this.done = new Promise((resolve, reject) => ([this.#resolve, this.#reject] = [resolve, reject]))
  }

  submit(connection: Connection): void {
    connection.query(this.#text)
  }

  handleCopyInResponse(connection: Connection): void {
    this.#send(connection).catch((error: Error) => connection.sendCopyFail(error.message))
  }

  async #send(connection: Connection): Promise<void> {
    const send = async (text: string) => {
      connection.sendCopyFromChunk(Buffer.from(text))
      if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain')
    }
    let text = ''
    for (const row of this.#rows) {
      text += lineOf(row)
      if (text.length < chunkLength) continue
      await send(text)
      text = ''
    }
    await send(text)
    connection.endCopyFrom()
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#resolve()
  }

  handleError(error: Error): void {
    this.#reject(error)
  }
}

const lineOf = (row: Row) =>
  `${row.map(value => (value === null ? '\\N' : escape(String(value)))).join('\t')}\n`

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const escape = (text: string) => text.replace(/[\\\t\n\r]/g, character => escapes[character] ?? character)

/** Streams rows into a table, as fast as the database takes them. */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  columns: string[],
  rows: Iterable<Row>,
): Promise<void> {
  const copy = new CopyIn(`copy ${table} (${columns.join(', ')}) from stdin`, rows)
  client.query(copy as never)
  await copy.done
}
