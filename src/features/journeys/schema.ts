import { z } from 'zod'
import { Language, Time } from '../../kit/shapes.ts'
import { FormField } from '../flows/schema.ts'

const Words = z.object({ title: z.string(), text: z.string() })
/** GET /public/journeys/{token}: what the page may show before the client enters. Nothing of the client's. */
export const JourneyDoor = z.object({
  organization: z.object({ name: z.string(), color: z.string() }),
  language: Language,
  state: z.enum(['open', 'completed', 'revoked', 'expired']),
})
export type JourneyDoor = z.infer<typeof JourneyDoor>

const LocalField = FormField.omit({ label: true, help: true, choices: true }).extend({
  label: z.string(),
  help: z.string().nullable(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })),
})
const JourneyStep = z.discriminatedUnion('kind', [
  Words.extend({ kind: z.literal('intro'), key: z.string() }),
  Words.extend({ kind: z.literal('form'), key: z.string(), fields: z.array(LocalField) }),
  Words.extend({ kind: z.literal('success'), key: z.string() }),
])
/** POST …/entry and POST …/steps/{key}: where the client is. */
export const Journey = z.object({
  organization: z.object({ name: z.string(), color: z.string() }),
  language: Language,
  firstName: z.string(),
  steps: z.array(JourneyStep),
  /** Key of the step to show now; the last one when all is done. */
  current: z.string(),
  answers: z.record(z.string(), z.record(z.string(), z.string())),
  completedAt: Time.nullable(),
})
export type Journey = z.infer<typeof Journey>
/** The language the client chose to read in; without it, the invite's. */
const reading = { language: Language.optional() }
export const JourneyEntry = z.strictObject(reading)
export const StepSubmission = z.strictObject({
  ...reading,
  answers: z.record(z.string().max(60), z.string().max(5000)).default({}),
})
