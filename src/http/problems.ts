import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import {
  invalid,
  notFound,
  Problem,
  type ProblemCode,
  problemKinds,
  problemOfDatabase,
} from '../kit/errors.ts'
import { type Fault, say, type Sentence, type Values } from '../kit/sentence.ts'
import { preferredLanguage, wordsIn } from '../kit/language.ts'
import type { Language } from '../kit/shapes.ts'

/** RFC 6901: a path of keys as a JSON pointer. */
const pointerOf = (path: readonly PropertyKey[]) =>
  path.map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

type Issue = z.core.$ZodIssue
const kinds: Record<string, Sentence> = {
  string: say('This must be a text.'),
  number: say('This must be a number.'),
  int: say('This must be a whole number.'),
  boolean: say('This must be true or false.'),
  array: say('This must be a list.'),
  object: say('This must be an object.'),
  record: say('This must be an object.'),
}
const anotherForm = say('This does not have the form that is asked for.')

function tooSmall(origin: string, minimum: number | bigint): Sentence {
  if (origin === 'string')
    return minimum === 1 ? say('Fill this in.') : say('Use at least {count} characters.')
  return origin === 'array' ? say('Choose at least {count}.') : say('This must be {count} or more.')
}
function tooBig(origin: string): Sentence {
  if (origin === 'string') return say('Use at most {count} characters.')
  return origin === 'array' ? say('At most {count} at once.') : say('This must be {count} or less.')
}

/** What a shape says where it has no words of its own. */
function explain(issue: z.core.$ZodRawIssue): Sentence {
  if (issue.code === 'invalid_type')
    return issue.input === undefined ? say('Fill this in.') : (kinds[issue.expected] ?? anotherForm)
  if (issue.code === 'too_small') return tooSmall(issue.origin, issue.minimum)
  if (issue.code === 'too_big') return tooBig(issue.origin)
  if (issue.code === 'invalid_value') return say('Choose one of: {values}.')
  if (issue.code === 'invalid_union') return say('This has none of the forms that are possible here.')
  if (issue.code === 'invalid_format' && issue.format === 'uuid') return say('This is not an id.')
  return anotherForm
}

/** What the sentences of shapes may name. */
function valuesOf(issue: Issue): Values {
  if (issue.code === 'too_small') return { count: Number(issue.minimum) }
  if (issue.code === 'too_big') return { count: Number(issue.maximum) }
  return issue.code === 'invalid_value' ? { values: issue.values.join(', ') } : {}
}

/** Every fault, those of the nearest alternative of a union too, each at its pointer and once. */
function faultsOf(issues: readonly Issue[], at: readonly PropertyKey[] = []): Fault[] {
  return issues.flatMap(issue => {
    const path = [...at, ...issue.path]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map(key => ({
        pointer: pointerOf([...path, key]),
        detail: say('This is not a field of the request.'),
      }))
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const nearest = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? []
      return faultsOf(nearest, path)
    }
    return [{ pointer: pointerOf(path), detail: issue.message as Sentence, values: valuesOf(issue) }]
  })
}

/**
 * Reads what was sent, by its shape.
 * @throws Problem `invalid` with every fault at its pointer.
 */
export function parse<S extends z.ZodType>(shape: S, sent: unknown): z.output<S> {
  const result = shape.safeParse(sent, { error: explain })
  if (!result.success) throw invalid(faultsOf(result.error.issues))
  return result.data
}

/** Fastify's own refusals, by its codes. */
const byFastifyCode: Record<string, () => Problem> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new Problem('unsupported_media_type', say('Send application/json.')),
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    new Problem('too_large', say('The body is larger than this address takes.')),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => invalid([{ pointer: '', detail: say('Send a JSON body.') }]),
  FST_ERR_CTP_INVALID_JSON_BODY: () => invalid([{ pointer: '', detail: say('This is not JSON.') }]),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    invalid([
      { pointer: '', detail: say('The body was cut off: it is not as long as Content-Length says.') },
    ]),
  FST_ERR_BAD_URL: notFound,
  FST_ERR_MAX_PARAM_LENGTH: notFound,
}

const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  const known = problemOfDatabase(error) ?? byFastifyCode[(error as FastifyError).code]?.()
  if (known) return known
  const { statusCode } = error as FastifyError
  if (statusCode === 429) return new Problem('too_many_requests', say('Wait a little and try again.'))
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return invalid([{ pointer: '', detail: say('The request could not be read.') }])
  return new Problem(
    'internal',
    say('This is our fault. Try again; if it stays, tell your administrator the request id.'),
  )
}

/** A member's own language; else what the browser asks for, or English. */
const languageOf = ({ actor, headers }: FastifyRequest): Language =>
  actor?.kind === 'member' ? (actor.language as Language) : preferredLanguage(headers['accept-language'])

/** RFC 9457 document. */
function documentOf(problem: Problem, language: Language, requestId: string) {
  const t = wordsIn(language)
  return {
    type: `urn:guildhall:problem:${problem.code satisfies ProblemCode}`,
    title: problemKinds[problem.code][1],
    status: problem.status,
    detail: t(problem.detail, problem.values),
    code: problem.code,
    errors: problem.errors.map(({ pointer, detail, values }) => ({ pointer, detail: t(detail, values) })),
    ...problem.more,
    requestId,
  }
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error)
  if (problem.code === 'internal') request.log.error({ err: error }, 'A request failed')
  void reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(documentOf(problem, problem.language ?? languageOf(request), request.id)))
}

/** Every error, and every address that is not one, answers as a problem document. */
export function registerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
}
