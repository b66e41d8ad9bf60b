import { cellOf, groupRoles, type Permission, ranksAbove, type Role } from '../../src/access/matrix.ts'
import type { Rows } from '../../db/rows.ts'
import type { Member } from './doors.ts'
import type { Oracle } from './oracle.ts'

/** What an id of a path names. */
export type Subject = {
  noun: 'client' | 'invite' | 'member' | 'group' | 'letter' | 'meeting' | 'meetingType' | 'block' | 'calendar'
  id: string
}

/**
 * May a member do this, to this? Told from the table of permissions and the specification's rules, sharing no line with
 * the code it judges but the table itself.
 */
export class Permitted {
  readonly #rows: Rows
  readonly #oracle: Oracle

  constructor(rows: Rows, oracle: Oracle) {
    this.#rows = rows
    this.#oracle = oracle
  }

  /** Hidden and absent are one: 404. */
  sees(me: Member, { noun, id }: Subject): boolean {
    if (noun === 'letter') return false
    if (noun === 'member' && this.#oracle.member(id)?.removedAt) return false
    if (noun === 'meetingType' && this.#rows.meetingType.find(type => type.id === id)?.deletedAt) return false
    return this.#oracle.readable(me)[noun]?.has(id) ?? false
  }

  may(me: Member, permission: Permission, subject: Subject | undefined): boolean {
    if (!subject)
      return (
        this.#byRole(me, permission) || groupRoles.some(role => this.#inGroups(me, permission, role).size > 0)
      )
    if (permission === `${subject.noun.replace('T', '-t')}s.read`) return true
    if (permission === 'availability.write' && subject.noun === 'member')
      return this.#oracle.tended(me).has(subject.id)
    if (subject.noun === 'member') return this.#mayToMember(me, permission, this.#oracle.member(subject.id))
    if (subject.noun === 'calendar') return true
    if (subject.noun === 'meeting') return this.#oracle.changeableMeetings(me).has(subject.id)
    if (subject.noun === 'meetingType') return this.#mayWriteType(me, subject.id)
    if (subject.noun === 'block') return this.#mayUnblock(me, subject.id)
    if (subject.noun === 'group') return this.#mayInGroup(me, permission, subject.id)
    const clientId =
      subject.noun === 'client'
        ? subject.id
        : this.#rows.invite.find(invite => invite.id === subject.id)?.clientId
    return permission === 'clients.read' || this.#oracle.changeable(me).has(clientId ?? '')
  }

  #isClosed(condition: string | undefined): boolean {
    const onlyAdmins = this.#rows.organization[0]?.groupsManagedBy === 'admins'
    return onlyAdmins && (condition === 'unlessAdminsManage' || condition === 'readableTypes')
  }

  #byRole(me: Member, permission: Permission): boolean {
    const { reach, condition } = cellOf(permission, me.role as Role)
    return reach !== 'none' && !this.#isClosed(condition)
  }

  /** Live groups in which a group role gives the permission. */
  #inGroups(me: Member, permission: Permission, role: (typeof groupRoles)[number]): Set<string> {
    const { reach, condition } = cellOf(permission, `group_${role}`)
    return reach === 'none' || this.#isClosed(condition)
      ? new Set()
      : this.#oracle.groupRoles(me, { live: true, role })
  }

  /** A group manager: where a group of theirs is the only host entry. */
  #mayWriteType(me: Member, id: string): boolean {
    if (this.#byRole(me, 'meeting-types.write')) return true
    const { meetingTypeGroup, meetingTypeMember } = this.#rows
    const groups = meetingTypeGroup.filter(row => row.meetingTypeId === id)
    const managed = this.#oracle.groupRoles(me, { live: true, role: 'manager' })
    return (
      groups.length === 1 &&
      managed.has(groups[0]?.groupId ?? '') &&
      !meetingTypeMember.some(row => row.meetingTypeId === id)
    )
  }

  #mayUnblock(me: Member, id: string): boolean {
    const { level, groupId, memberId } = this.#rows.block.find(block => block.id === id) ?? {}
    if (level === 'organization') return this.#byRole(me, 'availability.organization')
    if (level === 'group') return this.#mayInGroup(me, 'availability.group', groupId ?? '')
    return this.#oracle.tended(me).has(memberId ?? '')
  }

  #mayInGroup(me: Member, permission: Permission, groupId: string): boolean {
    const reach = this.#byRole(me, permission) ? cellOf(permission, me.role as Role).reach : 'none'
    if (reach === 'all') return true
    const live = reach === 'group' && this.#oracle.groups(me, { live: true }).has(groupId)
    return live || groupRoles.some(role => this.#inGroups(me, permission, role).has(groupId))
  }

  /** Rule 13: to lower ranks, Admins to all; a group manager stands above Operations and limited, inside the group. */
  #mayToMember(me: Member, permission: Permission, other: Member): boolean {
    const { reach, condition } = cellOf(permission, me.role as Role)
    if (reach === 'all' && (condition !== 'lowerRole' || ranksAbove(me.role as Role, other.role as Role)))
      return true
    if (!['operations', 'operations_limited'].includes(other.role)) return false
    return groupRoles.some(role => {
      const groups = this.#inGroups(me, permission, role)
      return this.#rows.membership.some(
        held =>
          held.memberId === other.id &&
          groups.has(held.groupId) &&
          held.groupRole !== 'manager' &&
          (held.expiresAt == null || new Date(held.expiresAt) > new Date()),
      )
    })
  }
}
