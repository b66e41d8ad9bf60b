import { grantOf, mayInGroup, type Member } from './actor.ts'
import { cellOf, type GroupRole, type Permission, permissions, ranksAbove, type Role } from './matrix.ts'

/** The conditions that cells of the table carry, for what is done to a member. */
export type Target = {
  role: Role
  groups: readonly { id: string; groupRole: GroupRole | null; deleted: boolean }[]
}

const belowGroupManagers: readonly Role[] = ['operations', 'operations_limited']

/**
 * May the actor do this to the account or role of a member? By role: to lower ones, Admins to everyone. By group role:
 * inside the group, where a manager stands above Operations and Operations (limited) but not above another manager.
 */
export function mayToMember(actor: Member, permission: Permission, target: Target): boolean {
  const { reach, groupIds } = grantOf(actor, permission)
  const { condition } = cellOf(permission, actor.role)
  if (reach === 'all' && (condition !== 'lowerRole' || ranksAbove(actor.role, target.role))) return true
  return (
    belowGroupManagers.includes(target.role) &&
    target.groups.some(each => !each.deleted && each.groupRole !== 'manager' && groupIds.includes(each.id))
  )
}

/** May the actor invite somebody as `role`, into these groups? Nobody grants a role like their own or above, but Admins. */
export function mayInvite(actor: Member, role: Role, groupIds: readonly string[]): boolean {
  const { reach, groupIds: granted } = grantOf(actor, 'members.invite')
  const { condition } = cellOf('members.invite', actor.role)
  if (reach === 'all' && (condition !== 'lowerRole' || ranksAbove(actor.role, role))) return true
  return (
    belowGroupManagers.includes(role) && groupIds.length > 0 && groupIds.every(id => granted.includes(id))
  )
}

/**
 * Would a group role give the actor themselves more than they have in that group? Whoever hands out group roles may not
 * take from them what their own role lacks.
 */
export function reachesFurther(actor: Member, groupRole: GroupRole, groupId: string): boolean {
  return permissions.some(
    permission =>
      cellOf(permission, `group_${groupRole}`).reach !== 'none' && !mayInGroup(actor, permission, groupId),
  )
}
