import { createHash } from 'node:crypto'
import pg from 'pg'
import { newestClients } from '../src/access/newest-clients.ts'
import { Measured } from './actors.ts'
import { copyRows, type Row } from './copy.ts'
import type { Cluster, Loaded } from './databases.ts'
import { timingOf } from './measure.ts'
import type { BenchMember } from './population.ts'
import { cookieOf, withServer } from './processes.ts'

export type Changes = {
  /** Milliseconds of the whole request that invites 5,000 pasted addresses into a group, and of COPY of the rows it made. */
  paste: { ms: number; copyMs: number; lines: number }
  /** Milliseconds of the whole request that deletes the largest group. */
  deletion: { ms: number; clients: number; areListsUnchanged: boolean }
}

/** Changes that touch many rows, over HTTP, in a copy of a population that is dropped afterwards. */
export async function measureChanges(cluster: Cluster, loaded: Loaded, lines: number): Promise<Changes> {
  const urls = await cluster.copy(loaded, 'changes')
  const { organizationId, members, groupIds, largeGroupId } = loaded.population
  const admin = members.find(each => each.kind === 'admin') as BenchMember
  const client = new pg.Client({ connectionString: urls.superuser })
  await client.connect()
  try {
    return await withServer('program', { urls, organizationId }, async address => {
      const post = async (path: string, body: unknown) => {
        const begin = performance.now()
        const answer = await fetch(`${address}/api/v1${path}`, {
          method: 'POST',
          headers: { cookie: cookieOf(admin), 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        const text = await answer.text()
        if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${text}`)
        return performance.now() - begin
      }
      const addresses = Array.from({ length: lines }, (_, n) => `New Member ${n} <new${n}@bank.example>`)
      const asked = { addresses: addresses.join('\n'), role: 'operations', groupIds: [groupIds[9]] }
      await post('/members/invitations', { ...asked, addresses: 'first@bank.example' })
      const ms = await post('/members/invitations', asked)
      const copyMs = await timeCopy(client, lines)

      const counted = await client.query<{ count: number }>(
        'select count(*)::integer as count from app.client where group_id = $1',
        [largeGroupId],
      )
      const watchers = watchersOf(loaded)
      const before = await seenBy(urls.app, watchers)
      const times: number[] = []
      for (let run = 0; run < 5; run++) {
        if (run > 0) await post(`/groups/${largeGroupId}/restoration`, {})
        times.push(await post(`/groups/${largeGroupId}/deletion`, { confirmApiKeyIds: [] }))
      }
      return {
        paste: { ms, copyMs, lines },
        deletion: {
          ms: timingOf(times).p50,
          clients: counted.rows[0]?.count ?? 0,
          areListsUnchanged: before === (await seenBy(urls.app, watchers)),
        },
      }
    })
  } finally {
    await client.end()
    await cluster.drop('changes')
  }
}

/** COPY of the very rows that the paste made, into the same tables with their indexes, keys and triggers. */
async function timeCopy(client: pg.Client, lines: number): Promise<number> {
  const mine = `select id from app.member where email ~ '^new[0-9]+@bank'`
  const made = []
  for (const [table, key] of [
    ['member', 'id'],
    ['member_invitation', 'member_id'],
    ['membership', 'member_id'],
  ]) {
    const { rows: columns } = await client.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [`app.${table}`],
    )
    const names = columns.map(column => column.name)
    const { rows } = await client.query<Row>({
      text: `select ${names.map(name => `${name}::text`).join(', ')} from app.${table} where ${key} in (${mine})`,
      rowMode: 'array',
    } as never)
    if (rows.length !== lines) throw new Error(`The paste made ${rows.length} rows of ${table}.`)
    made.push({ table: `app.${table}`, key, names, rows })
  }
  const [{ rows: members } = { rows: [] }] = made
  const ids = members.map(([, id]) => id)
  await client.query('begin; set local session_replication_role = replica')
  for (const { table, key } of made.toReversed())
    await client.query(`delete from ${table} where ${key} = any ($1::uuid[])`, [ids])
  await client.query('commit')
  const begin = performance.now()
  await client.query('begin')
  for (const { table, names, rows } of made) await copyRows(client, table, names, rows)
  await client.query('commit')
  return performance.now() - begin
}

/** One member of every kind, and three of the large group. */
const watchersOf = ({ population: { members } }: Loaded): BenchMember[] => [
  ...new Map(members.filter(each => each.kind).map(each => [each.kind, each])).values(),
  ...members.filter(each => each.groups.includes(0)).slice(0, 3),
]

async function seenBy(appUrl: string, members: BenchMember[]): Promise<string> {
  const measured = new Measured(appUrl)
  const hash = createHash('sha256')
  for (const member of members)
    await measured.as(member, async (db, actor) => {
      const { rows } = await newestClients(actor, { limit: 200_000 }).execute(db)
      for (const { id } of rows) hash.update(id)
    })
  await measured.database.destroy()
  return hash.digest('hex')
}
