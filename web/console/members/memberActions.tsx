import type { GroupItem } from '../../../src/features/groups/schema.ts'
import type { MemberItem } from '../../../src/features/members/schema.ts'
import type { ActionItem } from '../../ui/ActionMenu.tsx'
import { GroupDot } from '../../ui/GroupLabel.tsx'
import { t } from '../../ui/language.ts'

/** What is about to be done with some members; `done` unticks them once it is. */
export type MemberWork =
  | { kind: 'add' | 'remove'; members: MemberItem[]; group: { id: string; name: string }; done: () => void }
  | { kind: 'role' | 'suspend'; members: MemberItem[]; done: () => void }

type Given = {
  members: MemberItem[]
  groups: GroupItem[]
  may: (permission: string) => boolean
  start: (work: MemberWork) => void
  clear: () => void
}

/** The Action menu of the members list. */
export function memberActions({ members, groups, may, start, clear }: Given): ActionItem[] {
  const fillable = groups.filter(group => group.may.setMembers)
  const held = fillable.filter(({ id }) =>
    members.some(member => member.groups.some(group => group.id === id)),
  )
  const work = (kind: 'add' | 'remove') => (group: GroupItem) => ({
    id: group.id,
    label: group.name,
    icon: <GroupDot id={group.id} />,
    onSelect: () => start({ kind, members, group, done: clear }),
  })
  const items: ActionItem[] = []
  if (fillable.length > 0) items.push({ label: t('Add to group'), items: fillable.map(work('add')) })
  if (held.length > 0) items.push({ label: t('Remove from group'), items: held.map(work('remove')) })
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
