import type { Member } from '../../../access/actor.ts'
import type { Program } from '../../../http/program.ts'
import { invalid, Problem } from '../../../kit/errors.ts'
import { say } from '../../../kit/sentence.ts'
import type { NewCalendar } from '../schema.ts'
import { finishAuthorization } from './authorization.ts'
import { type ListedCalendar, wordsOf } from './calendar.ts'
import { type Connection, openRemote } from './open.ts'

/** A calendar that answered, and what was asked for with it. */
export type Connected = {
  name: string
  connection: Connection
  /** Null: the actor's own. */
  memberId: string | null
  isDestination: boolean | undefined
}

/**
 * Goes to the calendar with what was given, and finds out which one is meant.
 * @throws Problem `invalid` with what the server said, in words; where there are several calendars, with the list.
 */
export async function connect(program: Program, actor: Member, given: NewCalendar): Promise<Connected> {
  try {
    const { connection, ...wishes } = await connectionOf(program, actor, given)
    let kept = connection
    const listed = await openRemote(program, connection, renewed => (kept = renewed)).list()
    const chosen = theOne(listed)
    const at = kept.kind === 'caldav' ? { ...kept, url: chosen.id } : kept
    return {
      ...wishes,
      name: chosen.name.slice(0, 200),
      connection: { ...at, isWritable: chosen.isWritable },
    }
  } catch (error) {
    const detail = wordsOf(error)
    if (!detail) throw error
    throw invalid([{ pointer: given.kind === 'caldav' || given.kind === 'ics' ? '/url' : '/code', detail }])
  }
}

async function connectionOf(program: Program, actor: Member, given: NewCalendar) {
  if (given.kind === 'ics') {
    const connection: Connection = { kind: 'ics', url: given.url, isWritable: false }
    return { connection, memberId: given.memberId ?? null, isDestination: false }
  }
  if (given.kind === 'caldav') {
    const { kind, url, username, password, memberId = null, isDestination } = given
    const connection: Connection = { kind, url, username, password, isWritable: true }
    return { connection, memberId, isDestination }
  }
  const { refreshToken, ...wishes } = await finishAuthorization(program, actor, given)
  const connection: Connection = { kind: given.kind, refreshToken, isWritable: true }
  return { connection, ...wishes }
}

function theOne(listed: ListedCalendar[]): ListedCalendar {
  const [first, ...others] = listed
  if (!first)
    throw invalid([
      { pointer: '/url', detail: say('There is no calendar behind this address. Make one first.') },
    ])
  if (others.length === 0) return first
  const errors = [
    { pointer: '/url', detail: say('There are several calendars behind this address. Choose one of them.') },
  ]
  throw new Problem('invalid', errors[0]?.detail ?? say('Choose one from the list.'), {
    errors,
    more: { calendars: listed },
  })
}
