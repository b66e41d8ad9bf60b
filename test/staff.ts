import { randomUUID } from 'node:crypto'
import { everyone, fixture, type Fixture, type Person as Letter } from '../db/fixture.ts'
import { insertRows } from '../db/rows.ts'
import { builtInFlow } from '../src/features/flows/rules.ts'
import { asSuperuser } from './database.ts'
import { Person } from './person.ts'
import { startServer, type TestServer } from './server.ts'

export type Staffed = {
  server: TestServer
  fixture: Fixture
  /** A flow that every group offers. */
  flowId: string
  /** Everybody of the fixture, signed in. */
  as: Record<Letter, Person>
  /** Another browser of the same member, at another process if one is given. */
  signIn(letter: Letter, url?: string): Promise<Person>
  /** As superuser: for arranging and for looking behind the wall. */
  query(text: string, values?: unknown[]): Promise<any[]> // oxlint-disable-line typescript/no-explicit-any
}

/** The specification's fixture at work on a server. */
export async function startStaffed(given: Parameters<typeof startServer>[0] = {}): Promise<Staffed> {
  const server = await startServer(given)
  const made = fixture({ encrypt: token => server.app.program.secrets.encrypt(token) })
  const { name, steps } = builtInFlow()
  const flowId = made.cast.flow({ name, steps })
  const asOwner = <T>(work: Parameters<typeof asSuperuser<T>>[1]) =>
    asSuperuser(server.database.url('superuser'), work)
  await asOwner(client => insertRows(client, made.cast.rows))
  const query = (text: string, values: unknown[] = []) =>
    asOwner(async client => (await client.query(text, values)).rows)
  const signIn = async (letter: Letter, url = server.url) => {
    const { hash, cookie } = server.app.program.auth.newSession()
    await query(
      `insert into auth.session (id, token, user_id, expires_at)
       select $1, $2, account_id, now() + interval '1 day' from app.member where id = $3`,
      [randomUUID(), hash, made.members[letter]],
    )
    const person = new Person(url)
    person.cookie = cookie.split(';')[0]
    return person
  }
  const people = await Promise.all(everyone.map(async letter => [letter, await signIn(letter)] as const))
  return { server, fixture: made, flowId, as: Object.fromEntries(people) as Staffed['as'], signIn, query }
}
