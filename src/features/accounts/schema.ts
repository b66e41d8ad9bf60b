import { z } from 'zod'
import { GroupRoleName, ReachName, RoleName } from '../../access/shapes.ts'
import { Email, Id, Language, LinkName, Name, Password } from '../../kit/shapes.ts'

/** POST /setup: creates the organisation and its first Admin. */
export const Setup = z.strictObject({
  token: z.string().min(1).max(200),
  organization: z.strictObject({
    name: Name,
    timeZone: z.string().max(60).optional(),
    language: Language.optional(),
  }),
  admin: z.strictObject({ name: Name, email: Email, password: Password }),
})

/** What setting up and joining answer, besides the session's cookie. */
export const Welcomed = z.object({ organizationId: Id, memberId: Id })

export const Me = z.object({
  account: z.object({ id: Id, email: z.string(), name: z.string() }),
  organization: z.object({
    id: Id,
    name: z.string(),
    color: z.string(),
    timeZone: z.string(),
    language: Language,
  }),
  member: z.object({
    id: Id,
    name: z.string(),
    email: z.string(),
    role: RoleName,
    language: Language,
    /** Of the page /u/{link}; null: they have none. */
    link: z.string().nullable(),
  }),
  /** The widest reach of every permission of the table. */
  reach: z.record(z.string(), ReachName),
  groups: z.array(z.object({ id: Id, name: z.string(), groupRole: GroupRoleName.nullable() })),
})
export type Me = z.infer<typeof Me>

/** PATCH /me: what a person changes about themselves. */
export const MeChange = z
  .strictObject({ name: Name, language: Language, link: LinkName.nullable() })
  .partial()

/** GET /public/member-invitations/{token} */
export const MemberInvitation = z.object({
  organization: z.object({ name: z.string() }),
  name: z.string(),
  email: z.string(),
  language: Language,
  /** True: sign in with the password of that account instead of choosing one. */
  hasAccount: z.boolean(),
})
/** `password` is a new one, or that of the account that exists already. */
export const MemberInvitationAcceptance = z.strictObject({
  name: Name.optional(),
  password: z.string().min(1).max(128),
})
