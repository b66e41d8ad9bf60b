import type { MemberItem } from '../../../src/features/members/schema.ts'
import { t } from '../../ui/language.ts'
import type { Tone } from '../../ui/StatusBadge.tsx'

export type Role = MemberItem['role']
export type GroupRole = 'operator' | 'manager'

export const roleNames = (): Record<Role, string> => ({
  admin: t('Admin'),
  full_member: t('Full member'),
  manager: t('Manager'),
  operator: t('Operator'),
  operations: t('Operations'),
  operations_limited: t('Operations (limited)'),
})

/** What a role is for, in a line. */
export const roleHints = (): Record<Role, string> => ({
  admin: t('Everything, members and settings included'),
  full_member: t('All clients, flows and API keys'),
  manager: t('All clients, members and groups'),
  operator: t('Clients of their groups, meetings of everybody'),
  operations: t('Clients of their groups'),
  operations_limited: t('Only clients they invited themselves'),
})

export const groupRoleNames = (): Record<GroupRole, string> => ({
  operator: t('Group operator'),
  manager: t('Group manager'),
})

export const memberStates = (): Record<MemberItem['status'], { label: string; tone: Tone }> => ({
  invited: { label: t('Invited'), tone: 'blue' },
  active: { label: t('Active'), tone: 'green' },
  suspended: { label: t('Suspended'), tone: 'red' },
})

/** Whoever was invited without a name has their address for one. */
export const nameOf = ({ name, email }: { name: string; email: string }) => name || email

/** Roles that somebody of this role may give; the server decides. */
export function rolesGivenBy(role: Role, inGroupOnly: boolean): Role[] {
  const all = Object.keys(roleNames()) as Role[]
  if (inGroupOnly) return ['operations', 'operations_limited']
  return role === 'admin' ? all : all.slice(all.indexOf(role) + 1)
}
