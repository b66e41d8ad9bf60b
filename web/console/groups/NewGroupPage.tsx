import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { GroupItem } from '../../../src/features/groups/schema.ts'
import type { Consequences } from '../../../src/features/members/schema.ts'
import { api } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { t } from '../../ui/language.ts'
import { NotAllowed } from '../../ui/NotAllowed.tsx'
import { Page } from '../../ui/Page.tsx'
import { SaveForm } from '../../ui/SaveForm.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSaveForm } from '../../ui/useSaveForm.ts'
import { TypePickList } from '../meeting-types/TypePickList.tsx'
import { hasEffect } from '../members/consequences.ts'
import { useMay } from '../shell/session.ts'
import styles from './groups.module.css'
import { type NewGroup, NewGroupMembers, NewGroupName } from './NewGroupFields.tsx'

const bodyOf = ({ members, meetingTypes, ...words }: NewGroup) => ({
  ...words,
  memberships: members.map(({ id, groupRole = null }) => ({ memberId: id, groupRole })),
  meetingTypeIds: meetingTypes.map(({ id }) => id),
})

export function NewGroupPage() {
  const may = useMay()
  return may('groups.create') ? <NewGroupForm /> : <NotAllowed title={t('Create new group')} />
}

/** A group by name and link; then its first members and their roles, then its meeting types, each now or later. */
function NewGroupForm() {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [step, setStep] = useState(0)
  const [consequences, setConsequences] = useState<Consequences>()
  const steps = [t('Name and link'), t('Members'), t('Meeting types')]
  const isLast = step === steps.length - 1
  const form = useSaveForm<NewGroup>({
    values: { name: '', link: '', description: '', members: [], meetingTypes: [] },
    checks: { name: name => (name.trim() ? null : t('Fill this in.')) },
    previews: true,
    save: async values => {
      const body = { ...bodyOf(values), dryRun: true }
      // With every step, so that a link that is taken is said where it is typed.
      const answer = await api.post<{ consequences: Consequences }>('/groups', body)
      if (!isLast) setStep(step + 1)
      else if (hasEffect(answer.consequences)) setConsequences(answer.consequences)
      else await create()
    },
  })
  const create = async () => {
    const group = await api.create<GroupItem>('/groups', bodyOf(form.values))
    await queryClient.invalidateQueries()
    form.reset()
    toast(t('{name} is created.', { name: group.name }))
    await navigate({ to: '/groups/$groupId', params: { groupId: group.id } })
  }
  const { members, meetingTypes } = form.values
  const isSkipped = (step === 1 && members.length === 0) || (isLast && meetingTypes.length === 0)
  const verb = isLast ? t('Create group') : isSkipped ? t('Skip') : t('Next')
  return (
    <Page title={t('Create new group')}>
      <Steps steps={steps} step={step} />
      <SaveForm
        form={form}
        verb={verb}
        creates
        aside={
          step > 0 && (
            <Button variant="default" onClick={() => setStep(step - 1)}>
              {t('Back')}
            </Button>
          )
        }
      >
        {step === 0 && <NewGroupName form={form} />}
        {step === 1 && <NewGroupMembers form={form} />}
        {step === 2 && (
          <>
            <p className={styles.note}>{t('What its members can host. You can also add them later.')}</p>
            <TypePickList ticked={meetingTypes} onChange={ticked => form.set('meetingTypes', ticked)} />
          </>
        )}
      </SaveForm>
      <ConfirmDialog
        opened={consequences !== undefined}
        wide
        title={t('Create {name}?', { name: form.values.name })}
        verb={t('Create group')}
        onConfirm={create}
        onClose={() => setConsequences(undefined)}
      >
        {consequences && <ConsequencesPanel {...consequences} />}
      </ConfirmDialog>
    </Page>
  )
}

function Steps({ steps, step }: { steps: string[]; step: number }) {
  const current = useRef<HTMLLIElement>(null)
  const before = useRef(step)
  useEffect(() => {
    // The button that led here is another one now: a keyboard and a screen reader start at the new step.
    if (before.current !== step) current.current?.focus()
    before.current = step
  }, [step])
  return (
    <ol className={styles.steps}>
      {steps.map((label, index) => (
        <li
          key={label}
          ref={index === step ? current : undefined}
          tabIndex={index === step ? -1 : undefined}
          className={styles.step}
          aria-current={index === step ? 'step' : undefined}
        >
          {label}
        </li>
      ))}
    </ol>
  )
}
