import { useEffect, useRef, useState } from 'preact/hooks'
import { ApiProblem } from '../ui/api.ts'
import { t } from '../ui/language.ts'
import { type Field, faultOf } from './checks.ts'
import { FieldInput, idOf } from './FieldInput.tsx'
import { recall, remember } from './memory.ts'
import { SendButton } from './SendButton.tsx'
import { useSending } from './useSending.ts'

type Answers = Record<string, string>
type FormStepProps = {
  token: string
  stepKey: string
  /** Of the questions, where it is not the page's. */
  language: string
  fields: Field[]
  answers: Answers
  isLast: boolean
  send: (answers: Answers) => Promise<void>
}

export function FormStep({ token, stepKey, language, fields, answers, isLast, send }: FormStepProps) {
  const [values, setValues] = useState<Answers>(() => ({ ...answers, ...recall(token).drafts[stepKey] }))
  const [faults, setFaults] = useState<Answers>({})
  const [attempts, setAttempts] = useState(0)
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => summary.current?.focus(), [attempts])

  const change = (key: string, value: string) => {
    const changed = { ...values, [key]: value }
    setValues(changed)
    remember(token, { drafts: { ...recall(token).drafts, [stepKey]: changed } })
    if (faults[key]) setFaults(({ [key]: _mended, ...rest }) => rest)
  }
  const refuse = (found: Answers) => {
    setFaults(found)
    setAttempts(count => count + 1)
  }
  const sending = useSending(async () => {
    const found = faultsOf(fields, values)
    if (Object.keys(found).length > 0) return refuse(found)
    try {
      await send(filledIn(fields, values))
    } catch (error) {
      const told = toldByServer(error, fields)
      if (Object.keys(told).length === 0) throw error
      refuse(told)
    }
  })
  const faulty = fields.filter(({ key }) => faults[key])
  return (
    <form class="stack" onSubmit={sending.submit} noValidate>
      {faulty.length > 0 && (
        <div ref={summary} class="summary" tabIndex={-1} role="alert">
          <p>
            {t('{count, plural, one {One answer needs another look} other {# answers need another look}}', {
              count: faulty.length,
            })}
          </p>
          <ul>
            {faulty.map(({ key, label }) => (
              <li key={key}>
                <a href={`#${idOf(key)}`} onClick={event => focusField(event, key)} lang={language}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
      {fields.map(field => (
        <FieldInput
          key={field.key}
          field={field}
          language={language}
          value={values[field.key] ?? ''}
          fault={faults[field.key]}
          onChange={value => change(field.key, value)}
        />
      ))}
      <SendButton sending={sending} label={isLast ? t('Send') : t('Continue')} />
      <p class="small">
        {t('You can stop and come back later with the same link. What you have sent is kept.')}
      </p>
    </form>
  )
}

function faultsOf(fields: Field[], values: Answers): Answers {
  return Object.fromEntries(
    fields.flatMap(field => {
      const fault = faultOf(field, values[field.key] ?? '')
      return fault ? [[field.key, fault]] : []
    }),
  )
}

const filledIn = (fields: Field[], values: Answers): Answers =>
  Object.fromEntries(fields.flatMap(({ key }) => (values[key]?.trim() ? [[key, values[key].trim()]] : [])))

/** Faults by JSON pointer, `/answers/{key}`. */
function toldByServer(error: unknown, fields: Field[]): Answers {
  if (!(error instanceof ApiProblem)) return {}
  const keys = new Set(fields.map(({ key }) => key))
  return Object.fromEntries(
    error.errors
      .map(({ pointer, detail }) => [pointer.replace(/^\/answers\//, ''), detail] as const)
      .filter(([key]) => keys.has(key)),
  )
}

/** The address stays as it is: a hash would be one more step for the Back button. */
function focusField(event: Event, key: string) {
  event.preventDefault()
  document.getElementById(idOf(key))?.focus()
}
