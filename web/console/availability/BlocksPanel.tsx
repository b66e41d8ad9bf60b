import { Button } from '@mantine/core'
import { IconPlus, IconRepeat } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { Block, BlockList, Level } from '../../../src/features/availability/schema.ts'
import { api } from '../../ui/api.ts'
import { addDays, readingIn, zoneWords } from '../../ui/calendar/days.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { formatDays, formatSpan, t } from '../../ui/language.ts'
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

type BlocksPanelProps = Owner & {
  intro: string
  /** The organisation's, or that of the member concerned. */
  zone: string
}

/** Blocks of the organisation, a group or a member: what is to come, and the way to add one. */
export function BlocksPanel({ intro, zone, ...owner }: BlocksPanelProps) {
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
            <>
              <ul className={styles.rows}>
                {shown.map(block => (
                  <BlockRow key={block.id} block={block} zone={zone} />
                ))}
              </ul>
              <p className={styles.note}>{t('Times are those of {zone}.', { zone: zoneWords(zone) })}</p>
            </>
          )
        }}
      </Loaded>
      {isAdding && <BlockDialog owner={owner} zone={zone} close={() => setAdding(false)} />}
    </div>
  )
}

/** One that repeats may have begun long ago. */
const isToCome = ({ rrule, endsAt }: Block) => rrule !== null || Date.parse(endsAt) > Date.now()

/** Whole days as days; anything else with its times. */
function spanWords({ startsAt, endsAt }: Block, zone: string) {
  const [start, end] = [readingIn(zone, startsAt), readingIn(zone, endsAt)]
  return start.minute === 0 && end.minute === 0
    ? formatDays(start.day, addDays(end.day, -1))
    : formatSpan(startsAt, endsAt, zone)
}

function BlockRow({ block, zone }: { block: Block; zone: string }) {
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
          {spanWords(block, zone)}
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
