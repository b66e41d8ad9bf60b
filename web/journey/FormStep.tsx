import type { Answers, Field } from '../public/checks.ts'
import { FaultSummary } from '../public/FaultSummary.tsx'
import { FieldInput } from '../public/FieldInput.tsx'
import { SendButton } from '../public/SendButton.tsx'
import { useForm } from '../public/useForm.ts'
import { t } from '../ui/language.ts'
import { recall, remember } from './memory.ts'

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
  const { values, faults, attempts, change, sending } = useForm({
    fields,
    start: () => ({ ...answers, ...recall(token).drafts[stepKey] }),
    keep: changed => remember(token, { drafts: { ...recall(token).drafts, [stepKey]: changed } }),
    keyOf: pointer => pointer.replace(/^\/answers\//, ''),
    send,
  })
  return (
    <form class="stack" onSubmit={sending.submit} noValidate>
      <FaultSummary {...{ fields, faults, language, attempts }} />
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
