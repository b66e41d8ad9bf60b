import type { InvitesReport as Report } from '../../../src/features/reports/schema.ts'
import { t } from '../../ui/language.ts'
import { ReportFrame } from './ReportFrame.tsx'
import type { FigureColumn } from './SideBySide.tsx'
import type { Choice } from './useChoice.ts'
import { aboutMinutes, countOf, shareOf } from './words.ts'

type Total = Report['total']

export function InvitesReport({ choice }: { choice: Choice }) {
  return (
    <ReportFrame<Total>
      choice={choice}
      size={({ sent }) => sent}
      none={t('No invite was sent in this time. Choose a longer period, or ask for more.')}
      figures={figuresOf}
      series={series()}
      counts={({ sent, initiated, completed }) => ({
        completed,
        started: Math.max(0, initiated - completed),
        waiting: Math.max(0, sent - Math.max(initiated, completed)),
      })}
      columns={columns()}
    />
  )
}

const series = () => [
  { key: 'completed', label: t('Completed'), color: 'var(--dot-5)' },
  { key: 'started', label: t('Started, not completed'), color: 'var(--dot-0)' },
  { key: 'waiting', label: t('Not started'), color: 'var(--dot-3)' },
]

const figuresOf = (total: Total) => [
  {
    label: t('Sent'),
    value: countOf(total.sent),
    detail: t('{count, plural, one {to # client} other {to # clients}}', { count: total.clients }),
  },
  { label: t('Started'), value: countOf(total.initiated), detail: shareOf(total.initiated, total.sent) },
  { label: t('Completed'), value: countOf(total.completed), detail: shareOf(total.completed, total.sent) },
  {
    label: t('Time to complete'),
    value: aboutMinutes(total.timeToCompleteMinutes),
    detail: t('half are quicker'),
  },
]

const columns = (): FigureColumn<Total>[] => [
  { key: 'sent', header: t('Sent'), cell: ({ sent }) => countOf(sent) },
  { key: 'clients', header: t('Clients'), cell: ({ clients }) => countOf(clients) },
  { key: 'initiated', header: t('Started'), cell: ({ initiated }) => countOf(initiated) },
  { key: 'completed', header: t('Completed'), cell: ({ completed }) => countOf(completed) },
  {
    key: 'share',
    header: t('Of those sent'),
    cell: ({ completed, sent }) => shareOf(completed, sent) || '–',
  },
  {
    key: 'time',
    header: t('Time to complete'),
    cell: ({ timeToCompleteMinutes }) => aboutMinutes(timeToCompleteMinutes),
  },
]
