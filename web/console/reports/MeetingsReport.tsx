import type { MeetingsReport as Report } from '../../../src/features/reports/schema.ts'
import { t } from '../../ui/language.ts'
import { ReportFrame } from './ReportFrame.tsx'
import type { FigureColumn } from './SideBySide.tsx'
import type { Choice } from './useChoice.ts'
import { aboutMinutes, countOf, ratingOf, shareOf } from './words.ts'

type Total = Report['total']

export function MeetingsReport({ choice }: { choice: Choice }) {
  return (
    <ReportFrame<Total>
      choice={choice}
      size={({ booked }) => booked}
      none={t('Nothing was booked in this time. Choose a longer period, or ask for more.')}
      figures={figuresOf}
      series={series()}
      counts={({ held, open, missed, cancelledByClient, cancelledByHost }) => ({
        held,
        open,
        missed,
        cancelledByClient,
        cancelledByHost,
      })}
      columns={columns()}
    />
  )
}

const series = () => [
  { key: 'held', label: t('Held'), color: 'var(--dot-5)' },
  { key: 'open', label: t('To come'), color: 'var(--dot-0)' },
  { key: 'missed', label: t('Missed'), color: 'var(--dot-4)' },
  { key: 'cancelledByClient', label: t('Cancelled by clients'), color: 'var(--dot-3)' },
  { key: 'cancelledByHost', label: t('Cancelled by hosts'), color: 'var(--dot-1)' },
]

function figuresOf(total: Total) {
  const { booked, held, missed, open, cancelledByClient, cancelledByHost, ratings } = total
  return [
    {
      label: t('Booked'),
      value: countOf(booked),
      detail: open > 0 ? t('{count} to come', { count: countOf(open) }) : undefined,
    },
    { label: t('Held'), value: countOf(held), detail: shareOf(held, booked) },
    {
      label: t('Cancelled'),
      value: countOf(cancelledByClient + cancelledByHost),
      detail: t('{clients} by clients, {hosts} by hosts', {
        clients: countOf(cancelledByClient),
        hosts: countOf(cancelledByHost),
      }),
    },
    { label: t('Missed'), value: countOf(missed), detail: shareOf(missed, booked) },
    { label: t('Lead time'), value: aboutMinutes(total.leadTimeMinutes), detail: t('half book earlier') },
    { label: t('Duration'), value: aboutMinutes(total.durationMinutes), detail: t('half are shorter') },
    {
      label: t('Rating'),
      value: ratingOf(total.rating),
      detail:
        ratings > 0
          ? t('of 5, by {count, plural, one {# client} other {# clients}}', { count: ratings })
          : t('nobody rated yet'),
    },
  ].map(({ detail, ...figure }) => ({ ...figure, ...(detail && { detail }) }))
}

const columns = (): FigureColumn<Total>[] => [
  { key: 'booked', header: t('Booked'), cell: ({ booked }) => countOf(booked) },
  { key: 'held', header: t('Held'), cell: ({ held }) => countOf(held) },
  { key: 'open', header: t('To come'), cell: ({ open }) => countOf(open) },
  { key: 'missed', header: t('Missed'), cell: ({ missed }) => countOf(missed) },
  {
    key: 'cancelledByClient',
    header: t('Cancelled by clients'),
    cell: ({ cancelledByClient }) => countOf(cancelledByClient),
  },
  {
    key: 'cancelledByHost',
    header: t('Cancelled by hosts'),
    cell: ({ cancelledByHost }) => countOf(cancelledByHost),
  },
  {
    key: 'leadTime',
    header: t('Lead time'),
    cell: ({ leadTimeMinutes }) => aboutMinutes(leadTimeMinutes),
  },
  {
    key: 'duration',
    header: t('Duration'),
    cell: ({ durationMinutes }) => aboutMinutes(durationMinutes),
  },
  { key: 'rating', header: t('Rating'), cell: ({ rating }) => ratingOf(rating) },
]
