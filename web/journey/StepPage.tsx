import type { Journey } from '../../src/features/journeys/schema.ts'
import { Heading } from '../public/Heading.tsx'
import { SendButton } from '../public/SendButton.tsx'
import { Tick } from '../public/Tick.tsx'
import { useSending } from '../public/useSending.ts'
import { t } from '../ui/language.ts'
import { FormStep } from './FormStep.tsx'

type StepPageProps = {
  token: string
  journey: Journey
  stepKey: string
  submit: (key: string, answers: Record<string, string>) => Promise<void>
  go: (key: string) => void
}

export function StepPage({ token, journey, stepKey, submit, go }: StepPageProps) {
  const { steps, completedAt, language } = journey
  const position = steps.findIndex(({ key }) => key === stepKey)
  const step = steps[position]
  if (!step) return null
  const before = completedAt ? undefined : steps[position - 1]
  return (
    <>
      <Progress done={position + 1} total={steps.length} />
      {before && (
        <button type="button" class="back" onClick={() => go(before.key)}>
          <span aria-hidden>‹</span> {t('Back')}
        </button>
      )}
      {step.kind === 'success' && <Tick />}
      {position === 0 && !completedAt && journey.firstName && (
        <p class="greeting">{t('Hello {name},', { name: journey.firstName })}</p>
      )}
      <Heading text={step.title} lang={language} />
      {step.text && (
        <p class="text" lang={language}>
          {step.text}
        </p>
      )}
      {step.kind === 'intro' && <IntroStep send={() => submit(step.key, {})} />}
      {step.kind === 'form' && (
        <FormStep
          token={token}
          stepKey={step.key}
          language={language}
          fields={step.fields}
          answers={journey.answers[step.key] ?? {}}
          isLast={steps[position + 1]?.kind === 'success'}
          send={answers => submit(step.key, answers)}
        />
      )}
    </>
  )
}

function IntroStep({ send }: { send: () => Promise<void> }) {
  const sending = useSending(send)
  return (
    <form class="stack" onSubmit={sending.submit}>
      <SendButton sending={sending} label={t('Continue')} />
    </form>
  )
}

function Progress({ done, total }: { done: number; total: number }) {
  return (
    <div class="progress">
      <p role="status">{t('Step {done} of {total}', { done, total })}</p>
      <div class="track" aria-hidden>
        {Array.from({ length: total }, (_, index) => (
          <span key={index} data-done={index < done || undefined} />
        ))}
      </div>
    </div>
  )
}
