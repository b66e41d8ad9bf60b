import { z } from 'zod'
import { Id, Page } from '../../kit/shapes.ts'

/** A text in every language it was written in; the organisation's language is always there. */
export const Text = z.record(z.string(), z.string())
export type Text = z.infer<typeof Text>

const step = { key: z.string().regex(/^[a-z][a-z0-9_]*$/), title: Text, text: Text }
export const FormField = z.object({
  key: z.string().regex(/^[a-z][a-z0-9_]*$/),
  kind: z.enum(['text', 'long_text', 'email', 'phone', 'date', 'choice']),
  label: Text,
  help: Text.optional(),
  required: z.boolean().default(false),
  choices: z.array(z.object({ value: z.string(), label: Text })).optional(),
})
export type FormField = z.infer<typeof FormField>
export const Step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('intro'), ...step }),
  z.object({ kind: z.literal('form'), ...step, fields: z.array(FormField) }),
  z.object({ kind: z.literal('success'), ...step }),
])
export type Step = z.infer<typeof Step>
export const Steps = z.array(Step)

const FlowItem = z.object({ id: Id, name: z.string() })
export const FlowPage = Page(FlowItem)
