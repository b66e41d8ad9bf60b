import { dateOf } from '../../../kit/minutes.ts'
import type { Layer, Objection } from '../../slots/rules/explanation.ts'
import type { Warnings } from '../schema/meetings.ts'

/** What binds clients, and a planner need not heed. */
const forClients: readonly Layer[] = ['notice', 'window', 'grid']

/** Of what stands against a time, what a planner is warned of. */
export const warningsOf = (objections: readonly Objection[]): Warnings =>
  objections
    .filter(({ layer }) => !forClients.includes(layer))
    .map(({ layer, interval: { start, end } }) => ({
      layer,
      startsAt: dateOf(start).toISOString(),
      endsAt: dateOf(end).toISOString(),
    }))
