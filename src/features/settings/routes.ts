import { z } from 'zod'
import { reachOf } from '../../access/actor.ts'
import { type Route, route } from '../../http/route.ts'
import { pageOf, placeAt } from '../../kit/cursor.ts'
import { notFound } from '../../kit/errors.ts'
import { type KeptLetter, placeOfKept } from '../../kit/mail.ts'
import { Page, Paging } from '../../kit/shapes.ts'
import { changeOrganization } from './actions.ts'
import { getOrganization, roleTable } from './queries.ts'
import { Organization, OrganizationChange, OrganizationChanged, OutboxMail, RoleTable } from './schema.ts'

const told = (letter: KeptLetter) => ({ ...letter, sentAt: letter.sentAt.toISOString() })

export const routes: Route[] = [
  route(
    'GET /organization',
    'organization.read',
    { about: 'The organisation and its settings.', answer: Organization },
    async ({ db }) => getOrganization(db),
  ),
  route(
    'PATCH /organization',
    'organization.update',
    {
      about: 'Changes settings of the organisation; If-Match guards against overwriting another’s change.',
      body: OrganizationChange,
      answer: OrganizationChanged,
    },
    async ({ db, actor, body, ifMatch }) => {
      const { done, consequences } = await changeOrganization(db, actor, body, ifMatch)
      return body.dryRun ? { dryRun: true as const, consequences } : done
    },
  ),
  route(
    'GET /roles',
    'organization.read',
    { about: 'The table of who may do what: every permission, every role.', answer: RoleTable },
    async () => roleTable(),
  ),
  route(
    'GET /outbox',
    'outbox.read',
    {
      about: 'Mails that are kept here because no mail server is set, newest first.',
      query: z.strictObject(Paging),
      answer: Page(OutboxMail),
    },
    async ({ actor, query, program }) => {
      const letters = await program.mail.listKept(actor.organizationId, query.limit, placeAt(query.cursor))
      const { page, next } = pageOf(letters, query.limit, placeOfKept)
      return { items: page.map(told), next }
    },
  ),
  route(
    'GET /outbox/:id',
    'outbox.read',
    {
      about: 'One kept mail.',
      // Whoever may read none is told there is none.
      subject: async (_db, actor, { id }) => (reachOf(actor, 'outbox.read') === 'none' ? undefined : id),
      answer: OutboxMail,
    },
    async ({ actor, subject, program }) => {
      const letter = await program.mail.findKept(actor.organizationId, subject)
      if (!letter) throw notFound()
      return told(letter)
    },
  ),
]
