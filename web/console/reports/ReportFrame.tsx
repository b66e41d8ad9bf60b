import { EmptyState } from '../../ui/EmptyState.tsx'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { type Figure, Figures } from './Figures.tsx'
import { OverTime, type Series } from './OverTime.tsx'
import { Part } from './Part.tsx'
import { useReport, useReportOverTime } from './queries.ts'
import { type FigureColumn, type Row, SideBySide } from './SideBySide.tsx'
import type { By, Choice } from './useChoice.ts'

type Told<Total> = { by: string; total: Total; rows: (Total & Row)[] }

type ReportFrameProps<Total> = {
  choice: Choice
  /** How many things it is about; without any there is nothing to show. */
  size: (of: Total) => number
  none: string
  figures: (total: Total) => Figure[]
  series: Series[]
  /** By the keys of the series, which together make up the whole. */
  counts: (row: Total) => Record<string, number>
  columns: FigureColumn<Total>[]
}

/** What every report is made of: the whole in figures, over time, and side by side. */
export function ReportFrame<Total>(props: ReportFrameProps<Total>) {
  const { choice, size, none, figures, series, counts, columns } = props
  const overTime = useReportOverTime<Told<Total>>(choice.about, choice)
  const compared = useReport<Told<Total>>(choice.about, choice, choice.by)
  return (
    <Loaded query={overTime}>
      {({ total, rows, period }) =>
        size(total) === 0 ? (
          <EmptyState text={none} />
        ) : (
          <>
            <Figures figures={figures(total)} />
            <Part title={t('Over time')}>
              <OverTime period={period} rows={rows} series={series} counts={counts} />
            </Part>
            <Part title={t('Side by side')}>
              <Loaded query={compared}>
                {report => (
                  <SideBySide
                    choice={choice}
                    rowsBy={report.by as By}
                    rows={report.rows}
                    total={report.total}
                    columns={columns}
                    size={size}
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
