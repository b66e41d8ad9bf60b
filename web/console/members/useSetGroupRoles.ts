import { useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { GroupRolesChanged } from '../../../src/features/groups/schema.ts'
import { api } from '../../ui/api.ts'
import { t } from '../../ui/language.ts'
import { toast, toastProblem } from '../../ui/toast.tsx'
import type { Leaving } from './RemoveFromGroupDialog.tsx'
import { type GroupRole, groupRoleNames, nameOf } from './words.ts'

type Changed = z.infer<typeof GroupRolesChanged>

/** Takes effect at once, replaces the present role in that group, leaves other groups alone, and can be undone. */
export function useSetGroupRoles() {
  const queryClient = useQueryClient()
  return async (
    group: { id: string },
    members: Leaving[],
    groupRole: GroupRole | null,
    done: () => void,
  ): Promise<void> => {
    const give = (some: Leaving[], role: GroupRole | null) =>
      api.put<Changed>(`/groups/${group.id}/members/roles`, {
        memberIds: some.map(({ id }) => id),
        groupRole: role,
      })
    try {
      const { consequences } = await give(members, groupRole)
      // Before the rows are renewed: what is ticked from then on is for the next action.
      done()
      await queryClient.invalidateQueries()
      const undo = async () => {
        for (const before of [null, 'operator', 'manager'] as const) {
          const had = members.filter(member => (member.groupRole ?? null) === before)
          if (had.length > 0) await give(had, before)
        }
        await queryClient.invalidateQueries()
      }
      const more = consequences.gains.length + consequences.othersGain
      toast([said(members, groupRole), seesMore(more)].filter(Boolean).join(' '), undo)
    } catch (error) {
      toastProblem(error)
    }
  }
}

const said = (members: Leaving[], groupRole: GroupRole | null) =>
  members.length === 1
    ? groupRole
      ? t('{name} is now {role}.', { name: nameOf(members[0]!), role: groupRoleNames()[groupRole] })
      : t('{name} has no group role any more.', { name: nameOf(members[0]!) })
    : groupRole
      ? t('{count} members are now {role}.', { count: members.length, role: groupRoleNames()[groupRole] })
      : t('{count} members have no group role any more.', { count: members.length })

const seesMore = (count: number) =>
  count === 0
    ? ''
    : t('{count, plural, one {# person sees more clients by it.} other {# people see more clients by it.}}', {
        count,
      })
