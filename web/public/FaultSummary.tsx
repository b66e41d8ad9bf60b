import { useEffect, useRef } from 'preact/hooks'
import { t } from '../ui/language.ts'
import type { Answers, Field } from './checks.ts'
import { idOf } from './FieldInput.tsx'

type FaultSummaryProps = {
  fields: Field[]
  faults: Answers
  /** Of the questions, where it is not the page's. */
  language?: string
  /** How often the form was refused: each time takes the focus here. */
  attempts: number
}

/** What is to be mended, above the form, with a way to each. */
export function FaultSummary({ fields, faults, language, attempts }: FaultSummaryProps) {
  const summary = useRef<HTMLDivElement>(null)
  useEffect(() => summary.current?.focus(), [attempts])
  const faulty = fields.filter(({ key }) => faults[key])
  if (faulty.length === 0) return null
  return (
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
  )
}

/** The address stays as it is: a hash would be one more step for the Back button. */
function focusField(event: Event, key: string) {
  event.preventDefault()
  document.getElementById(idOf(key))?.focus()
}
