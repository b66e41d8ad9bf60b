import { Id } from '../../kit/shapes.ts'

/** Fewer cases than these allow no conclusion. */
const smallSample = 10
export const isSmall = (cases: number): boolean => cases < smallSample

/** The longest period of one report: three years and a bit. */
export const mostDays = 1100

/** `group:{id}` → the id; undefined for `own` and `all`. */
export function groupOf(reach: string): string | undefined {
  const id = reach.startsWith('group:') ? reach.slice('group:'.length) : undefined
  return Id.safeParse(id).success ? id?.toLowerCase() : undefined
}
