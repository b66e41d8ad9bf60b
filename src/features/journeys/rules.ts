import { type Fault, say } from '../../kit/sentence.ts'
import { Email } from '../../kit/shapes.ts'
import { textIn } from '../flows/rules.ts'
import type { FormField, Step } from '../flows/schema.ts'
import type { Journey, JourneyDoor } from './schema.ts'

type Answers = Record<string, string>

const longest = 5000
const isStorable = (value: string) => !/[\0\p{Cs}]/u.test(value)

/** A date of the calendar, as `YYYY-MM-DD`, that somebody now living could mean. */
function isDate(value: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined) return false
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1900 && year < 2200 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

function faultOf(
  { kind, required, choices = [] }: FormField,
  value: string,
): Omit<Fault, 'pointer'> | undefined {
  if (value === '') return required ? { detail: say('Please fill this in.') } : undefined
  if (value.length > longest)
    return {
      detail: say('This is too long. Please use at most {count} characters.'),
      values: { count: longest },
    }
  if (!isStorable(value) || (kind !== 'long_text' && /\p{Cc}/u.test(value)))
    return { detail: say('There is a character in here that we cannot keep. Please type it again.') }
  if (kind === 'email' && !Email.safeParse(value).success)
    return { detail: say('This is not a whole email address. It looks like name@example.com.') }
  if (kind === 'phone' && !/^\+?[\d\s().-]{6,20}$/.test(value))
    return { detail: say('Please use digits only, such as +31 30 123 45 67.') }
  if (kind === 'date' && !isDate(value)) return { detail: say('Please choose a date.') }
  if (kind === 'choice' && !choices.some(choice => choice.value === value))
    return { detail: say('Please choose one of these.') }
  return undefined
}

/** RFC 6901. */
const pointerTo = (key: string) => `/answers/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`

/** What a client gave for a step: trimmed, without what was left empty; or every fault, each at its pointer. */
export function readAnswers(
  step: Step,
  given: Answers,
): { answers: Answers; faults: [] } | { answers?: never; faults: Fault[] } {
  const fields = step.kind === 'form' ? step.fields : []
  const value = (key: string) => (Object.hasOwn(given, key) ? (given[key] ?? '') : '').trim()
  const unasked = Object.keys(given).filter(key => !fields.some(field => field.key === key))
  const faults = [
    ...fields.flatMap(field => {
      const fault = faultOf(field, value(field.key))
      return fault ? [{ pointer: pointerTo(field.key), ...fault }] : []
    }),
    ...unasked.map(key => ({ pointer: pointerTo(key), detail: say('This page does not ask for this.') })),
  ]
  if (faults.length > 0) return { faults }
  const filled = fields.map(({ key }) => [key, value(key)] as const).filter(([, text]) => text !== '')
  return { answers: Object.fromEntries(filled), faults: [] }
}

/** Steps that wait for the client; the end page waits for nobody. */
const toSubmit = (steps: readonly Step[]) => steps.filter(step => step.kind !== 'success')

/** The first step that was not submitted, or undefined where all were. */
export const nextStep = (steps: readonly Step[], submitted: ReadonlySet<string>): Step | undefined =>
  toSubmit(steps).find(step => !submitted.has(step.key))

/** May this step be submitted now? One that was before, or the one whose turn it is. */
export const isDue = (steps: readonly Step[], submitted: ReadonlySet<string>, key: string): boolean =>
  submitted.has(key) || nextStep(steps, submitted)?.key === key

export type InviteState = { completedAt: Date | null; revokedAt: Date | null; isExpired: boolean }
export const stateOf = ({ completedAt, revokedAt, isExpired }: InviteState): JourneyDoor['state'] => {
  if (revokedAt) return 'revoked'
  if (completedAt) return 'completed'
  return isExpired ? 'expired' : 'open'
}

/** A step as the client reads it. */
export function localStep(step: Step, ...languages: string[]): Journey['steps'][number] {
  const words = {
    key: step.key,
    title: textIn(step.title, ...languages),
    text: textIn(step.text, ...languages),
  }
  if (step.kind !== 'form') return { kind: step.kind, ...words }
  const fields = step.fields.map(({ label, help, choices = [], ...field }) => ({
    ...field,
    label: textIn(label, ...languages),
    help: help ? textIn(help, ...languages) : null,
    choices: choices.map(({ value, label }) => ({ value, label: textIn(label, ...languages) })),
  }))
  return { kind: step.kind, ...words, fields }
}
