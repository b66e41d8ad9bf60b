import type { FollowedEvent } from './events/catalog.ts'

/** What follows from what happened: the jobs of features/…/jobs.ts, each of which gets the event. */
export const reactions: Record<FollowedEvent, readonly string[]> = {
  'member.invited': ['mail-member-invitation'],
  'member.invitation_sent': ['mail-member-invitation'],
  'membership.removed': ['reassign-meetings'],
  'membership.changed': ['await-membership-end'],
  'membership.expired': ['mail-membership-end'],
  'invite.sent': ['mail-invite'],
  'invite.sent_again': ['mail-invite'],
  'invite.completed': ['mail-completion'],
  'availability.changed': ['mail-open-hours'],
  'block.added': ['mail-block'],
  'block.removed': ['mail-block'],
  'calendar.connected': ['sync-calendar', 'write-meetings-of-member', 'mail-calendar-change'],
  'calendar.disconnected': ['mail-calendar-change'],
  'calendar.destination_changed': ['write-meetings-of-member', 'mail-calendar-change'],
  'calendar.sync_requested': ['sync-calendar', 'write-meetings-of-member'],
  'meeting.held': ['mail-meeting'],
  'meeting.booked': ['write-calendars', 'mail-meeting', 'await-meeting'],
  'meeting.planned': ['write-calendars', 'mail-meeting', 'await-meeting'],
  'meeting.rescheduled': ['write-calendars', 'mail-meeting', 'await-meeting'],
  'meeting.reassigned': ['write-calendars', 'mail-meeting'],
  'meeting.cancelled': ['write-calendars', 'mail-meeting'],
  'meeting.guest_added': ['mail-meeting'],
  'meeting.guest_removed': ['mail-meeting'],
}
