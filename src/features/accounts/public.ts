import { type Route, visitorRoute } from '../../http/route.ts'
import { acceptInvitation, setUp } from './actions.ts'
import { getInvitation } from './queries.ts'
import { MemberInvitation, MemberInvitationAcceptance, Setup, Welcomed } from './schema.ts'

const quarter = 15 * 60_000
const tokenOf = (params: unknown) => (params as { token: string }).token

export const routes: Route[] = [
  visitorRoute(
    'POST /setup',
    'pages.visit',
    {
      about: 'Creates the organisation and its first Admin, by the one-time link, and signs the Admin in.',
      body: Setup,
      answer: Welcomed,
      status: 201,
      limit: { max: 30, windowMs: quarter },
    },
    async ({ db, body, program, reply }) => {
      const { cookie, ...welcome } = await setUp(db, program, body)
      void reply.header('set-cookie', cookie)
      return welcome
    },
  ),
  visitorRoute(
    'GET /public/member-invitations/:token',
    'pages.visit',
    { about: 'What an invitation to become a member says, before it is accepted.', answer: MemberInvitation },
    async ({ db, params }) => {
      const { organizationName, name, email, language, accountId } = await getInvitation(db, tokenOf(params))
      return {
        organization: { name: organizationName },
        name,
        email,
        language,
        hasAccount: accountId !== null,
      }
    },
  ),
  visitorRoute(
    'POST /public/member-invitations/:token',
    'pages.visit',
    {
      about:
        'Accepts an invitation, with a new password or with that of the account the address has, and signs in.',
      body: MemberInvitationAcceptance,
      answer: Welcomed,
      status: 201,
      // Few, since the password of an account may be guessed here; of all links together, since anybody can make up links.
      limit: { max: 30, windowMs: quarter },
    },
    async ({ db, params, body, program, reply }) => {
      const { cookie, ...welcome } = await acceptInvitation(db, program, tokenOf(params), body)
      void reply.header('set-cookie', cookie)
      return welcome
    },
  ),
]
