import type { FollowedEvent } from './events/catalog.ts'

/** What follows from what happened: the jobs of features/…/jobs.ts, each of which gets the event. */
export const reactions: Record<FollowedEvent, readonly string[]> = {
  'member.invited': ['mail-member-invitation'],
  'member.invitation_sent': ['mail-member-invitation'],
  'membership.removed': [],
  'invite.sent': ['mail-invite'],
  'invite.sent_again': ['mail-invite'],
  'invite.completed': ['mail-completion'],
  'availability.changed': ['mail-open-hours'],
  'block.added': ['mail-block'],
  'block.removed': ['mail-block'],
  'calendar.connected': [],
  'calendar.disconnected': [],
  'meeting.held': [],
  'meeting.booked': [],
  'meeting.planned': [],
  'meeting.rescheduled': [],
  'meeting.reassigned': [],
  'meeting.cancelled': [],
  'meeting.guest_added': [],
  'meeting.guest_removed': [],
}
