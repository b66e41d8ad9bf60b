import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { t } from '../../ui/language.ts'
import { type Period, timesOf, type Unit, unitOf } from './period.ts'
import styles from './reports.module.css'
import { countOf, timeWords, unitWords } from './words.ts'

const TimeChart = lazy(() => import('./TimeChart.tsx'))

export type Series = { key: string; label: string; color: string }
export type Point = { key: string; label: string; counts: Record<string, number> }

type OverTimeProps<Row> = {
  period: Period
  rows: readonly Row[]
  series: Series[]
  /** By the keys of the series, which together make up the whole. */
  counts: (row: Row) => Record<string, number>
}

/** How the counts went, as a chart for those who see it and as a table for everybody. */
export function OverTime<Row extends { key: string }>({ period, rows, series, counts }: OverTimeProps<Row>) {
  const unit = unitOf(period)
  const found = new Map(rows.map(row => [row.key, counts(row)]))
  const none = Object.fromEntries(series.map(({ key }) => [key, 0]))
  const points = timesOf(period, unit).map(key => ({
    key,
    label: timeWords(key, unit, true),
    counts: found.get(key) ?? none,
  }))
  return (
    <>
      <div className={styles.picture} aria-hidden>
        <Suspense fallback={<Skeleton className={styles.chart} />}>
          <TimeChart points={points} series={series} />
        </Suspense>
        <ul className={styles.legend}>
          {series.map(({ key, label, color }) => (
            <li key={key} style={{ '--swatch': color }}>
              {label}
            </li>
          ))}
        </ul>
      </div>
      <details className={styles.same}>
        <summary>{t('The same numbers as a table')}</summary>
        <Numbers unit={unit} points={points} series={series} />
      </details>
    </>
  )
}

function Numbers({ unit, points, series }: { unit: Unit; points: Point[]; series: Series[] }) {
  return (
    <div className={styles.scroller} role="region" aria-label={t('Over time, as a table')} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{unitWords()[unit]}</th>
            {series.map(({ key, label }) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map(({ key, counts }) => (
            <tr key={key}>
              <th scope="row">{timeWords(key, unit)}</th>
              {series.map(each => (
                <td key={each.key}>{countOf(counts[each.key] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
