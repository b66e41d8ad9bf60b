import type { ReactNode } from 'react'
import { t } from '../../ui/language.ts'
import styles from './PermissionTable.module.css'

type Given = {
  label: string
  columns: string[]
  /** Rows under a heading of what they are about; the first cell of each names the permission. */
  parts: { title: string; rows: { key: string; cells: ReactNode[] }[] }[]
}

/** Permissions down, what is said of them across; where it is wider than the screen, their names stay in sight. */
export function PermissionTable({ label, columns, parts }: Given) {
  return (
    <div className={styles.scroller} tabIndex={0} role="region" aria-label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        {parts.map(({ title, rows }) => (
          <tbody key={title}>
            <tr className={styles.part}>
              <th colSpan={columns.length} scope="rowgroup">
                <span className={styles.title}>{title}</span>
              </th>
            </tr>
            {rows.map(({ key, cells: [name, ...said] }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                {said.map((cell, index) => (
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

export const reachWords = (): Record<string, string> => ({
  all: t('everything'),
  group: t('their groups'),
  own: t('their own'),
  none: '–',
})

const nouns = (): Record<string, string> => ({
  organization: t('Organisation'),
  security: t('Security'),
  members: t('Members'),
  outbox: t('Outbox'),
  audit: t('Audit log'),
  groups: t('Groups'),
  clients: t('Clients'),
  invites: t('Invites'),
  sources: t('Sources'),
  documents: t('Documents'),
  flows: t('Flows'),
  'api-keys': t('API keys'),
  webhooks: t('Webhooks'),
  'user-tokens': t('User tokens'),
  journeys: t('Journeys'),
  pages: t('Public pages'),
  jobs: t('Jobs'),
  directory: t('Identity provider'),
  account: t('Own account'),
  'meeting-types': t('Meeting types'),
  availability: t('Availability'),
  calendars: t('Calendars'),
  meetings: t('Meetings'),
  reports: t('Reports'),
  recordings: t('Recordings'),
})

const verbs = (): Record<string, string> => ({
  read: t('See'),
  create: t('Create'),
  update: t('Change'),
  write: t('Create and change'),
  delete: t('Delete'),
  restore: t('Restore'),
  remove: t('Remove'),
  erase: t('Erase'),
  move: t('Move to another group'),
  merge: t('Merge'),
  share: t('Share (Cc)'),
  export: t('Export'),
  send: t('Send'),
  invite: t('Invite members'),
  suspend: t('Suspend'),
  review: t('Review'),
  plan: t('Plan'),
  change: t('Reschedule, cancel, reassign'),
  manage: t('Manage'),
  walk: t('Walk'),
  visit: t('Open'),
  run: t('Run'),
  sync: t('Synchronise'),
  group: t('Block time for a group'),
  organization: t('Block time for everyone'),
  'set-role': t('Change the role'),
  'set-members': t('Add and remove members'),
  'set-roles': t('Give and take group roles'),
  'set-flows': t('Assign flows'),
  'set-parent': t('Put below another group'),
  'set-meeting-types': t('Assign meeting types'),
  'view-as': t('View as'),
  'read-sensitive': t('See sensitive fields'),
})

const split = (permission: string) => permission.split('.') as [noun: string, verb: string]

/** The part of a permission after its noun, in words. */
export const permissionWords = (permission: string) => verbs()[split(permission)[1]] ?? permission

/** Rows under the names of what they are about, in the table's order. */
export function groupedByNoun<Row extends { permission: string }>(
  rows: Row[],
): [noun: string, rows: Row[]][] {
  const grouped = new Map<string, Row[]>()
  for (const row of rows) {
    const noun = nouns()[split(row.permission)[0]] ?? row.permission
    grouped.set(noun, [...(grouped.get(noun) ?? []), row])
  }
  return [...grouped]
}
