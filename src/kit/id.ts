import { v5, v7 } from 'uuid'

/** Ids grow with time, so that rows made together lie together in an index. Made here: PostgreSQL 15 cannot. */
export const newId = (): string => v7()

/** The same id for the same name within the same thing (RFC 9562, version 5): a retry names its letter as the first try did. */
export const idWithin = (thing: string, name: string): string => v5(name, thing)
