import type { InvitesReport as Report } from '../../../src/features/reports/schema.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Figures } from './Figures.tsx'
import { OverTime } from './OverTime.tsx'
import { useReport, useReportOverTime } from './queries.ts'
import { Part } from './Part.tsx'
import { type FigureColumn, SideBySide } from './SideBySide.tsx'
import type { By, Choice } from './useChoice.ts'
import { aboutMinutes, countOf, shareOf } from './words.ts'

type Total = Report['total']

export function InvitesReport({ choice }: { choice: Choice }) {
  const overTime = useReportOverTime<Report>('invites', choice)
  const compared = useReport<Report>('invites', choice, choice.by)
  return (
    <Loaded query={overTime}>
      {({ total, rows, period }) =>
        total.sent === 0 ? (
          <EmptyState text={t('No invite was sent in this time. Choose a longer period, or ask for more.')} />
        ) : (
          <>
            <Figures figures={figuresOf(total)} />
            <Part title={t('Over time')}>
              <OverTime
                period={period}
                rows={rows}
                series={series()}
                counts={({ sent, initiated, completed }) => ({
                  completed,
                  started: Math.max(0, initiated - completed),
                  waiting: Math.max(0, sent - Math.max(initiated, completed)),
                })}
              />
            </Part>
            <Part title={t('Side by side')}>
              <Loaded query={compared}>
                {report => (
                  <SideBySide
                    choice={choice}
                    rowsBy={report.by as By}
                    rows={report.rows}
                    total={report.total}
                    columns={columns()}
                    size={({ sent }) => sent}
                  />
                )}
              </Loaded>
            </Part>
          </>
        )
      }
    </Loaded>
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
