import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Member } from '../src/access/actor.ts'
import { asActor, type Credential } from '../src/access/enter.ts'
import { type Database, type Db, openDatabase, openPool } from '../src/kit/db.ts'
import { Jobs } from '../src/kit/jobs.ts'
import type { Cast } from '../db/cast.ts'
import { fixture, type Fixture } from '../db/fixture.ts'
import { insertRows } from '../db/rows.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

/** A database of its own, the app's way into it, and the owner's way around every policy. */
export type World = {
  database: TestDatabase
  /** As superuser: for arranging and for looking behind the wall. */
  owner: pg.Client
  app: { database: Database; jobs: Jobs }
  insert(cast: Cast): Promise<void>
  /** Without the triggers, which would keep some states from coming about; foreign keys go unchecked as well. */
  insertAsIs(cast: Cast): Promise<void>
  asMember<T>(
    organizationId: string,
    memberId: string,
    work: (db: Db, actor: Member) => Promise<T>,
  ): Promise<T>
  /** Until somebody waits for a row that another transaction holds, or `work` is done without. */
  untilHeldUp(work: Promise<unknown>): Promise<void>
  close(): Promise<void>
}

export async function openWorld({ connections = 4 } = {}): Promise<World> {
  const database = await freshDatabase()
  const owner = new pg.Client({ connectionString: database.url('superuser') })
  await owner.connect()
  const url = database.url('guildhall_app')
  const jobs = await new Jobs(url, { supervise: false, onError: error => console.error(error) }).open()
  const app = { database: openDatabase(openPool(url, connections)), jobs }
  return {
    database,
    owner,
    app,
    insert: cast => insertRows(owner, cast.rows),
    insertAsIs: async cast => {
      await owner.query('set session_replication_role = replica')
      await insertRows(owner, cast.rows).finally(() => owner.query('set session_replication_role = origin'))
    },
    asMember: (organizationId, memberId, work) =>
      enterAs(app, { kind: 'job', organizationId, memberId }, (db, actor) => work(db, actor)),
    untilHeldUp: async work => {
      const done = work.then(
        () => true,
        () => true,
      )
      const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      while (!(await Promise.race([done, sleep(10, false)])))
        if ((await owner.query(waiting)).rowCount) return
    },
    close: async () => {
      await app.jobs.close()
      await app.database.destroy()
      await owner.end()
      await database.close()
    },
  }
}

/** @throws when the credential is nobody's. */
export const enterAs = <C extends Credential, T>(
  app: World['app'],
  credential: C,
  work: (db: Db, actor: NonNullable<Parameters<Parameters<typeof asActor<C, T>>[2]>[1]>) => Promise<T>,
): Promise<T> =>
  asActor(app, credential, async (db, actor) => {
    if (!actor) throw new Error(`nobody enters with ${JSON.stringify(credential)}`)
    return work(db, actor)
  })

/** The fixture, inserted; several may live in one database. */
export async function insertFixture(
  world: World,
  options: Parameters<typeof fixture>[0] = {},
): Promise<Fixture> {
  const made = fixture(options, `${randomBytes(4).toString('hex')}.example`)
  await world.insert(made.cast)
  return made
}
