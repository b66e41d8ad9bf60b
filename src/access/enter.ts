import { sql } from 'kysely'
import type { Database, Db } from '../kit/db.ts'
import { transact } from '../kit/db.ts'
import type { Jobs } from '../kit/jobs.ts'
import type { Actor, Booker, Client, Member, System } from './actor.ts'

/** What somebody shows at the door; see app.enter for each kind. Hashes are SHA-256, base64url. */
export type Credential =
  | { kind: 'session'; hash: string }
  | { kind: 'invite_link'; hash: string }
  | { kind: 'booking_link'; hash: string }
  | { kind: 'job'; organizationId: string; memberId: string }
  | { kind: 'system'; organizationId: string }
  | { kind: 'visitor' }

type Entered<C extends Credential> = C extends { kind: 'session' | 'job' }
  ? Member
  : C extends { kind: 'invite_link' }
    ? Client
    : C extends { kind: 'booking_link' }
      ? Booker
      : C extends { kind: 'system' }
        ? System
        : Extract<Actor, { kind: 'visitor' }>

const textOf = (credential: Exclude<Credential, { kind: 'visitor' }>): string => {
  if (credential.kind === 'job') return `${credential.organizationId}/${credential.memberId}`
  if (credential.kind === 'system') return credential.organizationId
  return credential.hash
}

/** Resolves who asks, for this transaction; null when the credential is nobody's: then no row can be read. */
export async function enter<C extends Credential>(db: Db, credential: C): Promise<Entered<C> | null> {
  // Every transaction begins as nobody's.
  if (credential.kind === 'visitor') return { kind: 'visitor' } as Entered<C>
  const { rows } = await sql<{ actor: Actor | null }>`
    select app.enter(${credential.kind}, ${textOf(credential)}) as actor`.execute(db)
  return (rows[0]?.actor ?? null) as Entered<C> | null
}

/** One transaction as one actor: the only way to the rows. */
export const asActor = <C extends Credential, T>(
  { database, jobs }: { database: Database; jobs: Jobs },
  credential: C,
  work: (db: Db, actor: Entered<C> | null) => Promise<T>,
): Promise<T> => transact(database, jobs, async db => work(db, await enter(db, credential)))
