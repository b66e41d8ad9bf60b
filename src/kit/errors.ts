import { type Fault, say, type Sentence, type Values } from './sentence.ts'
import type { Language } from './shapes.ts'

/** Every error code a client of the API may rely on, with its status and title; there are no others. */
export const problemKinds = {
  invalid: [400, 'The request is not valid'],
  unauthenticated: [401, 'Sign in first'],
  forbidden: [403, 'Not allowed'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Method not allowed'],
  conflict: [409, 'Conflict'],
  member_would_become_ungrouped: [409, 'A member would be left without a group'],
  api_keys_not_confirmed: [409, 'API keys not confirmed'],
  slot_taken: [409, 'This time was just taken'],
  overlap_not_confirmed: [409, 'Overlap not confirmed'],
  host_has_meetings: [409, 'The host has upcoming meetings'],
  flow_not_offered: [409, 'The group does not offer this flow'],
  version_mismatch: [409, 'Somebody else changed this meanwhile'],
  last_admin: [409, 'An organisation keeps at least one active Admin'],
  link_taken: [409, 'This link is taken'],
  gone: [410, 'No longer available'],
  too_large: [413, 'Too large'],
  unsupported_media_type: [415, 'Unsupported media type'],
  too_many_requests: [429, 'Too many requests'],
  internal: [500, 'Something went wrong'],
} as const satisfies Record<string, readonly [number, string]>
export type ProblemCode = keyof typeof problemKinds

type Given = {
  values?: Values
  errors?: readonly Fault[]
  more?: Record<string, unknown>
  cause?: unknown
  language?: Language
}

/** An answer that is not the one asked for, as RFC 9457 describes it. Throwing it rolls the transaction back. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: number
  /** In English; http/problems.ts says it in the reader's language. */
  readonly detail: Sentence
  readonly values: Values
  readonly errors: readonly Fault[]
  /** More members of the document, such as what a refused change would have done. */
  readonly more: Readonly<Record<string, unknown>>
  /** Where the reader is spoken to in another language than the request asks for. */
  readonly language: Language | undefined

  constructor(code: ProblemCode, detail: Sentence, given: Given = {}) {
    super(detail, { cause: given.cause })
    this.code = code
    this.status = problemKinds[code][0]
    this.detail = detail
    this.values = given.values ?? {}
    this.errors = given.errors ?? []
    this.more = given.more ?? {}
    this.language = given.language
  }
}

/** Hidden and absent answer alike, so there is one sentence for both. */
export const notFound = () =>
  new Problem('not_found', say('There is nothing here, or it is not yours to see.'))
export const invalid = (errors: readonly Fault[], given: Pick<Given, 'language'> = {}) =>
  new Problem('invalid', say('Some of what was sent is not right; see errors.'), { errors, ...given })
/** An id in a body that the actor cannot use: the same for deleted, foreign and unknown. */
export const unknownId = (pointer: string) => invalid([{ pointer, detail: say('Choose one from the list.') }])

/** Public links are unique in the instance, so this says no more than the page under it does. */
export const linkTaken = () => {
  const detail = say('This link is taken; choose another.')
  return new Problem('link_taken', detail, { errors: [{ pointer: '/link', detail }] })
}

/** SQLSTATE → problem, the only place; by code, never by message. Names of our own begin with GH. */
const bySqlState: Record<string, () => Problem> = {
  '23505': () => new Problem('conflict', say('This exists already.')),
  '23503': () =>
    new Problem('conflict', say('Something this refers to has just changed. Load the page again.')),
  '40001': () => new Problem('conflict', say('Somebody else was faster. Try again.')),
  '40P01': () => new Problem('conflict', say('Somebody else was faster. Try again.')),
  '22P05': () => invalid([{ pointer: '', detail: say('A character in this text cannot be stored.') }]),
  '22021': () => invalid([{ pointer: '', detail: say('A character in this text cannot be stored.') }]),
  GH001: () =>
    invalid([
      { pointer: '/parentId', detail: say('Groups may be nested six levels deep, without a cycle.') },
    ]),
  GH002: () => new Problem('last_admin', say('Make somebody else an Admin first.')),
  GH003: () =>
    new Problem('conflict', say('A member of a group sees what the group sees. Take them out of it first.')),
}

/** @returns the problem that a database error stands for, or undefined where it is a fault of ours. */
export const problemOfDatabase = (error: unknown): Problem | undefined => {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return code === undefined ? undefined : bySqlState[code]?.()
}

/** The unique constraint or index that an error names, if it is about one. */
export const violatedUnique = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && error.code === '23505' && 'constraint' in error
    ? String(error.constraint)
    : undefined
