import { Button } from '@mantine/core'
import { IconPlus, IconRepeat } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { Block, BlockList, Level } from '../../../src/features/availability/schema.ts'
import { api } from '../../ui/api.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { formatSpan, t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { toast, toastProblem } from '../../ui/toast.tsx'
import { useMay } from '../shell/session.ts'
import styles from './availability.module.css'
import { BlockDialog } from './BlockDialog.tsx'
import { repeatWords } from './repeats.ts'
import { useRenewAvailability } from './useRenewAvailability.ts'

type Answer = z.infer<typeof BlockList>
type Owner = { level: Level; groupId?: string | undefined; memberId?: string | undefined }

const permissions = {
  organization: 'availability.organization',
  group: 'availability.group',
  member: 'availability.write',
} as const

/** Blocks of the organisation, a group or a member: what is to come, and the way to add one. */
export function BlocksPanel({ intro, ...owner }: Owner & { intro: string }) {
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  const query = useQuery({
    queryKey: ['/blocks', owner],
    queryFn: ({ signal }) => api.get<Answer>('/blocks', owner, signal),
  })
  const add = may(permissions[owner.level]) && (
    <Button leftSection={<IconPlus />} onClick={() => setAdding(true)}>
      {t('Add a block')}
    </Button>
  )
  return (
    <div className={styles.stack}>
      <div className={styles.bar}>
        <p className={styles.intro}>{intro}</p>
        {add}
      </div>
      <Loaded query={query}>
        {({ items }) => {
          const shown = items.filter(isToCome)
          return shown.length === 0 ? (
            <EmptyState text={t('Nothing is blocked.')} />
          ) : (
            <ul className={styles.rows}>
              {shown.map(block => (
                <BlockRow key={block.id} block={block} />
              ))}
            </ul>
          )
        }}
      </Loaded>
      {isAdding && <BlockDialog owner={owner} close={() => setAdding(false)} />}
    </div>
  )
}

/** One that repeats may have begun long ago. */
const isToCome = ({ rrule, endsAt }: Block) => rrule !== null || Date.parse(endsAt) > Date.now()

function BlockRow({ block }: { block: Block }) {
  const renew = useRenewAvailability()
  const putBack = async () => {
    const { level, groupId, memberId, title, startsAt, endsAt, timeZone, rrule } = block
    const of = level === 'group' ? { groupId } : level === 'member' ? { memberId } : {}
    await api.create('/blocks', { level, ...of, title, startsAt, endsAt, timeZone, rrule })
    await renew()
  }
  const remove = async () => {
    try {
      await api.delete(`/blocks/${block.id}`)
      await renew()
      toast(t('The block is removed.'), putBack)
    } catch (error) {
      toastProblem(error)
    }
  }
  return (
    <li className={styles.row}>
      <span className={styles.words}>
        <strong>{block.title || t('Block')}</strong>
        <span className={styles.note}>
          {formatSpan(block.startsAt, block.endsAt, block.timeZone)}
          {block.rrule !== null && (
            <>
              {' '}
              · <IconRepeat aria-hidden className={styles.small} /> {repeatWords(block.rrule)}
            </>
          )}
        </span>
      </span>
      {block.may.remove && (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          aria-label={t('Remove the block {title}', { title: block.title })}
          onClick={() => void remove()}
        >
          {t('Remove')}
        </Button>
      )}
    </li>
  )
}
