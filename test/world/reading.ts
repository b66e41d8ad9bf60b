import { sql } from 'kysely'
import type { Member } from '../../src/access/actor.ts'
import { newestClients, type Place } from '../../src/access/newest-clients.ts'
import { clientsFor } from '../../src/access/visibility.ts'
import type { Db } from '../../src/kit/db.ts'

/** Every way to the ids of clients that the code has; they must all answer the same. */
export const waysToClients = {
  'a raw select': async db => ids(await sql<Row>`select id from app.client`.execute(db)),
  'the predicate': async (db, actor) =>
    ids(await sql<Row>`select id from app.client where ${clientsFor(actor)}`.execute(db)),
  'the list, page by page': walkPages,
  'the list in one page': async (db, actor) =>
    ids(await sql<Row>`${newestClients(actor, { limit: 1000 })}`.execute(db)),
  'the count': async (db, actor) =>
    ids(await sql<Row>`${newestClients(actor, { limit: 1000, inAnyOrder: true })}`.execute(db)),
  'an empty search': async db =>
    ids(await sql<Row>`select id from app.search_clients('', '{}', null, null, 1000)`.execute(db)),
  'a search page by page': searchPages,
  'an audience that is not empty': async db =>
    ids(
      await sql<Row>`select c.id from app.client c where exists (select from app.audience(c.id))`.execute(db),
    ),
} satisfies Record<string, (db: Db, actor: Member) => Promise<string[]>>

type Row = { id: string }
const ids = ({ rows }: { rows: Row[] }) => rows.map(row => row.id)
const pageSize = 3

async function walkPages(db: Db, actor: Member): Promise<string[]> {
  const found: string[] = []
  for (let after: Place | undefined; ;) {
    const { rows } = await sql<{ createdAt: Date; id: string }>`${newestClients(actor, {
      limit: pageSize,
      ...(after && { after }),
    })}`.execute(db)
    found.push(...rows.map(row => row.id))
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return found
    after = { at: last.createdAt.toISOString(), id: last.id }
  }
}

async function searchPages(db: Db): Promise<string[]> {
  const found: string[] = []
  for (let after: { createdAt: Date; id: string } | undefined; ;) {
    const { rows } = await sql<{ createdAt: Date; id: string }>`select id, created_at from app.search_clients(
      '', '{}', ${after?.createdAt ?? null}, ${after?.id ?? null}, ${pageSize})`.execute(db)
    found.push(...rows.map(row => row.id))
    after = rows.at(-1)
    if (!after || rows.length < pageSize) return found
  }
}

/** Who sees a client, asked as whoever `db` was entered by. */
export async function audienceOf(
  db: Db,
  clientId: string,
): Promise<{ memberId: string; because: string[] }[]> {
  const { rows } = await sql<{ memberId: string; because: string[] }>`
    select member_id, because from app.audience(${clientId})`.execute(db)
  return rows
}

/** Table by table, the keys of every row that a raw select answers. */
export async function readEverything(db: Db): Promise<Record<string, string[]>> {
  const { rows } = await sql<{ everything: Record<string, string[] | null> }>`select json_build_object(
    ${sql.join(Object.entries(keys).flatMap(([table, key]) => [sql.lit(table), sql`(select json_agg(${sql.raw(key)}) from ${sql.table(table)})`]))}
  ) as everything`.execute(db)
  return Object.fromEntries(
    Object.entries(rows[0]?.everything ?? {}).map(([table, found]) => [table, found ?? []]),
  )
}

const keys = {
  organization: 'id',
  member: 'id',
  memberInvitation: 'id',
  group: 'id',
  groupLink: 'link',
  membership: `group_id || ' ' || member_id`,
  flow: 'id',
  flowVersion: 'flow_id',
  groupFlow: `group_id || ' ' || flow_id`,
  client: 'id',
  clientCc: `client_id || ' ' || member_id`,
  invite: 'id',
  delivery: 'id',
  journey: 'id',
  journeyStep: `journey_id || ' ' || key`,
  event: 'id',
  meetingType: 'id',
  meetingTypeMember: `meeting_type_id || ' ' || member_id`,
  meetingTypeGroup: `meeting_type_id || ' ' || group_id`,
  openHours: 'member_id',
  block: 'id',
  calendar: 'id',
  busy: `calendar_id || ' ' || member_id`,
  meeting: 'id',
  meetingGuest: 'id',
  formerGuest: 'id',
  calendarEvent: 'meeting_id',
}
