import { Radio } from '@mantine/core'
import type { z } from 'zod'
import type { MembersRemoved } from '../../../src/features/groups/schema.ts'
import { t } from '../../ui/language.ts'
import styles from './dialogs.module.css'
import { NameList } from './NameList.tsx'

export type Kept = 'keep' | 'reassign'
type Given = {
  upcoming: z.infer<typeof MembersRemoved>['meetings']
  chosen: Kept
  onChange: (chosen: Kept) => void
}

/** What becomes of the upcoming meetings of those who leave a group: nothing is cancelled by itself. */
export function MeetingsChoice({ upcoming, chosen, onChange }: Given) {
  const total = upcoming.reduce((sum, { meetings }) => sum + meetings, 0)
  const words = (count: number) => t('{count, plural, one {# meeting} other {# meetings}}', { count })
  return (
    <>
      <NameList
        title={t(
          '{count, plural, one {# upcoming meeting of this group} other {# upcoming meetings of this group}}',
          { count: total },
        )}
        members={upcoming.map(({ memberId, name, meetings }) => ({
          id: memberId,
          name,
          email: '',
          detail: words(meetings),
        }))}
      />
      <Radio.Group label={t('What becomes of these meetings?')} value={chosen} onChange={onChange}>
        <div className={styles.choices}>
          <Radio value="keep" label={t('Keep')} description={t('They hold them as planned.')} />
          <Radio
            value="reassign"
            label={t('Reassign')}
            description={t('Others of the group get them, whoever is free, by its policy.')}
          />
        </div>
      </Radio.Group>
    </>
  )
}
