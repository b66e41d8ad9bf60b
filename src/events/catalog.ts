/**
 * Everything that can happen. `about` names the subject a row carries, so that a client's timeline, a group's history and
 * the audit log are one table; `followed` says that reactions.ts has something to do once it has happened.
 */
export const catalog = {
  'organization.created': { about: [] },
  'organization.changed': { about: [] },
  'account.password_changed': { about: ['member'] },
  'member.invited': { about: ['member'], followed: true },
  'member.invitation_sent': { about: ['member'], followed: true },
  'member.invitation_revoked': { about: ['member'] },
  'member.joined': { about: ['member'] },
  'member.changed': { about: ['member'] },
  'member.role_changed': { about: ['member'] },
  'member.sight_changed': { about: ['member'] },
  'member.suspended': { about: ['member'] },
  'member.reinstated': { about: ['member'] },
  'group.created': { about: ['group'] },
  'group.changed': { about: ['group'] },
  'group.link_changed': { about: ['group'] },
  'group.link_freed': { about: ['group'] },
  'group.deleted': { about: ['group'] },
  'group.restored': { about: ['group'] },
  'membership.added': { about: ['group', 'member'] },
  'membership.removed': { about: ['group', 'member'], followed: true },
  'membership.role_changed': { about: ['group', 'member'] },
  'client.changed': { about: ['client'] },
  'client.shared': { about: ['client', 'member'] },
  'client.unshared': { about: ['client', 'member'] },
  'invite.sent': { about: ['client'], followed: true },
  'invite.sent_again': { about: ['client'], followed: true },
  'invite.delivered': { about: ['client'] },
  'invite.undelivered': { about: ['client'] },
  'invite.initiated': { about: ['client'] },
  'invite.revoked': { about: ['client'] },
  'step.completed': { about: ['client'] },
  'invite.completed': { about: ['client'], followed: true },
  'group.meeting_types_changed': { about: ['group'] },
  'membership.changed': { about: ['group', 'member'] },
  'member.removed': { about: ['member'] },
  'meeting_type.created': { about: [] },
  'meeting_type.changed': { about: [] },
  'meeting_type.hosts_changed': { about: [] },
  'meeting_type.deleted': { about: [] },
  'availability.changed': { about: ['member'], followed: true },
  'block.added': { about: [], followed: true },
  'block.removed': { about: [], followed: true },
  'calendar.connected': { about: ['member'], followed: true },
  'calendar.disconnected': { about: ['member'], followed: true },
  'meeting.held': { about: ['meeting'], followed: true },
  'meeting.booked': { about: ['meeting'], followed: true },
  'meeting.planned': { about: ['meeting'], followed: true },
  'meeting.rescheduled': { about: ['meeting'], followed: true },
  'meeting.reassigned': { about: ['meeting'], followed: true },
  'meeting.cancelled': { about: ['meeting'], followed: true },
  'meeting.guest_added': { about: ['meeting'], followed: true },
  'meeting.guest_removed': { about: ['meeting'], followed: true },
  'meeting.completed': { about: ['meeting'] },
  'meeting.missed': { about: ['meeting'] },
} as const satisfies Record<
  string,
  { about: readonly ('client' | 'group' | 'member' | 'meeting')[]; followed?: true }
>

export type EventName = keyof typeof catalog
export type FollowedEvent = {
  [N in EventName]: (typeof catalog)[N] extends { followed: true } ? N : never
}[EventName]
