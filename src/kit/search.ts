import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** The folded column (see app.fold) contains these words somewhere, whatever their case and accents. */
export const containing = (column: string, words: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.ref(column)} like '%' || app.fold(${words.replace(/[\\%_]/g, '\\$&')}) || '%'`
