import { ActionIcon, Checkbox, MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useState } from 'react'
import type { Question } from '../../../src/features/meeting-types/schema.ts'
import { t } from '../../ui/language.ts'
import { type Role, roleNames } from '../members/words.ts'
import styles from './meetingTypes.module.css'
import { type QuestionKind, questionKinds } from './words.ts'

export type At = { error?: ReactNode; 'data-path'?: string }
type Given = {
  question: Question
  number: number
  count: number
  at: (field: string) => At
  onChange: (question: Question) => void
  move: (by: -1 | 1) => void
  remove: () => void
}

export function QuestionCard({ question, number, count, at, onChange, move, remove }: Given) {
  const change = (part: Partial<Question>) => onChange({ ...question, ...part })
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move(event.key === 'ArrowUp' ? -1 : 1)
  }
  const name = question.label || t('question {number}', { number })
  const button = (by: -1 | 1, label: string, icon: ReactNode) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      data-move={by}
      disabled={by < 0 ? number === 1 : number === count}
      onClick={() => move(by)}
    >
      {icon}
    </ActionIcon>
  )
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Alt and an arrow besides the buttons, which do the same.
    <li className={styles.card} data-question={question.key} onKeyDown={onKeyDown}>
      <div className={styles.cardLine}>
        <strong>{t('Question {number}', { number })}</strong>
        <span className={styles.row}>
          {count > 1 && button(-1, t('Move up: {name}', { name }), <IconArrowUp />)}
          {count > 1 && button(1, t('Move down: {name}', { name }), <IconArrowDown />)}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('Remove: {name}', { name })}
            onClick={remove}
          >
            <IconX />
          </ActionIcon>
        </span>
      </div>
      <TextInput
        label={t('Question')}
        value={question.label}
        {...at('label')}
        onChange={event => change({ label: event.currentTarget.value })}
      />
      <Select
        label={t('Answer')}
        data={Object.entries(questionKinds()).map(([value, label]) => ({ value, label }))}
        value={question.kind}
        onChange={kind => change({ kind: kind as QuestionKind })}
      />
      {question.kind === 'choice' && (
        <Choices choices={question.choices} at={at('choices')} onChange={choices => change({ choices })} />
      )}
      <TextInput
        label={t('Help')}
        value={question.help}
        {...at('help')}
        onChange={event => change({ help: event.currentTarget.value })}
      />
      <MultiSelect
        label={t('Visible to')}
        placeholder={question.visibleTo.length === 0 ? t('Everyone who reads the meeting') : undefined}
        data={Object.entries(roleNames()).map(([value, label]) => ({ value, label }))}
        value={question.visibleTo}
        {...at('visibleTo')}
        onChange={roles => change({ visibleTo: roles as Role[] })}
        clearButtonProps={{ 'aria-label': t('Clear') }}
        hidePickedOptions
      />
      <Checkbox
        label={t('Required')}
        checked={question.required}
        onChange={event => change({ required: event.currentTarget.checked })}
      />
    </li>
  )
}

/** As many lines as answers. What is typed stays as it is typed: an empty line is one on which something follows. */
function Choices({
  choices,
  at,
  onChange,
}: {
  choices: string[]
  at: At
  onChange: (choices: string[]) => void
}) {
  const [typed, setTyped] = useState(choices.join('\n'))
  return (
    <Textarea
      label={t('Answers to choose')}
      description={t('One on each line.')}
      autosize
      minRows={2}
      value={typed}
      {...at}
      onChange={event => {
        const text = event.currentTarget.value
        setTyped(text)
        onChange(
          text
            .split('\n')
            .map(line => line.trim())
            .filter(Boolean),
        )
      }}
    />
  )
}
