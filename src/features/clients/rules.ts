import { Id } from '../../kit/shapes.ts'
import { textIn } from '../flows/rules.ts'
import type { Step } from '../flows/schema.ts'
import type { ClientDetail, ClientItem } from './schema.ts'

/** Where a page of clients ends: after the one created at `at` (RFC 3339, milliseconds) with this id. */
export type Place = { at: string; id: string }

/** Opaque to its reader; it holds nothing that the last row of the page did not show. */
export const cursorOf = ({ at, id }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url')

/** @returns undefined for what is not a cursor of ours. */
export function placeOf(cursor: string): Place | undefined {
  const [at = '', id = '', ...rest] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  return isTime(at) && rest.length === 0 && Id.safeParse(id).success ? { at, id } : undefined
}

/** PostgreSQL knows no year 0 and no 30 February, which JavaScript would take for 1 March. */
const isTime = (at: string): boolean =>
  /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) &&
  !Number.isNaN(Date.parse(at)) &&
  new Date(at).toISOString() === at

export type Row = {
  id: string
  firstName: string
  lastName: string
  email: string | null
  phone: string | null
  externalId: string | null
  language: string
  status: string
  origin: string
  groupId: string | null
  /** Null where the viewer may not know the group. */
  groupName: string | null
  groupDeletedAt: Date | null
  flowId: string | null
  flowName: string | null
  invitedBy: string | null
  inviterName: string | null
  sharedWithMe: boolean
  lastActivityAt: Date
  createdAt: Date
}

const named = (id: string | null, name: string | null) => (id !== null && name !== null ? { id, name } : null)

/** A row as its viewer may know it: what has no name to them is not there, and a hidden group has a label instead. */
export function itemOf(row: Row): ClientItem {
  const group = named(row.groupId, row.groupName)
  return {
    id: row.id,
    firstName: row.firstName,
    lastName: row.lastName,
    email: row.email,
    phone: row.phone,
    externalId: row.externalId,
    language: row.language as ClientItem['language'],
    status: row.status as ClientItem['status'],
    origin: row.origin as ClientItem['origin'],
    group: group && { ...group, deleted: row.groupDeletedAt !== null },
    groupLabel: row.groupId === null ? 'Organization' : (group?.name ?? 'Shared with you'),
    flow: named(row.flowId, row.flowName),
    invitedBy: named(row.invitedBy, row.inviterName),
    sharedWithMe: row.sharedWithMe,
    lastActivityAt: row.lastActivityAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  }
}

/** A step of a journey as staff read it: labels in their language, answers that were given, in the order of the form. */
export function shownStep(
  step: Step,
  given: { submittedAt: Date; answers: Record<string, string> } | undefined,
  language: string,
): ClientDetail['steps'][number] {
  const fields = step.kind === 'form' ? step.fields : []
  return {
    key: step.key,
    title: textIn(step.title, language),
    submittedAt: given?.submittedAt.toISOString() ?? null,
    answers: fields.flatMap(field => {
      const value = given?.answers[field.key]
      if (value === undefined) return []
      const chosen = field.choices?.find(choice => choice.value === value)
      return [
        { label: textIn(field.label, language), value: chosen ? textIn(chosen.label, language) : value },
      ]
    }),
  }
}

/** What an event keeps, for who sees the client: when a meeting is, and not the id of its host, whom they may not know. */
export function factsFor(data: unknown): Record<string, unknown> {
  const facts = data as Record<string, unknown>
  const withoutHost = ({ hostId: _hostId, ...state }: Record<string, unknown>) => state
  const states = ['before', 'after'].flatMap(key =>
    typeof facts[key] === 'object' && facts[key] !== null
      ? [[key, withoutHost(facts[key] as Record<string, unknown>)]]
      : [],
  )
  return { ...facts, ...Object.fromEntries(states) }
}
