import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { RoleTable } from '../../../src/features/settings/schema.ts'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { PeopleTabs } from './PeopleTabs.tsx'
import { groupedByNoun, PermissionTable, permissionWords, reachWords } from './PermissionTable.tsx'
import styles from './RolesPage.module.css'
import { groupRoleNames, roleNames } from './words.ts'

type Table = z.infer<typeof RoleTable>

/** The whole table of permissions: the same one that the server decides by. */
export function RolesPage() {
  const query = useQuery({
    queryKey: ['/roles'],
    queryFn: ({ signal }) => api.get<Table>('/roles', undefined, signal),
    staleTime: Infinity,
  })
  return (
    <Page title={t('Roles')} fills>
      <PeopleTabs />
      <p className={styles.intro}>
        {t(
          'What each role may do, and how far. A group role adds to this inside its group and the groups below; it never takes anything away.',
        )}
      </p>
      <Loaded query={query}>{table => <Tables table={table} />}</Loaded>
    </Page>
  )
}

function Tables({ table }: { table: Table }) {
  const names = columnNames()
  const shown = table.columns.flatMap((column, index) =>
    names[column] ? [{ name: names[column], index }] : [],
  )
  // Permissions of programs and visitors alone say nothing about roles.
  const rows = table.rows.filter(({ cells }) => shown.some(({ index }) => cells[index]?.reach !== 'none'))
  return (
    <PermissionTable
      label={t('Roles')}
      columns={[t('Permission'), ...shown.map(({ name }) => name)]}
      parts={groupedByNoun(rows).map(([title, of]) => ({
        title,
        rows: of.map(({ permission, cells }) => ({
          key: permission,
          cells: [
            permissionWords(permission),
            ...shown.map(({ index }) => <Cell key={index} cell={cells[index]!} />),
          ],
        })),
      }))}
    />
  )
}

const columnNames = (): Record<string, string> => ({
  ...roleNames(),
  group_operator: groupRoleNames().operator,
  group_manager: groupRoleNames().manager,
})

function Cell({ cell }: { cell: Table['rows'][number]['cells'][number] }) {
  const reach = reachWords()[cell.reach]
  const condition = cell.condition ? (conditionWords()[cell.condition] ?? cell.condition) : undefined
  return condition ? (
    <>
      {reach}
      <small>{condition}</small>
    </>
  ) : (
    reach
  )
}

/** The server says a condition in English; the catalogue has it in every language. */
const conditionWords = (): Record<string, string> =>
  Object.fromEntries([
    ['for a role below their own', t('for a role below their own')],
    ['unless only Admins manage groups', t('unless only Admins manage groups')],
    [
      'into that group, as Operations or Operations (limited)',
      t('into that group, as Operations or Operations (limited)'),
    ],
    ['for members of lower rank', t('for members of lower rank')],
    [
      'unless only Admins manage groups; types they can read',
      t('unless only Admins manage groups; types they can read'),
    ],
    ['all while never put in a group', t('all while never put in a group')],
    ['those offered to their groups', t('those offered to their groups')],
    ['or hosted by them', t('or hosted by them')],
    ['where that group is the only host entry', t('where that group is the only host entry')],
  ] as const)
