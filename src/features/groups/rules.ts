const restorableForDays = 30

/** A deleted group can be restored for 30 days. */
export const isRestorable = (deletedAt: Date, now: Date): boolean =>
  now.getTime() - deletedAt.getTime() < restorableForDays * 86_400_000

/** Fields that the change gives another value, with both. */
export function changesOf<T extends object, K extends keyof T>(
  present: T,
  change: { [F in K]?: T[F] | undefined },
  fields: readonly K[],
): { [F in K]?: { before: T[F]; after: T[F] } } {
  const changed: { [F in K]?: { before: T[F]; after: T[F] } } = {}
  for (const field of fields) {
    const after = change[field]
    if (after !== undefined && after !== present[field]) changed[field] = { before: present[field], after }
  }
  return changed
}
