import type { MeetingTypeItem, MeetingTypeSettings } from './schema.ts'

type Changes = { [K in keyof MeetingTypeSettings]?: { before: unknown; after: MeetingTypeSettings[K] } }

/** Settings that the change gives another value, with both. */
export function changesIn(
  type: MeetingTypeItem,
  change: { [K in keyof MeetingTypeSettings]?: MeetingTypeSettings[K] | undefined },
): Changes {
  const asText = (value: unknown) => JSON.stringify(value)
  return Object.fromEntries(
    Object.entries(change).flatMap(([field, after]) => {
      const before = type[field as keyof MeetingTypeSettings]
      return after === undefined || asText(after) === asText(before) ? [] : [[field, { before, after }]]
    }),
  )
}
