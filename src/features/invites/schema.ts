import { z } from 'zod'
import { Email, Id, Language, Line, Name } from '../../kit/shapes.ts'
import { Phone } from '../clients/schema.ts'

/** GET /invites/options: what the sender may choose from, decided by the server alone. */
export const InviteOptions = z.object({
  groups: z.array(z.object({ id: Id, name: z.string() })),
  organizationGroup: z.boolean(),
  /** A group id, `organization`, or null: the sender must choose. */
  preselected: z.string().nullable(),
  /** Why nothing can be sent at all, in words; null when it can. */
  refusal: z.string().nullable(),
  flows: z.record(z.string(), z.array(z.object({ id: Id, name: z.string() }))),
  language: Language,
})
export type InviteOptions = z.infer<typeof InviteOptions>

export const NewInvite = z
  .strictObject({
    method: z.enum(['email', 'link']),
    firstName: Name,
    lastName: Line(200).default(''),
    email: Email.nullable().default(null),
    phone: Phone.nullable().default(null),
    /** Null: the Organization group. */
    groupId: Id.nullable(),
    flowId: Id,
    externalId: Line(200).nullable().default(null),
    ccMemberIds: z.array(Id).max(50).default([]),
    ccAddresses: z.array(Email).max(50).default([]),
    language: Language.default('en'),
  })
  .refine(invite => invite.method !== 'email' || invite.email !== null, {
    path: ['email'],
    message: 'Fill in the email address, or copy the link instead.',
  })

/** GET /invites/preview: the mail as the client will read it, and the first page of the flow behind its link. */
export const InvitePreviewQuery = z.strictObject({
  flowId: Id,
  language: Language.default('en'),
  firstName: Line(200).default(''),
})
export const InvitePreview = z.object({
  mail: z.object({ subject: z.string(), text: z.string() }),
  page: z.object({ title: z.string(), text: z.string() }),
})
export type InvitePreview = z.infer<typeof InvitePreview>

/** POST /invites/{id}/deliveries */
export const NewDelivery = z.strictObject({ method: z.enum(['email', 'link']) })
/** An open invite to the same address that the sender can see, so that they may send it again instead. */
export const Duplicate = z.object({ clientId: Id, inviteId: Id, name: z.string() })
export const Duplicates = z.object({ items: z.array(Duplicate) })
export const DuplicateQuery = z.strictObject({ email: Email })
