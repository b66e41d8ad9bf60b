import { type SqlBool, sql } from 'kysely'
import type { z } from 'zod'
import { grantOf, type Member } from '../../access/actor.ts'
import { clientsFor, flowsFor, groupsFor } from '../../access/visibility.ts'
import type { Db } from '../../kit/db.ts'
import { notFound, unknownId } from '../../kit/errors.ts'
import { wordsIn } from '../../kit/language.ts'
import type { Language } from '../../kit/shapes.ts'
import { inviteStatus, isOpen, type Links, listInvites } from '../clients/queries/invites.ts'
import type { InviteItem } from '../clients/schema.ts'
import { offeredFlows, stepsOfFlow } from '../flows/queries.ts'
import { textIn } from '../flows/rules.ts'
import { inviteLetter } from './mail.ts'
import { choiceOf, type Sender } from './rules.ts'
import type { Duplicate, InviteOptions, InvitePreview, InvitePreviewQuery } from './schema.ts'

/** What decides where a member may send. */
export async function getSender(db: Db, actor: Member): Promise<Sender> {
  const groups = await db
    .selectFrom('group')
    .select(['id', 'name'])
    .where(groupsFor(actor, 'invites.send'))
    .orderBy('name')
    .orderBy('id')
    .execute()
  return {
    groups,
    reachesAll: grantOf(actor, 'invites.send').reach === 'all',
    isInAnyGroup: actor.knownGroupIds.length > 0,
  }
}

/** Groups a member may send in, and whether the Organization group is one. */
export const getChoice = async (db: Db, actor: Member) => choiceOf(await getSender(db, actor))

/** Is it a live group in which the actor may send? */
export async function isLiveGroup(db: Db, actor: Member, id: string): Promise<boolean> {
  const found = await db
    .selectFrom('group')
    .select('id')
    .where(groupsFor(actor, 'invites.send'))
    .where('id', '=', id)
    .executeTakeFirst()
  return found !== undefined
}

/** Everything the sender may choose from. */
export async function getOptions(db: Db, actor: Member): Promise<InviteOptions> {
  const choice = await getChoice(db, actor)
  const offered = await offeredFlows(db, actor, [
    ...choice.groups.map(group => group.id),
    ...(choice.organizationGroup ? [null] : []),
  ])
  const flows = [...offered].map(([groupId, flows]) => [
    groupId ?? 'organization',
    flows.map(({ id, name }) => ({ id, name })),
  ])
  const { language } = await getLetterhead(db)
  const refusal = choice.refusal && wordsIn(actor.language as Language)(choice.refusal)
  return { ...choice, refusal, flows: Object.fromEntries(flows), language }
}

export type Letterhead = { organizationId: string; name: string; color: string; language: Language }

/** In whose name mails and journeys speak. */
export async function getLetterhead(db: Db): Promise<Letterhead> {
  const { id, language, ...organization } = await db
    .selectFrom('organization')
    .select(['id', 'name', 'color', 'language'])
    .where('id', '=', sql<string>`(select app.organization_id())`)
    .executeTakeFirstOrThrow()
  return { ...organization, organizationId: id, language: language as Language }
}

/** What a path's invite id names, and whether the actor may do more than look at it. */
export type InviteInSight = {
  id: string
  clientId: string
  email: string | null
  status: InviteItem['status']
  mayUpdate: boolean
}

/** Undefined where the actor does not see the invite's client. */
export const findInvite = (
  db: Db,
  actor: Member,
  { id = '' }: Record<string, string>,
): Promise<InviteInSight | undefined> =>
  db
    .selectFrom('invite')
    .innerJoin('client', join =>
      join
        .onRef('client.organizationId', '=', 'invite.organizationId')
        .onRef('client.id', '=', 'invite.clientId'),
    )
    .where('invite.id', '=', id)
    .where(clientsFor(actor))
    .select([
      'invite.id',
      'invite.clientId',
      'client.email',
      inviteStatus.as('status'),
      sql<boolean>`coalesce(${clientsFor(actor, 'clients.update')}, false)`.as('mayUpdate'),
    ])
    .executeTakeFirst()

/** @throws Problem `not_found` where the actor sees no such invite. */
export async function getInvite(db: Db, actor: Member, links: Links, id: string): Promise<InviteItem> {
  const [invite] = await listInvites(db, actor, links, sql<SqlBool>`invite.id = ${id}::uuid`)
  if (!invite) throw notFound()
  return invite
}

const mostDuplicates = 5

/** Open invites to an address, among the clients the actor sees. */
export async function listDuplicates(
  db: Db,
  actor: Member,
  email: string,
): Promise<z.infer<typeof Duplicate>[]> {
  const rows = await db
    .selectFrom(
      sql<{
        id: string
      }>`app.search_clients(${email}, '{}'::jsonb, null, null, ${mostDuplicates * 4}::integer)`.as('hit'),
    )
    .innerJoin('client', join => join.onRef('client.id', '=', 'hit.id'))
    .innerJoin('invite', join =>
      join
        .onRef('invite.organizationId', '=', 'client.organizationId')
        .onRef('invite.clientId', '=', 'client.id'),
    )
    .where(clientsFor(actor))
    .where('client.email', '=', email)
    .select(['client.id as clientId', 'invite.id as inviteId', 'client.firstName', 'client.lastName'])
    .select(inviteStatus.as('status'))
    .orderBy('invite.sentAt', 'desc')
    .execute()
  return rows
    .filter(row => isOpen(row.status))
    .slice(0, mostDuplicates)
    .map(({ clientId, inviteId, firstName, lastName }) => ({
      clientId,
      inviteId,
      name: `${firstName} ${lastName}`.trim(),
    }))
}

/**
 * The mail and the first page as the client will read them.
 * @throws Problem `invalid` for a flow that the actor may not read.
 */
export async function previewInvite(
  db: Db,
  actor: Member,
  { flowId, language, firstName }: z.output<typeof InvitePreviewQuery>,
  origin: string,
): Promise<InvitePreview> {
  const flow = await db
    .selectFrom('flow')
    .select('publishedVersion')
    .where(flowsFor(actor))
    .where('id', '=', flowId)
    .executeTakeFirst()
  const steps = flow?.publishedVersion && (await stepsOfFlow(db, flowId, flow.publishedVersion))
  if (!steps) throw unknownId('/flowId')
  const letterhead = await getLetterhead(db)
  const { subject, text } = inviteLetter(letterhead, {
    id: flowId,
    to: '',
    language,
    firstName: firstName || '…',
    url: `${origin}/i/…`,
  })
  const [first] = steps
  const words = (of: 'title' | 'text') => (first ? textIn(first[of], language, letterhead.language) : '')
  return { mail: { subject, text }, page: { title: words('title'), text: words('text') } }
}
