import { z } from 'zod'
import { route, type Route } from '../../http/route.ts'
import { InviteItem } from '../clients/schema.ts'
import { revokeInvite, sendAgain, sendInvite } from './actions.ts'
import {
  findInvite,
  getInvite,
  getOptions,
  type InviteInSight,
  listDuplicates,
  previewInvite,
} from './queries.ts'
import {
  Duplicates,
  DuplicateQuery,
  InviteOptions,
  InvitePreview,
  InvitePreviewQuery,
  NewDelivery,
  NewInvite,
} from './schema.ts'

const mayUpdate = (_: unknown, invite: InviteInSight) => invite.mayUpdate

export const routes: Route[] = [
  route(
    'GET /invites/options',
    'invites.send',
    { about: 'What the actor may choose from when sending an invite.', answer: InviteOptions },
    ({ db, actor }) => getOptions(db, actor),
  ),
  route(
    'GET /invites/preview',
    'invites.send',
    {
      about: 'The mail and the first page as the client will read them.',
      query: InvitePreviewQuery,
      answer: InvitePreview,
    },
    ({ db, actor, query, program }) => previewInvite(db, actor, query, program.origin),
  ),
  route(
    'GET /invites/duplicates',
    'clients.read',
    {
      about: 'Open invites to this address, among the clients the actor sees.',
      query: DuplicateQuery,
      answer: Duplicates,
    },
    async ({ db, actor, query }) => ({ items: await listDuplicates(db, actor, query.email) }),
  ),
  route(
    'POST /invites',
    'invites.send',
    {
      about: 'Sends a client an invite, or makes a link to copy.',
      body: NewInvite,
      answer: InviteItem,
      status: 201,
    },
    async ({ db, actor, body, program }) =>
      getInvite(db, actor, program, await sendInvite(db, actor, program.secrets, body)),
  ),
  route(
    'GET /invites/:id',
    'clients.read',
    { about: 'An invite with its deliveries.', subject: findInvite, answer: InviteItem },
    ({ db, actor, subject, program }) => getInvite(db, actor, program, subject.id),
  ),
  route(
    'POST /invites/:id/deliveries',
    'clients.update',
    {
      about: 'Sends an open invite again, or notes that its link was copied.',
      subject: findInvite,
      may: mayUpdate,
      body: NewDelivery,
      answer: InviteItem,
      status: 201,
    },
    async ({ db, actor, subject, body, program }) => {
      await sendAgain(db, actor, subject, body.method)
      return getInvite(db, actor, program, subject.id)
    },
  ),
  route(
    'POST /invites/:id/revocation',
    'clients.update',
    {
      about: 'Takes an invite back; its link says so from now on.',
      subject: findInvite,
      may: mayUpdate,
      body: z.strictObject({}),
      answer: InviteItem,
    },
    async ({ db, actor, subject, program }) => {
      await revokeInvite(db, actor, subject)
      return getInvite(db, actor, program, subject.id)
    },
  ),
]
