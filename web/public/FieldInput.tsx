import type { ComponentChildren } from 'preact'
import { t } from '../ui/language.ts'
import type { Field } from './checks.ts'

type FieldInputProps = {
  field: Field
  language: string
  value: string
  fault: string | undefined
  onChange: (value: string) => void
}

export const idOf = (key: string) => `field-${key}`

const inputs = {
  text: { type: 'text' },
  email: {
    type: 'email',
    inputMode: 'email',
    autoComplete: 'email',
    autoCapitalize: 'none',
    spellcheck: false,
  },
  phone: { type: 'tel', inputMode: 'tel', autoComplete: 'tel' },
  date: { type: 'date' },
} as const

/** One question: label above, help below, and a fault in place of the help. */
export function FieldInput({ field, language, value, fault, onChange }: FieldInputProps) {
  const { key, kind, label, help, required, autoComplete } = field
  const id = idOf(key)
  const noteId = `${id}-note`
  const given = {
    id,
    value,
    'aria-invalid': fault !== undefined,
    'aria-describedby': fault || help ? noteId : undefined,
    'aria-required': required,
    onInput: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
  }
  const words = (
    <>
      <span lang={language}>{label}</span>
      {!required && <span class="optional"> {t('(not required)')}</span>}
    </>
  )
  const note = fault ? (
    <p id={noteId} class="fault">
      {fault}
    </p>
  ) : help ? (
    <p id={noteId} class="small" lang={language}>
      {help}
    </p>
  ) : null
  if (kind === 'choice')
    return <Choice {...{ field, language, value, fault, onChange, words, note, noteId }} />
  if (kind === 'checkbox')
    return (
      <div class="field" aria-invalid={fault !== undefined}>
        <label class="choice" for={id}>
          <input
            {...given}
            type="checkbox"
            value="true"
            checked={value === 'true'}
            onInput={event => onChange(event.currentTarget.checked ? 'true' : '')}
          />
          <span>{words}</span>
        </label>
        {note}
      </div>
    )
  const completed = autoComplete === undefined ? {} : { autoComplete }
  return (
    <div class="field">
      <label for={id}>{words}</label>
      {kind === 'long_text' ? (
        <textarea rows={4} {...given} />
      ) : (
        <input {...inputs[kind]} {...completed} {...given} />
      )}
      {note}
    </div>
  )
}

type ChoiceProps = FieldInputProps & { words: ComponentChildren; note: ComponentChildren; noteId: string }

/** The first choice carries the field's id, so that the summary of faults leads to it. */
function Choice({ field, language, value, fault, onChange, words, note, noteId }: ChoiceProps) {
  return (
    <fieldset
      class="field"
      role="radiogroup"
      aria-required={field.required}
      aria-invalid={fault !== undefined}
      aria-describedby={note ? noteId : undefined}
    >
      <legend>{words}</legend>
      {field.choices.map((choice, index) => (
        <label key={choice.value} class="choice">
          <input
            type="radio"
            id={index === 0 ? idOf(field.key) : undefined}
            name={field.key}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <span lang={language}>{choice.label}</span>
        </label>
      ))}
      {note}
    </fieldset>
  )
}
