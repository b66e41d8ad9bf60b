import { type RawBuilder, sql } from 'kysely'

/** What a row is about; see schema.ts. */
export type Key = { key: string; id: string | null; name: string | null }

/** The date of the day, the week's Monday or the month's first, by the clock of a zone. */
export const dayKey = (by: 'day' | 'week' | 'month', column: string, timeZone: string): RawBuilder<string> =>
  sql`to_char(date_trunc(${by}, ${sql.ref(column)} at time zone ${timeZone}), 'YYYY-MM-DD')`
