import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  type Fault,
  Problem,
  type ProblemCode,
  invalid,
  notFound,
  problemKinds,
  problemOfDatabase,
} from '../kit/errors.ts'

/** RFC 6901: a path of keys as a JSON pointer. */
const pointerOf = (path: readonly PropertyKey[]) =>
  path.map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** What a shape says where it has no words of its own. */
z.config({
  customError: issue => {
    if (issue.code === 'invalid_type')
      return issue.input === undefined
        ? 'Fill this in.'
        : `This must be ${kinds[issue.expected] ?? issue.expected}.`
    if (issue.code === 'invalid_value') return `Choose one of: ${issue.values.join(', ')}.`
    if (issue.code === 'invalid_union') return 'This has none of the forms that are possible here.'
    if (issue.code === 'invalid_format' && issue.format === 'uuid') return 'This is not an id.'
    return undefined
  },
})
const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

type Issue = z.core.$ZodIssue
/** Every fault, those of the nearest alternative of a union too, each at its pointer and once. */
function faultsOf(issues: readonly Issue[], at: readonly PropertyKey[] = []): Fault[] {
  return issues.flatMap(issue => {
    const path = [...at, ...issue.path]
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map(key => ({
        pointer: pointerOf([...path, key]),
        detail: 'This is not a field of the request.',
      }))
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const nearest = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? []
      return faultsOf(nearest, path)
    }
    return [{ pointer: pointerOf(path), detail: issue.message }]
  })
}

/**
 * Reads what was sent, by its shape.
 * @throws Problem `invalid` with every fault at its pointer.
 */
export function parse<S extends z.ZodType>(shape: S, sent: unknown): z.output<S> {
  const result = shape.safeParse(sent)
  if (!result.success) throw invalid(faultsOf(result.error.issues))
  return result.data
}

/** Fastify's own refusals, by its codes. */
const byFastifyCode: Record<string, () => Problem> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new Problem('unsupported_media_type', 'Send application/json.'),
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Problem('too_large', 'The body is larger than this address takes.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => invalid([{ pointer: '', detail: 'Send a JSON body.' }]),
  FST_ERR_CTP_INVALID_JSON_BODY: () => invalid([{ pointer: '', detail: 'This is not JSON.' }]),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    invalid([{ pointer: '', detail: 'The body was cut off: it is not as long as Content-Length says.' }]),
  FST_ERR_BAD_URL: notFound,
  FST_ERR_MAX_PARAM_LENGTH: notFound,
}

const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error
  const known = problemOfDatabase(error) ?? byFastifyCode[(error as FastifyError).code]?.()
  if (known) return known
  const { statusCode } = error as FastifyError
  if (statusCode === 429) return new Problem('too_many_requests', 'Wait a little and try again.')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return invalid([{ pointer: '', detail: 'The request could not be read.' }])
  return new Problem(
    'internal',
    'This is our fault. Try again; if it stays, tell your administrator the request id.',
  )
}

/** RFC 9457 document. */
const documentOf = (problem: Problem, requestId: string) => ({
  type: `urn:guildhall:problem:${problem.code satisfies ProblemCode}`,
  title: problemKinds[problem.code][1],
  status: problem.status,
  detail: problem.message,
  code: problem.code,
  errors: problem.errors,
  ...problem.more,
  requestId,
})

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error)
  if (problem.code === 'internal') request.log.error({ err: error }, 'A request failed')
  void reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(documentOf(problem, request.id)))
}

/** Every error, and every address that is not one, answers as a problem document. */
export function registerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
}
