import { z } from 'zod'
import { invalid } from './errors.ts'
import { say } from './sentence.ts'

const Place = z.tuple([z.string().regex(/^[^\0]*$/), z.uuid()])
/** Where a list goes on: after the row with this sort key and id. */
export type Place = z.infer<typeof Place>

/** Opaque outside: clients hand it back as they got it. */
const cursorAt = (...place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url')

/** @throws Problem `invalid` at /cursor for anything that is not a cursor of ours. */
export function placeAt(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined
  const place = Place.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString('utf8')))
  if (!place.success)
    throw invalid([{ pointer: '/cursor', detail: say('Use the cursor of the last answer as it is.') }])
  return place.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The page and the cursor to its next, of rows that were read one further than `limit`.
 * @param placeOf the sort key and id of a row.
 */
export function pageOf<Row>(rows: readonly Row[], limit: number, placeOf: (row: Row) => Place) {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { page, next: rows.length > limit && last !== undefined ? cursorAt(...placeOf(last)) : null }
}
