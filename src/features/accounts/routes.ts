import { type Route, route } from '../../http/route.ts'
import { changeMe } from './actions.ts'
import { getMe } from './queries.ts'
import { Me, MeChange } from './schema.ts'

export const routes: Route[] = [
  route(
    'GET /me',
    'account.manage',
    { about: 'Who you are, where, and how far each permission reaches.', answer: Me },
    async ({ db, actor }) => getMe(db, actor),
  ),
  route(
    'PATCH /me',
    'account.manage',
    {
      about: 'Changes your own name, language or the link of your booking page.',
      body: MeChange,
      answer: Me,
    },
    async ({ db, actor, body }) => {
      await changeMe(db, actor, body)
      return getMe(db, actor)
    },
  ),
]
