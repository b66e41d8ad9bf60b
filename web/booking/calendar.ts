/** A meeting as it goes into somebody's calendar; instants as ISO 8601. */
export type CalendarEntry = {
  title: string
  startsAt: string
  endsAt: string
  where: string
  /** Where it can be moved or cancelled, as https://…/b/{token}. */
  manageUrl: string
}

/** 20261124T093000Z */
const compact = (at: string) => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')

export function googleUrl({ title, startsAt, endsAt, where, manageUrl }: CalendarEntry) {
  const given = new URLSearchParams({
    action: 'TEMPLATE',
    text: title,
    dates: `${compact(startsAt)}/${compact(endsAt)}`,
    location: where,
    details: manageUrl,
  })
  return `https://calendar.google.com/calendar/render?${given}`
}

export function outlookUrl({ title, startsAt, endsAt, where, manageUrl }: CalendarEntry) {
  const given = new URLSearchParams({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: title,
    startdt: startsAt,
    enddt: endsAt,
    location: where,
    body: manageUrl,
  })
  return `https://outlook.live.com/calendar/0/action/compose?${given}`
}

/** The same entry as in the confirmation mail, so that a calendar that gets both shows one. */
export const fileUrl = ({ manageUrl }: CalendarEntry) =>
  `/api/v1/public/bookings/${manageUrl.slice(manageUrl.lastIndexOf('/') + 1)}/calendar.ics`
