import { z } from 'zod'

/** Shapes that every noun uses; zod only, since the browser shares them. */
export const Id = z.uuid()
export const Time = z.iso.datetime()
export const languages = ['en', 'nl', 'de', 'es', 'fr'] as const
export const Language = z.enum(languages)
export type Language = (typeof languages)[number]

/** A line of text: trimmed, without control characters (a name in a mail header or a CSV must stay one line), nor such as turn the reading round. */
export const Line = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(
      /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u,
      'Use a single line without control characters.',
    )
export const Name = Line(200).min(1)
/** Text of several lines. */
export const Text = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'Use letters, not control characters.')
/** The end of a public address, such as `utrecht` in /g/utrecht. */
export const LinkName = z
  .string()
  .trim()
  .min(3)
  .max(60)
  .regex(
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    'Use small letters, digits and dashes, with a letter or digit at both ends.',
  )
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email('This is not an email address.'))
export const Password = z.string().min(12).max(128)
/** Of the IANA database; old names too, since browsers still say them. An offset is none. */
export const TimeZone = z
  .string()
  .max(64)
  .refine(zone => /^[a-z]/i.test(zone) && isKnownZone(zone), 'This is not a time zone.')

/** Most say one of these, and a format takes long to make. */
const usualZones = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])
function isKnownZone(zone: string): boolean {
  if (usualZones.has(zone)) return true
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** RFC 3339: an instant, or a date, which is a day in the `timeZone` beside it. */
export const Moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })])

/** Query of every list: how many, and where to go on. */
export const Paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(2000).optional(),
}
export const Page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() })
/** A flag in a query string. */
export const Flag = z.enum(['true', 'false']).transform(value => value === 'true')
export const DryRun = z.boolean().optional()

/** RFC 9457 document, as every error answers. */
export const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })),
    requestId: z.string(),
  })
  .loose()
