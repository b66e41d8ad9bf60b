import { sql } from 'kysely'
import { z } from 'zod'
import type { Member } from '../../access/actor.ts'
import { enter } from '../../access/enter.ts'
import { record } from '../../events/record.ts'
import { parse } from '../../http/problems.ts'
import type { Program } from '../../http/program.ts'
import { hashToken } from '../../kit/crypto.ts'
import { type Db, transact } from '../../kit/db.ts'
import { linkTaken, notFound, Problem, violatedUnique } from '../../kit/errors.ts'
import { say } from '../../kit/sentence.ts'
import { newId } from '../../kit/id.ts'
import { Name, Password } from '../../kit/shapes.ts'
import { builtInFlow } from '../flows/rules.ts'
import { getInvitation } from './queries.ts'
import { invitationEnded, knownTimeZone } from './rules.ts'
import type { MeChange, MemberInvitationAcceptance, Setup } from './schema.ts'

/** Where a new member is, and the Set-Cookie header of the session that has begun. */
export type Welcome = { organizationId: string; memberId: string; cookie: string }

/**
 * Opens the one-time link that creates the organisation: the same one at every start and in every process.
 * @param token fixes the link, for automation; an earlier one closes.
 * @returns its address, or null once an organisation exists.
 */
export async function openSetup(
  { database, jobs, secrets, origin }: Program,
  token = secrets.derive('set-up link'),
): Promise<string | null> {
  const { rows } = await transact(database, jobs, db =>
    sql<{ isOpen: boolean }>`select app.open_setup(${hashToken(token)}) as is_open`.execute(db),
  )
  return rows[0]?.isOpen ? `${origin}/setup/${encodeURIComponent(token)}` : null
}

type SetupState = 'open' | 'gone' | 'unknown'
function assertOpen(state: SetupState | undefined): void {
  if (state === 'gone')
    throw new Problem(
      'gone',
      say('The organisation exists already. Sign in, or ask its Admin for an invitation.'),
    )
  if (state !== 'open') throw notFound()
}

/** Creates the organisation and its first Admin, who is signed in. Of two who try at once, one does. */
export async function setUp(
  db: Db,
  { auth }: Program,
  { token, organization, admin }: z.output<typeof Setup>,
): Promise<Welcome> {
  const hash = hashToken(token)
  const before = await sql<{ state: SetupState }>`select app.setup_state(${hash}) as state`.execute(db)
  assertOpen(before.rows[0]?.state)
  const [organizationId, memberId, session, flow] = [newId(), newId(), auth.newSession(), builtInFlow()]
  const { rows } = await sql<{
    state: SetupState
  }>`select app.set_up(${hash}, ${organizationId}, ${organization.name},
    ${knownTimeZone(organization.timeZone)}, ${organization.language ?? 'en'}, ${memberId}, ${admin.name}, ${admin.email},
    ${newId()}, ${await auth.hashPassword(admin.password)}, ${session.hash},
    ${newId()}, ${flow.name}, ${JSON.stringify(flow.steps)}::jsonb) as state`.execute(db)
  assertOpen(rows[0]?.state)
  const actor = await enter(db, { kind: 'job', organizationId, memberId })
  if (!actor) throw new Error('The first Admin cannot enter.')
  await record(db, actor, 'organization.created', {})
  return { organizationId, memberId, cookie: session.cookie }
}

/** Makes a member of whoever holds the link: with a new account, or with the one their address has, by its password. */
export async function acceptInvitation(
  db: Db,
  { auth }: Program,
  token: string,
  given: z.output<typeof MemberInvitationAcceptance>,
): Promise<Welcome> {
  const { email, accountId, ...invitation } = await getInvitation(db, token)
  let passwordHash: string | null = null
  if (accountId) {
    if ((await auth.verifyPassword(email, given.password)) !== accountId)
      throw new Problem('unauthenticated', say('This is not the password of your account.'))
  } else {
    parse(z.object({ name: Name, password: Password }), { ...given, name: given.name ?? invitation.name })
    passwordHash = await auth.hashPassword(given.password)
  }
  const session = auth.newSession()
  const { rows } = await sql<{ isAccepted: boolean }>`select app.accept_member_invitation(${hashToken(token)},
    ${given.name ?? ''}, ${accountId ?? newId()}, ${passwordHash}, ${session.hash}) as is_accepted`.execute(
    db,
  )
  const { organizationId, memberId } = invitation
  const actor = rows[0]?.isAccepted ? await enter(db, { kind: 'job', organizationId, memberId }) : null
  // Somebody was faster, or they were suspended before they came: all of it is taken back.
  if (!actor) throw new Problem('gone', invitationEnded.accepted)
  await record(db, actor, 'member.joined', { memberId })
  return { organizationId, memberId, cookie: session.cookie }
}

/**
 * What a person changes about themselves.
 * @throws Problem `link_taken` where another page has the link.
 */
export async function changeMe(db: Db, actor: Member, change: z.output<typeof MeChange>): Promise<void> {
  const fields = Object.keys(change)
  if (fields.length === 0) return
  try {
    await db.updateTable('member').set(change).where('id', '=', actor.memberId).execute()
  } catch (error) {
    throw violatedUnique(error) === 'member_link' ? linkTaken() : error
  }
  await record(db, actor, 'member.changed', { memberId: actor.memberId, data: { fields } })
}
