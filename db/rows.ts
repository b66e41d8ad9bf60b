import type { Insertable } from 'kysely'
import type pg from 'pg'
import type { DB } from './types.ts'

type AppTable = Exclude<keyof DB, 'rateLimit' | 'setup' | 'idempotency'>
type Login = { id: string; name: string; email: string; emailVerified: boolean }
type Credential = { id: string; accountId: string; providerId: string; userId: string; password: string }

/** Rows to be, table by table, as the builder of a cast collects them. */
export type Rows = { [T in AppTable]: Insertable<DB[T]>[] } & { login: Login[]; credential: Credential[] }

/** In the order in which foreign keys allow. */
const order = [
  'login',
  'credential',
  'organization',
  'member',
  'memberInvitation',
  'group',
  'groupLink',
  'membership',
  'flow',
  'flowVersion',
  'groupFlow',
  'client',
  'clientCc',
  'invite',
  'delivery',
  'journey',
  'journeyStep',
  'meetingType',
  'meetingTypeMember',
  'meetingTypeGroup',
  'openHours',
  'block',
  'calendar',
  'busy',
  'meeting',
  'meetingGuest',
  'formerGuest',
  'calendarEvent',
  'event',
] as const satisfies (keyof Rows)[]

export const noRows = (): Rows => Object.fromEntries(order.map(table => [table, []])) as unknown as Rows

const snake = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
const tableOf = (name: keyof Rows) =>
  `${name === 'login' || name === 'credential' ? 'auth' : 'app'}."${snake(name)}"`

/** Inserts as the database's owner, past every policy: for casts of tests and demo, never for requests. */
export async function insertRows(client: pg.ClientBase, rows: Rows): Promise<void> {
  for (const name of order) {
    const alike = Object.groupBy(rows[name] as object[], row => definedKeys(row).join())
    for (const [keys, group] of Object.entries(alike)) {
      const columns = keys.split(',').map(key => `"${snake(key)}"`)
      const given = (group ?? []).map(row =>
        Object.fromEntries(Object.entries(row).map(([key, value]) => [snake(key), value])),
      )
      await client.query(
        `insert into ${tableOf(name)} (${columns.join()})
         select ${columns.join()} from jsonb_populate_recordset(null::${tableOf(name)}, $1)`,
        [JSON.stringify(given)],
      )
    }
  }
}

/** A key that is not given takes the column's default, so rows go by the keys they have. */
const definedKeys = (row: object) =>
  Object.entries(row)
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key)
    .sort()
