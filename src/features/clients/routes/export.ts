import { once } from 'node:events'
import { stringify } from 'csv-stringify'
import { streamingRoute, type Stream } from '../../../http/route.ts'
import { Problem } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import { listClients } from '../queries/list.ts'
import { ClientCsv, ClientFilter, type ClientItem } from '../schema.ts'

const pageSize = 500

/** Named as the columns of an import. */
const columns: Record<string, (client: ClientItem) => string | null | undefined> = {
  id: client => client.id,
  first_name: client => client.firstName,
  last_name: client => client.lastName,
  email: client => client.email,
  phone: client => client.phone,
  external_id: client => client.externalId,
  language: client => client.language,
  status: client => client.status,
  group: client => client.groupLabel,
  flow: client => client.flow?.name,
  invited_by: client => client.invitedBy?.name,
  origin: client => client.origin,
  created_at: client => client.createdAt,
  last_activity_at: client => client.lastActivityAt,
}

/** The rows of the list as a file, page by page, each page asked for as whoever the session is by then. */
async function exportClients({ asActor, query, reply }: Stream<typeof ClientFilter>) {
  const page = (cursor: string | undefined) =>
    asActor((db, actor) => listClients(db, actor, { ...query, limit: pageSize, cursor }))
  let found = await page(undefined)
  if (!found) throw new Problem('unauthenticated', say('Sign in, then try again.'))
  // A byte order mark, or Excel reads UTF-8 as something else; formulas escaped, or a name could run in it.
  const csv = stringify({ header: true, columns: Object.keys(columns), bom: true, escape_formulas: true })
  const hasLeft = new Promise<'left'>(resolve => csv.once('close', () => resolve('left')))
  void reply
    .type('text/csv; charset=utf-8')
    .header(
      'content-disposition',
      `attachment; filename="clients-${new Date().toISOString().slice(0, 10)}.csv"`,
    )
    .send(csv)
  for (;;) {
    for (const client of found.items) {
      const hasRoom = csv.write(Object.values(columns).map(column => column(client) ?? ''))
      if (!hasRoom && (await Promise.race([once(csv, 'drain'), hasLeft])) === 'left') return
    }
    if (!found.next) return void csv.end()
    found = await page(found.next)
    // A file that stops in the middle must not look like a whole one.
    if (!found) return void csv.destroy(new Error('The session ended during an export.'))
  }
}

export const exportRoute = streamingRoute(
  'GET /clients/export.csv',
  'clients.export',
  { about: 'The list as a CSV file, under the same filters.', query: ClientFilter, answer: ClientCsv },
  exportClients,
)
