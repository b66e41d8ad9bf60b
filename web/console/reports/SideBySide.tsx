import { SegmentedControl } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { GroupLabel } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import { StatusBadge } from '../../ui/StatusBadge.tsx'
import styles from './reports.module.css'
import { type By, bys, type Choice } from './useChoice.ts'
import { byWords } from './words.ts'

export type Row = { key: string; id: string | null; name: string | null; isSmallSample: boolean }
export type FigureColumn<Row> = { key: string; header: string; cell: (row: Row) => string }

type SideBySideProps<Figures, Named> = {
  choice: Choice
  /** What the rows are, which may still be those of the choice before. */
  rowsBy: By
  rows: Named[]
  total: Figures
  columns: FigureColumn<Figures>[]
  /** What the line under a name is as long as. */
  size: (row: Figures) => number
}

/** Types, hosts, groups or flows in lines below each other, and what they come to together. */
export function SideBySide<Figures, Named extends Figures & Row>(props: SideBySideProps<Figures, Named>) {
  const { choice, rowsBy, rows, total, columns, size } = props
  const { about, by, reach, set } = choice
  const words = byWords(about)
  const most = Math.max(1, ...rows.map(size))
  return (
    <>
      <SegmentedControl
        className={styles.by}
        aria-label={t('Compare by')}
        value={by}
        onChange={next => set({ by: next === bys[about][0] ? undefined : next })}
        data={bys[about].map(value => ({ value, label: words[value] }))}
      />
      <div className={styles.scroller} role="region" aria-label={t('Side by side, as a table')} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words[rowsBy]}</th>
              {columns.map(({ key, header }) => (
                <th key={key} scope="col">
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.key}>
                <th scope="row">
                  <span className={styles.name}>
                    <RowName row={row} by={rowsBy} reach={reach} />
                    {row.isSmallSample && <StatusBadge tone="grey">{t('Fewer than ten')}</StatusBadge>}
                  </span>
                  <span className={styles.size} style={{ '--share': size(row) / most }} aria-hidden />
                </th>
                {columns.map(({ key, cell }) => (
                  <td key={key}>{cell(row)}</td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('Together')}</th>
              {columns.map(({ key, cell }) => (
                <td key={key}>{cell(total)}</td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
      <Notes rows={rows} by={rowsBy} about={about} />
    </>
  )
}

function RowName({ row: { id, name }, by, reach }: { row: Row; by: By; reach: string }) {
  const words = name ?? (by === 'group' && reach === 'all' ? t('Organization') : t('Others'))
  const plain = (
    <span className={styles.cut} title={words}>
      {words}
    </span>
  )
  if (id === null || name === null) return plain
  if (by === 'group')
    return (
      <Link to="/groups/$groupId" params={{ groupId: id }} className={styles.link}>
        <GroupLabel id={id} name={name} />
      </Link>
    )
  if (by === 'host')
    return (
      <Link to="/members/$memberId" params={{ memberId: id }} className={styles.link} title={name}>
        {name}
      </Link>
    )
  return plain
}

function Notes({ rows, by, about }: { rows: Row[]; by: By; about: Choice['about'] }) {
  return (
    <p className={styles.note}>
      {rows.some(({ isSmallSample }) => isSmallSample) &&
        t('Fewer than ten are too few to compare: a single one makes a large difference.')}{' '}
      {about === 'meetings' &&
        by === 'group' &&
        t('A meeting of several groups counts in each of them, and once together.')}
    </p>
  )
}
