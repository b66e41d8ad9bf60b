import { type RawBuilder, type SqlBool, sql } from 'kysely'

/**
 * The folded column (see app.fold) contains these words somewhere, whatever their case and accents. Escaped once folded,
 * since folding makes a wildcard of its full-width twin.
 */
export const containing = (column: string, words: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.ref(column)} like '%' || regexp_replace(app.fold(${words}), '([\\\\%_])', '\\\\\\1', 'g') || '%'`
