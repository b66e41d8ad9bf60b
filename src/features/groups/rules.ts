import type { GroupItem } from './schema.ts'

const restorableForDays = 30

/** A deleted group can be restored for 30 days. */
export const isRestorable = (deletedAt: Date, now: Date): boolean =>
  now.getTime() - deletedAt.getTime() < restorableForDays * 86_400_000

/** Fields that the change gives another value, with both. */
export function changesOf<K extends keyof GroupItem>(
  group: GroupItem,
  change: { [F in K]?: GroupItem[F] | undefined },
  fields: readonly K[],
): { [F in K]?: { before: GroupItem[F]; after: GroupItem[F] } } {
  const changed: { [F in K]?: { before: GroupItem[F]; after: GroupItem[F] } } = {}
  for (const field of fields) {
    const after = change[field]
    if (after !== undefined && after !== group[field]) changed[field] = { before: group[field], after }
  }
  return changed
}
