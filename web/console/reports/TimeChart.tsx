import '@mantine/charts/styles.layer.css'
import { BarChart } from '@mantine/charts'
import { formatNumber } from '../../ui/language.ts'
import styles from './reports.module.css'
import type { Point, Series } from './OverTime.tsx'

/** In a file of its own: what draws it is larger than the rest of the page. */
export default function TimeChart({ points, series }: { points: Point[]; series: Series[] }) {
  return (
    <BarChart
      className={styles.chart}
      data={points.map(({ label, counts }) => ({ label, ...counts }))}
      dataKey="label"
      series={series.map(({ key, label, color }) => ({ name: key, label, color }))}
      type="stacked"
      tickLine="none"
      strokeDasharray="0"
      maxBarWidth={40}
      valueFormatter={formatNumber}
      yAxisProps={{ width: 36, allowDecimals: false }}
      barProps={{ stroke: 'var(--color-page)', strokeWidth: 1, strokeOpacity: 1 }}
      // The table below says the same; the picture has no stops of its own.
      accessibilityLayer={false}
    />
  )
}
