import { route, type Route } from '../../http/route.ts'
import { changeClient, setCc } from './actions.ts'
import { getAudience } from './queries/audience.ts'
import { type ClientInSight, findClient, getClientDetail } from './queries/detail.ts'
import { getFilters } from './queries/filters.ts'
import { countClients, listClients } from './queries/list.ts'
import { getTimeline } from './queries/timeline.ts'
import { exportRoute } from './routes/export.ts'
import { streamRoute } from './routes/stream.ts'
import {
  Audience,
  CcChange,
  ClientChange,
  ClientCount,
  ClientDetail,
  ClientFilter,
  ClientFilters,
  ClientPage,
  ClientQuery,
  TimelinePage,
  TimelineQuery,
} from './schema.ts'

const mayUpdate = (_: unknown, client: ClientInSight) => client.may.update
const mayShare = (_: unknown, client: ClientInSight) => client.may.share

export const routes: Route[] = [
  route(
    'GET /clients',
    'clients.read',
    { about: 'Clients the actor sees, newest first.', query: ClientQuery, answer: ClientPage },
    ({ db, actor, query }) => listClients(db, actor, query),
  ),
  route(
    'GET /clients/count',
    'clients.read',
    {
      about: 'How many there are under these filters, up to 1,000.',
      query: ClientFilter,
      answer: ClientCount,
    },
    ({ db, actor, query }) => countClients(db, actor, query),
  ),
  route(
    'GET /clients/filters',
    'clients.read',
    { about: 'What the actor may filter clients by.', answer: ClientFilters },
    ({ db, actor }) => getFilters(db, actor),
  ),
  exportRoute,
  streamRoute,
  route(
    'GET /clients/:id',
    'clients.read',
    { about: 'A client with invites, journey and Cc.', subject: findClient, answer: ClientDetail },
    ({ db, actor, subject, program }) => getClientDetail(db, actor, subject, program),
  ),
  route(
    'PATCH /clients/:id',
    'clients.update',
    {
      about: 'Changes what staff know of a client.',
      subject: findClient,
      may: mayUpdate,
      body: ClientChange,
      answer: ClientDetail,
    },
    async ({ db, actor, subject, body, program }) => {
      await changeClient(db, actor, subject.id, body)
      return getClientDetail(db, actor, subject, program)
    },
  ),
  route(
    'GET /clients/:id/audience',
    'clients.read',
    { about: 'Who can see this client, and why.', subject: findClient, answer: Audience },
    ({ db, actor, subject }) => getAudience(db, actor, subject.id),
  ),
  route(
    'GET /clients/:id/timeline',
    'clients.read',
    {
      about: 'What happened to a client, newest first.',
      subject: findClient,
      query: TimelineQuery,
      answer: TimelinePage,
    },
    ({ db, actor, subject, query }) => getTimeline(db, actor, subject.id, query),
  ),
  route(
    'PUT /clients/:id/cc',
    'clients.share',
    {
      about: 'Shares a client with exactly these members; a Cc of members the actor may not read stays.',
      subject: findClient,
      may: mayShare,
      body: CcChange,
      answer: ClientDetail,
    },
    async ({ db, actor, subject, body, program }) => {
      await setCc(db, actor, subject.id, body.memberIds)
      return getClientDetail(db, actor, subject, program)
    },
  ),
]
