import type { Program } from '../../../http/program.ts'
import type { Secrets } from '../../../kit/crypto.ts'
import { Bearer } from './bearer.ts'
import { CaldavCalendar, type CaldavAccess } from './caldav.ts'
import { CalendarError, type RemoteCalendar } from './calendar.ts'
import { openGoogle } from './google.ts'
import { openFeed } from './ics.ts'
import { openMicrosoft } from './microsoft.ts'

/** What it takes to reach a calendar. It is kept encrypted and answered to nobody. */
export type Connection = (
  | ({ kind: 'caldav' } & CaldavAccess)
  | { kind: 'ics'; url: string }
  | { kind: 'google' | 'microsoft'; refreshToken: string }
) & { isWritable: boolean }

export const sealed = (secrets: Secrets, connection: Connection) =>
  secrets.encrypt(JSON.stringify(connection))
export const unsealed = (secrets: Secrets, encrypted: string) =>
  JSON.parse(secrets.decrypt(encrypted)) as Connection

/**
 * @param renewed hears of a connection that replaces this one; it must be kept, or the next time is refused.
 * @throws CalendarError `not_offered` where this instance knows no such provider any more.
 */
export function openRemote(
  { outgoing, oauth }: Pick<Program, 'outgoing' | 'oauth'>,
  connection: Connection,
  renewed: (connection: Connection) => void,
): RemoteCalendar {
  if (connection.kind === 'caldav') return new CaldavCalendar(outgoing, connection)
  if (connection.kind === 'ics') return openFeed(outgoing, connection.url)
  const client = oauth[connection.kind]
  if (!client) throw new CalendarError('not_offered')
  const api = new Bearer(outgoing, client, connection.refreshToken, refreshToken =>
    renewed({ ...connection, refreshToken }),
  )
  return connection.kind === 'google' ? openGoogle(api) : openMicrosoft(api)
}
