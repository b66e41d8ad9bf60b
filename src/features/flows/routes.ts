import { route, type Route } from '../../http/route.ts'
import { listFlows } from './queries.ts'
import { FlowPage } from './schema.ts'

export const routes: Route[] = [
  route(
    'GET /flows',
    'flows.read',
    { about: 'Flows the actor may read: all, or those offered to their groups.', answer: FlowPage },
    async ({ db, actor }) => ({ items: await listFlows(db, actor), next: null }),
  ),
]
