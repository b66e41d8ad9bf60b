import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { Question } from '../../../src/features/meeting-types/schema.ts'
import { announce } from '../../ui/LiveRegion.tsx'
import { t } from '../../ui/language.ts'
import styles from './meetingTypes.module.css'
import { type At, QuestionCard } from './QuestionCard.tsx'

type Given = {
  questions: Question[]
  onChange: (questions: Question[]) => void
  /** The fault of `0.label` and the like, and where the form looks for its field. */
  at: (path: string) => At
}
const most = 30

/** Names the answer for good, whatever the label becomes. */
function newKey(questions: Question[]) {
  let number = questions.length + 1
  while (questions.some(({ key }) => key === `question_${number}`)) number += 1
  return `question_${number}`
}

export function QuestionsField({ questions, onChange, at }: Given) {
  const list = useRef<HTMLUListElement>(null)
  const focus = useRef<string>(undefined)
  // A card that was moved is another element by then; the keyboard goes with the question.
  useEffect(() => {
    if (!focus.current) return
    list.current?.querySelector<HTMLElement>(focus.current)?.focus()
    focus.current = undefined
  })
  const move = (index: number, by: -1 | 1) => {
    const to = index + by
    const question = questions[index]
    if (!question || to < 0 || to >= questions.length) return
    onChange(questions.toSpliced(index, 1).toSpliced(to, 0, question))
    const isEnd = to === (by < 0 ? 0 : questions.length - 1)
    focus.current = `[data-question="${question.key}"] [data-move="${isEnd ? -by : by}"]`
    announce(
      t('{label} is question {number} of {count}.', {
        label: question.label,
        number: to + 1,
        count: questions.length,
      }),
    )
  }
  const add = () => {
    const key = newKey(questions)
    const question = { key, kind: 'text' as const, label: '', help: '', required: false }
    onChange([...questions, { ...question, choices: [], visibleTo: [] }])
    focus.current = `[data-question="${key}"] input`
  }
  return (
    <>
      {questions.length === 0 && <p className={styles.note}>{t('Nothing is asked besides.')}</p>}
      <ul ref={list} className={styles.cards}>
        {questions.map((question, index) => (
          <QuestionCard
            key={question.key}
            question={question}
            number={index + 1}
            count={questions.length}
            at={field => at(`${index}.${field}`)}
            onChange={changed => onChange(questions.with(index, changed))}
            move={by => move(index, by)}
            remove={() => onChange(questions.toSpliced(index, 1))}
          />
        ))}
      </ul>
      {questions.length < most && (
        <Button variant="default" className={styles.start} leftSection={<IconPlus />} onClick={add}>
          {t('Add question')}
        </Button>
      )}
    </>
  )
}
