import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asActor } from '../access/enter.ts'
import { transact } from '../kit/db.ts'
import { Problem } from '../kit/errors.ts'
import { say } from '../kit/sentence.ts'
import { Email, Password } from '../kit/shapes.ts'
import { countGuess, forgetGuesses } from './guesses.ts'
import { type Limit, limitConfig } from './limits.ts'
import { parse } from './problems.ts'
import type { Program } from './program.ts'

const Given = z.string().min(1).max(128)
const SignIn = z.object({ email: Email, password: Given })
const ResetRequest = z.object({ email: Email })
const Reset = z.object({ token: z.string().min(1).max(200), newPassword: Password })
const PasswordChange = z.object({ currentPassword: Given, newPassword: Password })

const quarter = 15 * 60_000
type Handler = (request: FastifyRequest, reply: FastifyReply, program: Program) => Promise<unknown>

/** Signs in; who has no access left is told so, but only with the right password. */
const signIn: Handler = async (request, reply, program) => {
  const { email, password } = parse(SignIn, request.body ?? {})
  await countGuess(program.database, request.ip, email)
  const session = await program.auth.signIn(email, password, request)
  if (!session) throw new Problem('unauthenticated', say('The email address or the password is not right.'))
  await forgetGuesses(program.database, request.ip, email)
  const isWelcome = await asActor(
    program,
    { kind: 'session', hash: session.hash },
    async (_db, actor) => actor !== null,
  )
  if (!isWelcome) {
    await program.auth.signOut(session.hash)
    throw new Problem(
      'forbidden',
      say('This account has no access at the moment. Ask an Admin of your organisation.'),
    )
  }
  void reply.header('set-cookie', session.cookie)
  return { user: session.account }
}

const signOut: Handler = async (request, reply, { auth }) => {
  const session = auth.credentialOf(request)
  if (session) await auth.signOut(session.hash)
  void reply.header('set-cookie', auth.removeCookie())
  return { success: true }
}

/** The answer, and the time it takes, say nothing about the address: all that depends on it happens in a job. */
const requestReset: Handler = async (request, _reply, program) => {
  const { email } = parse(ResetRequest, request.body ?? {})
  await transact(program.database, program.jobs, db =>
    db.jobs.enqueue(db, { name: 'mail-password-reset', data: { email } }),
  )
  return { status: true }
}

const notePasswordChange = ({ database, jobs }: Program, accountId: string) =>
  transact(database, jobs, db => db.jobs.enqueue(db, { name: 'note-password-change', data: { accountId } }))

const reset: Handler = async (request, reply, program) => {
  const { token, newPassword } = parse(Reset, request.body ?? {})
  const accountId = await program.auth.resetPassword(token, newPassword)
  if (!accountId)
    throw new Problem('gone', say('This link has expired or was used already. Ask for a new one.'))
  await notePasswordChange(program, accountId)
  void reply.header('set-cookie', program.auth.removeCookie())
  return { status: true }
}

const changePassword: Handler = async (request, reply, program) => {
  const session = program.auth.credentialOf(request)
  const member = session && (await asActor(program, session, async (_db, actor) => actor))
  if (!member) throw new Problem('unauthenticated', say('Sign in, then try again.'))
  const { currentPassword, newPassword } = parse(PasswordChange, request.body ?? {})
  await countGuess(program.database, request.ip, member.accountId)
  const next = await program.auth.changePassword(request, currentPassword, newPassword)
  if (!next) {
    const errors = [{ pointer: '/currentPassword', detail: say('This is not your present password.') }]
    throw new Problem('invalid', say('The present password is not right.'), { errors })
  }
  await forgetGuesses(program.database, request.ip, member.accountId)
  await notePasswordChange(program, member.accountId)
  void reply.header('set-cookie', next.cookie)
  return { status: true }
}

const doors: Record<string, { handle: Handler; limit: Limit }> = {
  'sign-in/email': { handle: signIn, limit: { max: 100, windowMs: quarter } },
  'sign-out': { handle: signOut, limit: { max: 100, windowMs: quarter } },
  'request-password-reset': { handle: requestReset, limit: { max: 10, windowMs: quarter } },
  'reset-password': { handle: reset, limit: { max: 30, windowMs: quarter } },
  'change-password': { handle: changePassword, limit: { max: 30, windowMs: quarter } },
}

/** The doors of accounts, /api/auth/*: the only ones there are. */
export function registerAuth(app: FastifyInstance, program: Program, patience: number): void {
  for (const [name, { handle, limit }] of Object.entries(doors)) {
    const url = `/api/auth/${name}`
    app.post(url, {
      schema: { hide: true },
      config: limitConfig({ ...limit, max: limit.max * patience }),
      handler: async (request, reply) => handle(request, reply, program),
    })
    app.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE'],
      url,
      schema: { hide: true },
      handler: async (_request, reply) => {
        void reply.header('allow', 'POST')
        throw new Problem('method_not_allowed', say('This address takes {methods}.'), {
          values: { methods: 'POST' },
        })
      },
    })
  }
}
