import type { GroupItem } from '../../../src/features/groups/schema.ts'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import type { ActionItem } from '../../ui/ActionMenu.tsx'
import { GroupDot } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import type { Leaving } from './RemoveFromGroupDialog.tsx'
import { type GroupRole, groupRoleNames, type Role, roleNames, rolesGivenBy } from './words.ts'

/** What is about to be done with some members; `done` unticks them once it is. */
export type MemberWork =
  | { kind: 'add'; members: MemberItem[]; group: GroupItem; done: () => void }
  | { kind: 'remove'; members: Leaving[]; group: GroupItem; done: () => void }
  | { kind: 'role'; members: MemberItem[]; role: Role; done: () => void }
  | { kind: 'suspend' | 'leave'; members: MemberItem[]; done: () => void }

type Given = {
  members: MemberItem[]
  groups: GroupItem[]
  may: (permission: string) => boolean
  /** Of whoever asks, which bounds what they give. */
  myRole: Role
  start: (work: MemberWork) => void
  setGroupRole: (group: GroupItem, members: Leaving[], role: GroupRole | null, done: () => void) => unknown
  clear: () => void
}

/** Of those who are ticked, the ones in the group: nobody else can leave it. */
const membersOf = (group: GroupItem, members: MemberItem[]): Leaving[] =>
  members.flatMap(({ id, name, email, groups }) => {
    const held = groups.find(one => one.id === group.id)
    return held ? [{ id, name, email, groupRole: held.groupRole }] : []
  })

/** The Action menu of the members list. */
export function memberActions(given: Given): ActionItem[] {
  const { members, may, myRole, start, clear } = given
  const items = groupActions(given)
  if (may('members.set-role') && members.every(member => member.may.setRole))
    items.push({
      label: t('Change role'),
      items: rolesGivenBy(myRole, false).map(role => ({
        label: roleNames()[role],
        onSelect: () => start({ kind: 'role', members, role, done: clear }),
      })),
    })
  if (may('members.suspend') && members.some(member => member.may.suspend && member.status === 'active'))
    items.push({
      label: t('Suspend'),
      danger: true,
      onSelect: () => start({ kind: 'suspend', members, done: clear }),
    })
  if (members.some(member => member.may.remove))
    items.push({
      label: t('Remove'),
      danger: true,
      onSelect: () => start({ kind: 'leave', members, done: clear }),
    })
  return items
}

function groupActions({ members, groups, start, setGroupRole, clear }: Given): ActionItem[] {
  const entry = (group: GroupItem, onSelect: () => unknown): ActionItem => ({
    id: group.id,
    label: group.name,
    icon: <GroupDot id={group.id} />,
    onSelect: () => void onSelect(),
  })
  const isHeld = ({ id }: GroupItem) => members.some(member => member.groups.some(group => group.id === id))
  const fillable = groups.filter(group => group.may.setMembers)
  const held = fillable.filter(isHeld)
  const ranked = groups.filter(group => group.may.setRoles && isHeld(group))
  const bearing = ranked.filter(group => membersOf(group, members).some(({ groupRole }) => groupRole))
  const give = (role: GroupRole | null) => (group: GroupItem) =>
    entry(group, () => setGroupRole(group, membersOf(group, members), role, clear))
  const items: ActionItem[] = []
  if (fillable.length > 0)
    items.push({
      label: t('Add to group'),
      items: fillable.map(group => entry(group, () => start({ kind: 'add', members, group, done: clear }))),
    })
  if (held.length > 0)
    items.push({
      label: t('Remove from group'),
      items: held.map(group =>
        entry(group, () => start({ kind: 'remove', members: membersOf(group, members), group, done: clear })),
      ),
    })
  if (ranked.length > 0)
    items.push({
      label: t('Add group role'),
      items: (['operator', 'manager'] as const).map(role => ({
        label: groupRoleNames()[role],
        items: ranked.map(give(role)),
      })),
    })
  if (bearing.length > 0) items.push({ label: t('Remove group role'), items: bearing.map(give(null)) })
  return items
}
