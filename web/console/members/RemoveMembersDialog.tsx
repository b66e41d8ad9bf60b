import { Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { MemberItem, MemberRemoved, UpcomingMeeting } from '../../../src/features/members/schema.ts'
import { api, ApiProblem } from '../../ui/api.ts'
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx'
import { ConsequencesPanel } from '../../ui/ConsequencesPanel.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { toast } from '../../ui/toast.tsx'
import { together, useDryRun, useLast } from './consequences.ts'
import styles from './dialogs.module.css'
import { MeetingFates } from './MeetingFates.tsx'
import { NameList } from './NameList.tsx'
import { type Fate, settle } from './settling.ts'
import { nameOf } from './words.ts'

type Removed = z.infer<typeof MemberRemoved>
type Given = { members: MemberItem[]; done: () => void; close: () => void }

/** For good: what they host is given away or cancelled first, one meeting after the other, and only then do they go. */
export function RemoveMembersDialog({ members, done, close }: Given) {
  const queryClient = useQueryClient()
  const concerned = members.filter(member => member.may.remove)
  const ids = concerned.map(({ id }) => id)
  const [fates, setFates] = useState<Record<string, Fate>>({})
  const [reason, setReason] = useState('')
  const [unsettled, setUnsettled] = useState<string[]>([])
  const [progress, setProgress] = useState<{ label: string; done: number; total: number }>()
  const preview = useDryRun(['removal', ids], async () => {
    const answers: Removed[] = []
    for (const id of ids) answers.push(await api.delete<Removed>(`/members/${id}?dryRun=true`))
    return {
      meetings: answers
        .flatMap(({ meetings }) => meetings)
        .sort((a, b) => a.startsAt.localeCompare(b.startsAt)),
      consequences: together(answers.map(({ consequences }) => consequences)),
    }
  })
  const known = useLast(preview.data)
  const meetings = known?.meetings ?? []
  const fateOf = (meeting: UpcomingMeeting): Fate => fates[meeting.id] ?? 'free'
  const settleAll = async () => {
    const left: string[] = []
    for (const [index, meeting] of meetings.entries()) {
      setProgress({ label: t('Meetings'), done: index, total: meetings.length })
      if (!(await settle(meeting, fateOf(meeting), ids, reason))) left.push(meeting.id)
    }
    setUnsettled(left)
    if (left.length === 0) return
    const detail = t(
      '{count, plural, one {Nobody is free for # meeting. Choose somebody for it, or cancel it.} other {Nobody is free for # meetings. Choose somebody for them, or cancel them.}}',
      { count: left.length },
    )
    throw new ApiProblem(409, { code: 'host_has_meetings', detail })
  }
  const remove = async () => {
    try {
      await settleAll()
      for (const [index, id] of ids.entries()) {
        setProgress({ label: t('Members'), done: index, total: ids.length })
        await api.delete(`/members/${id}`)
      }
    } catch (error) {
      // What is settled stays so, and is not asked about again.
      await preview.refetch()
      throw error
    } finally {
      setProgress(undefined)
    }
    done()
    await queryClient.invalidateQueries()
    toast(t('{count, plural, one {# member removed.} other {# members removed.}}', { count: ids.length }))
  }
  return (
    <ConfirmDialog
      opened
      wide
      danger
      title={
        concerned.length === 1
          ? t('Remove {name}?', { name: nameOf(concerned[0]!) })
          : t('Remove {count} members?', { count: concerned.length })
      }
      verb={t('{count, plural, one {Remove # member} other {Remove # members}}', { count: ids.length })}
      waiting={!preview.data}
      onConfirm={remove}
      onClose={close}
    >
      <p className={styles.note}>
        {t(
          'They can no longer sign in, and their name and address are taken away; what they did stays. To be able to undo it, suspend them instead.',
        )}
      </p>
      {concerned.length > 1 && (
        <NameList
          title={t('{count, plural, one {# member} other {# members}}', { count: concerned.length })}
          members={concerned}
        />
      )}
      <Loaded query={{ ...preview, data: known }}>
        {({ consequences }) => (
          <>
            {meetings.length > 0 && (
              <>
                <MeetingFates
                  meetings={meetings}
                  leaving={ids}
                  fateOf={fateOf}
                  setFates={changed => setFates({ ...fates, ...changed })}
                  unsettled={unsettled}
                />
                <Textarea
                  label={t('Reason')}
                  description={t('Clients read it in the mail about their meeting.')}
                  autosize
                  value={reason}
                  onChange={event => setReason(event.currentTarget.value)}
                />
              </>
            )}
            <ConsequencesPanel {...consequences} />
          </>
        )}
      </Loaded>
      {progress && <ProgressBar {...progress} />}
    </ConfirmDialog>
  )
}
