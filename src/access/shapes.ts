import { z } from 'zod'
import { Id } from '../kit/shapes.ts'
import { groupRoles, reaches, roles } from './matrix.ts'

export const RoleName = z.enum(roles)
export const GroupRoleName = z.enum(groupRoles)
export const ReachName = z.enum(reaches)
export const Sight = z.enum(['organization', 'groups'])

const Effect = z.object({
  memberId: Id,
  name: z.string(),
  clients: z.number().int(),
  meetings: z.number().int(),
})
/** What a change of access does to who sees what; numbers count everybody, names are those the actor may read. */
export const Consequences = z.object({
  gains: z.array(Effect),
  losses: z.array(Effect),
  /** Members who gain or lose and whom the actor may not read. */
  othersGain: z.number().int(),
  othersLose: z.number().int(),
  /** Meeting types that nobody can host any more, as far as the actor may read them. */
  unbookable: z.array(z.object({ meetingTypeId: Id, name: z.string() })),
  /** Operations members who would be left without a group, and how many clients each way out adds or takes. */
  ungrouped: z.array(
    z.object({
      memberId: Id,
      name: z.string(),
      choices: z.array(
        z.object({
          onUngroup: z.enum(['own_only', 'see_all', 'make_limited']),
          gained: z.number().int(),
          lost: z.number().int(),
        }),
      ),
    }),
  ),
})
export type Consequences = z.infer<typeof Consequences>

/** What becomes of an Operations member who would lose their last group. */
export const OnUngroup = z.union([z.enum(['own_only', 'see_all', 'make_limited']), z.object({ moveTo: Id })])
export type OnUngroup = z.infer<typeof OnUngroup>
