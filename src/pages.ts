import type { FirstContent, Page, Visit } from './http/pages.ts'
import { type AskedSlots, bookedContent, closedContent, doorContent, plainContent } from './first-content.ts'
import type { OwnBooking } from './features/meetings/schema/booking.ts'
import type { BookingDoor, OpenDoor, Slots } from './features/slots/schema.ts'
import { preferredLanguage } from './kit/language.ts'
import { Language } from './kit/shapes.ts'

const dayMs = 86_400_000
const firstDays = 14
/** Of more types than these, free days are shown once one is chosen. */
const mostTypes = 4

const languageIn = ({ query }: Visit): Language | undefined => Language.safeParse(query.get('lang')).data

/** `?lang`, else what the browser asks for, else the organisation's. */
const languageOf = (visit: Visit, otherwise?: Language): Language =>
  languageIn(visit) ?? preferredLanguage(visit.acceptLanguage, otherwise)

async function bookingPage(
  visit: Visit,
  letter: string,
  path: string,
): Promise<FirstContent | { movedTo: string }> {
  const { status, body } = await visit.ask(path)
  if (status !== 200) return plainContent(languageOf(visit), status)
  const door = body as BookingDoor
  if (door.isBookable && door.redirectTo !== null) {
    const search = visit.query.size > 0 ? `?${visit.query}` : ''
    return { movedTo: `/${letter}/${door.redirectTo}${search}` }
  }
  const language = languageOf(visit, door.organization.language)
  if (!door.isBookable || door.meetingTypes.length === 0) return closedContent(door, language)
  return doorContent({ door, language }, await firstSlots(visit, path, typesOf(visit, door)))
}

/** The type that the address asks for, or all. */
function typesOf({ query }: Visit, { meetingTypes }: OpenDoor): OpenDoor['meetingTypes'] {
  const wanted = query.get('type')?.toLowerCase()
  const asked = meetingTypes.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted)
  return asked.length > 0 ? asked : meetingTypes
}

function firstSlots(visit: Visit, path: string, types: OpenDoor['meetingTypes']): Promise<AskedSlots[]> {
  const now = Date.now()
  const range = { from: new Date(now).toISOString(), to: new Date(now + firstDays * dayMs).toISOString() }
  return Promise.all(
    types.map(async (type, index) => {
      if (index >= mostTypes) return { type, range, answer: null }
      const asked = new URLSearchParams({ meetingTypeId: type.id, ...range })
      const { status, body } = await visit.ask(`${path}/slots?${asked}`)
      return { type, range, answer: status === 200 ? (body as Slots) : null }
    }),
  )
}

const linkPage = (letter: string, noun: string): Page => ({
  path: `/${letter}/:link`,
  isSecret: false,
  first: visit =>
    bookingPage(visit, letter, `/public/${noun}/${encodeURIComponent(visit.params.link ?? '')}`),
})

/** Every page into which the server puts what it shows first. */
export const pages: readonly Page[] = [
  linkPage('g', 'groups'),
  linkPage('u', 'members'),
  linkPage('m', 'meeting-types'),
  {
    path: '/b/:token',
    isSecret: true,
    first: async visit => {
      const path = `/public/bookings/${encodeURIComponent(visit.params.token ?? '')}`
      const { status, body } = await visit.ask(path)
      if (status !== 200) return plainContent(languageOf(visit), status)
      const booking = body as OwnBooking
      // As its mails speak to the client, whatever the browser at hand asks for.
      return bookedContent(booking, languageIn(visit) ?? booking.language)
    },
  },
]
