import { sql } from 'kysely'
import type pg from 'pg'
import type { Member } from '../src/access/actor.ts'
import { enter } from '../src/access/enter.ts'
import { newestClients } from '../src/access/newest-clients.ts'
import { hashToken } from '../src/kit/crypto.ts'
import { type Database, type Db, openDatabase, openPool } from '../src/kit/db.ts'
import { cursorOf } from '../src/features/clients/rules.ts'
import { tokenOf } from './load.ts'
import { Meter } from './measure.ts'
import type { BenchMember } from './population.ts'

/** One connection of the pool that the program uses, and what its statements take inside the database. */
export class Measured {
  readonly meter: Meter
  readonly database: Database

  constructor(url: string) {
    const pool: pg.Pool = openPool(url, 1)
    this.meter = new Meter(pool)
    this.database = openDatabase(pool)
  }

  /** As a request is answered: one transaction, the member's session resolved first. Answers what entering took. */
  async as(
    member: Pick<BenchMember, 'id' | 'email'>,
    work: (db: Db, actor: Member) => Promise<void>,
  ): Promise<number> {
    let entering = 0
    await this.database.transaction().execute(async transaction => {
      const db = transaction as Db
      let actor: Member | null = null
      entering = await this.meter.time(async () => {
        actor = await enter(db, { kind: 'session', hash: hashToken(tokenOf(member)) })
      })
      if (!actor) throw new Error(`${member.email} has no session.`)
      await work(db, actor)
    })
    return entering
  }
}

/** Where the measured pages of one member lie: a group to filter by, and cursors far down. */
export type Places = { groupId: string; deep: string | undefined; deepInGroup: string | undefined }

const deepRow = 1000 * 50

/** The thousandth page, or where the member sees fewer, the last tenth. */
export async function placesOf(measured: Measured, member: BenchMember, groupId: string): Promise<Places> {
  const places: Places = { groupId, deep: undefined, deepInGroup: undefined }
  await measured.as(member, async (db, actor) => {
    places.groupId = actor.knownGroupIds[0] ?? groupId
    const cursorAt = async (walk: { groupId?: string }) => {
      const { rows } = await sql<{ createdAt: Date; id: string }>`
        select created_at, id from (
          select created_at, id, row_number() over (order by created_at desc, id desc) as row, count(*) over () as seen
            from (${newestClients(actor, { ...walk, limit: deepRow })}) client) numbered
         where row = greatest(1, least(${deepRow}::integer, seen * 9 / 10))`.execute(db)
      return rows[0] && cursorOf({ at: rows[0].createdAt.toISOString(), id: rows[0].id })
    }
    places.deep = await cursorAt({})
    places.deepInGroup = await cursorAt({ groupId: places.groupId })
  })
  return places
}
