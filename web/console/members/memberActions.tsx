import type { GroupItem } from '../../../src/features/groups/schema.ts'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import type { ActionItem } from '../../ui/ActionMenu.tsx'
import { GroupDot } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'
import type { Leaving } from './RemoveFromGroupDialog.tsx'

/** What is about to be done with some members; `done` unticks them once it is. */
export type MemberWork =
  | { kind: 'add'; members: MemberItem[]; group: GroupItem; done: () => void }
  | { kind: 'remove'; members: Leaving[]; group: GroupItem; done: () => void }
  | { kind: 'role' | 'suspend'; members: MemberItem[]; done: () => void }

type Given = {
  members: MemberItem[]
  groups: GroupItem[]
  may: (permission: string) => boolean
  start: (work: MemberWork) => void
  clear: () => void
}

/** Of those who are ticked, the ones in the group: nobody else can leave it. */
const membersOf = (group: GroupItem, members: MemberItem[]): Leaving[] =>
  members.flatMap(({ id, name, email, groups }) => {
    const held = groups.find(one => one.id === group.id)
    return held ? [{ id, name, email, groupRole: held.groupRole }] : []
  })

/** The Action menu of the members list. */
export function memberActions({ members, groups, may, start, clear }: Given): ActionItem[] {
  const fillable = groups.filter(group => group.may.setMembers)
  const held = fillable.filter(({ id }) =>
    members.some(member => member.groups.some(group => group.id === id)),
  )
  const entry = (group: GroupItem, onSelect: () => void) => ({
    id: group.id,
    label: group.name,
    icon: <GroupDot id={group.id} />,
    onSelect,
  })
  const add = (group: GroupItem) => entry(group, () => start({ kind: 'add', members, group, done: clear }))
  const remove = (group: GroupItem) =>
    entry(group, () => start({ kind: 'remove', members: membersOf(group, members), group, done: clear }))
  const items: ActionItem[] = []
  if (fillable.length > 0) items.push({ label: t('Add to group'), items: fillable.map(add) })
  if (held.length > 0) items.push({ label: t('Remove from group'), items: held.map(remove) })
  if (may('members.set-role') && members.every(member => member.may.setRole))
    items.push({ label: t('Change role'), onSelect: () => start({ kind: 'role', members, done: clear }) })
  if (may('members.suspend') && members.some(member => member.may.suspend && member.status === 'active'))
    items.push({
      label: t('Suspend'),
      danger: true,
      onSelect: () => start({ kind: 'suspend', members, done: clear }),
    })
  return items
}
