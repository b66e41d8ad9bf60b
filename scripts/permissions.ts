import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  cellOf,
  type Column,
  conditions,
  groupRoles,
  otherActors,
  permissions,
  roles,
} from '../src/access/matrix.ts'

const titles: Record<Column, string> = {
  admin: 'Admin',
  full_member: 'Full member',
  manager: 'Manager',
  operator: 'Operator',
  operations: 'Operations',
  operations_limited: 'Operations (limited)',
  group_operator: 'group operator',
  group_manager: 'group manager',
  api_key: 'API key',
  client: 'client',
  visitor: 'visitor',
  scim: 'SCIM connection',
  job: 'job',
}

/** Conditions that the columns ask for get a number, in the order in which they come up. */
class Notes {
  readonly #asked: (keyof typeof conditions)[] = []

  mark(condition: keyof typeof conditions): string {
    if (!this.#asked.includes(condition)) this.#asked.push(condition)
    return ` [${this.#asked.indexOf(condition) + 1}]`
  }

  lines = () => this.#asked.map((condition, index) => `${index + 1}. ${conditions[condition]}`)
}

function table(columns: readonly Column[], notes: Notes): string[] {
  const rows = permissions.map(permission => {
    const cells = columns.map(column => {
      const { reach, condition } = cellOf(permission, column)
      return reach === 'none' ? '–' : reach + (condition ? notes.mark(condition) : '')
    })
    return [permission, ...cells]
  })
  const reached = rows.filter(([, ...cells]) => cells.some(cell => cell !== '–'))
  return grid([['permission', ...columns.map(column => titles[column])], ...reached])
}

/** A Markdown table with columns of even width. */
function grid(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, index) => Math.max(...rows.map(row => row[index]?.length ?? 0)))
  const line = (cells: string[], fill: string) =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0, fill)).join(' | ')} |`
  const [head = [], ...body] = rows
  return [
    line(head, ' '),
    line(
      head.map(() => ''),
      '-',
    ),
    ...body.map(row => line(row, ' ')),
  ]
}

/** The table of permissions as a page, from its one source. */
export function permissionsPage(): string {
  const notes = new Notes()
  const members = table([...roles, ...groupRoles.map(role => `group_${role}` as const)], notes)
  const others = table(otherActors, notes)
  return `${[
    '# Permissions',
    '',
    '<!-- Generated from src/access/matrix.ts by scripts/permissions.ts. -->',
    '',
    'What each role reaches: `all` is every row of the organisation, `group` those of its groups, `own` its own. Group',
    'roles add to the role inside their groups and those below; they never take away.',
    '',
    ...members,
    '',
    '## Everyone else who may come to a door',
    '',
    ...others,
    '',
    '## Conditions',
    '',
    ...notes.lines(),
  ].join('\n')}\n`
}

if (import.meta.main) writeFileSync(join(import.meta.dirname, '../docs/permissions.md'), permissionsPage())
