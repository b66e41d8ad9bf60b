import type { OwnBooking } from './features/meetings/schema/booking.ts'
import type { ClosedDoor, OpenDoor, Slots } from './features/slots/schema.ts'
import type { FirstContent } from './http/pages.ts'
import { html, type Html } from './kit/html.ts'
import { wordsIn } from './kit/language.ts'
import { inkOn } from './kit/letter.ts'
import type { Language } from './kit/shapes.ts'
import { timeInWords } from './kit/time-in-words.ts'

type DoorType = OpenDoor['meetingTypes'][number]
/** Free starts of a type in the first days; null where they were not asked for. */
export type AskedSlots = { type: DoorType; range: { from: string; to: string }; answer: Slots | null }
type WordedDoor = { door: OpenDoor; language: Language }

const colorsOf = (color: string) => `--brand:${color};--on-brand:${inkOn(color)}`

/** Where the script never comes: the style sheet shows it after a while. */
const unscripted = (text: string) => html`<p class="unscripted">${text}</p>`

/** A page of the booking bundle as its script draws it, without what only the script can do. */
function frame(organization: { name: string } | null, content: Html): Html {
  const mark = organization
    ? html`<span class="organization"
        ><span class="mark" aria-hidden="true">${[...organization.name][0]?.toLocaleUpperCase() ?? ''}</span
        ><span class="name">${organization.name}</span></span
      >`
    : null
  return html`<div class="page">
    <header class="header">${mark}</header>
    <main class="column">${content}</main>
  </div>`
}

/** What is said where there is nothing to show: an unknown link, or a fault of ours. */
export function plainContent(language: Language, status: number): FirstContent {
  const t = wordsIn(language)
  const words =
    status === 404
      ? {
          title: t('This link does not work'),
          text: t('Please check that you copied all of it, or ask whoever sent it to you for a new one.'),
        }
      : status === 429
        ? { title: t('That was too often'), text: t('Please wait a minute, and try again.') }
        : { title: t('Something went wrong on our side'), text: t('Please try again in a moment.') }
  const { title, text } = words
  const root = frame(
    null,
    html`<h1>${title}</h1>
      <p>${text}</p>`,
  )
  return { status, language, title, description: text, style: '', root, data: undefined }
}

/** A link that was, or will be, one to book by; as web/booking/NotAvailable.tsx has it. */
export function closedContent(
  { organization }: Pick<ClosedDoor, 'organization'>,
  language: Language,
): FirstContent {
  const t = wordsIn(language)
  const title = t('This page is not available')
  const text = t('Nothing can be booked here at the moment.')
  const wayOut = organization.contact
    ? t('You can reach {name}: {contact}', { name: organization.name, contact: organization.contact })
    : t('Please ask whoever gave you the link.')
  const root = frame(
    organization,
    html`<div class="stack">
      <h1>${title}</h1>
      <p>${text}</p>
      <p>${wayOut}</p>
    </div>`,
  )
  const style = colorsOf(organization.color)
  return { status: 200, language, title, description: text, style, root, data: undefined }
}

/** What can be booked, and its first free days; by the organisation's clock, since nobody has said another yet. */
export function doorContent({ door, language }: WordedDoor, asked: AskedSlots[]): FirstContent {
  const t = wordsIn(language)
  const { organization, name, description } = door
  const only = asked.length === 1 ? asked[0] : undefined
  const content = only ? typeStep(door, only, language) : typesStep(door, asked, language)
  const title = name === organization.name ? name : `${name} · ${organization.name}`
  const { contact } = organization
  const reach = contact
    ? t('You can also reach {name}: {contact}', { name: organization.name, contact })
    : t('You can also ask {name} for a time.', { name: organization.name })
  const rest = html`<p class="small">${reach}</p>
    ${unscripted(t('To book a time, switch on JavaScript in your browser.'))}`
  const slots = asked.flatMap(({ type, range, answer }) =>
    answer ? [{ typeId: type.id, ...range, ...answer }] : [],
  )
  return {
    status: 200,
    language,
    title,
    description: description || t('Book a meeting with {name}.', { name }),
    style: colorsOf(organization.color),
    root: frame(organization, html`${content}${rest}`),
    data: { language, door, slots },
  }
}

function typeStep(door: OpenDoor, { type, range, answer }: AskedSlots, language: Language): Html {
  const t = wordsIn(language)
  const { timeZone } = door.organization
  const days = daysOf(answer, range.to, timeZone)
  const rows = days.map(
    ({ day, count }) =>
      html`<li>
        <h2 class="day">
          <span>${nameOf(day, timeZone, language)}</span
          ><span class="count">${t('{count, plural, one {# time} other {# times}}', { count })}</span>
        </h2>
      </li>`,
  )
  const none = answer?.nextAvailable
    ? t('The next free day is {day}.', { day: nameOf(answer.nextAvailable, timeZone, language) })
    : t('{name} has no free time in the next {count, plural, one {day} other {# days}}.', {
        name: door.name,
        count: type.windowDays,
      })
  return html`${door.name === type.name ? null : html`<p class="eyebrow">${door.name}</p>`}
    <h1>${type.name}</h1>
    <p class="small">${lengthOf(type, language)}</p>
    ${textOf(type.description)}
    <p class="small">${t('Times in {zone}', { zone: timeZone })}</p>
    ${
      rows.length > 0
        ? html`<ol class="days">
            ${rows}
          </ol>`
        : html`<p>${none}</p>`
    }`
}

function typesStep(
  { name, description, organization }: OpenDoor,
  asked: AskedSlots[],
  language: Language,
): Html {
  const t = wordsIn(language)
  const cards = asked.map(({ type, range, answer }) => {
    const [first] = daysOf(answer, range.to, organization.timeZone)
    const next = first ? t('Next: {day}', { day: nameOf(first.day, organization.timeZone, language) }) : null
    return html`<li>
      <a class="card" href="?type=${type.id}&amp;lang=${language}"
        ><span class="card-name">${type.name}</span
        ><span class="small">${lengthOf(type, language)}</span
        >${type.description ? html`<span class="small text">${type.description}</span>` : null}${next ? html`<span class="small">${next}</span>` : null}</a
      >
    </li>`
  })
  return html`<h1>${name}</h1>
    ${textOf(description)}
    <ul class="cards">
      ${cards}
    </ul>`
}

/** What somebody booked; the ways to change it come with the script. */
export function bookedContent(booking: OwnBooking, language: Language): FirstContent {
  const t = wordsIn(language)
  const { title, startsAt, endsAt, timeZone, host, organization } = booking
  const when = timeInWords({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) }, language, timeZone)
  const content = html`<h1>${title}</h1>
    <p>${when}</p>
    <p>${host.name}, ${organization.name}</p>
    ${
      organization.contact
        ? html`<p class="small">
            ${t('You can also reach {name}: {contact}', {
              name: organization.name,
              contact: organization.contact,
            })}
          </p>`
        : null
    }
    ${unscripted(t('To move or cancel the meeting, switch on JavaScript in your browser.'))}`
  return {
    status: 200,
    language,
    title,
    description: '',
    style: colorsOf(organization.color),
    root: frame(organization, content),
    data: { language, booking },
  }
}

const textOf = (text: string): Html | null => (text ? html`<p class="text">${text}</p>` : null)

function lengthOf({ durationMinutes, place }: DoorType, language: Language): string {
  const t = wordsIn(language)
  const places = {
    video_room: t('Video call'),
    phone: t('By phone'),
    url: t('Online'),
    address: place.text,
  }
  return `${t('{minutes} min', { minutes: durationMinutes })} · ${places[place.kind]}`
}

/** Without the day in which the asking ends, which is not whole. */
function daysOf(answer: Slots | null, end: string, timeZone: string): { day: string; count: number }[] {
  // Swedish writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone })
  const counts = new Map<string, number>()
  const last = format.format(new Date(end))
  for (const start of answer?.slots ?? []) {
    const day = format.format(new Date(start))
    if (day >= last) break
    counts.set(day, (counts.get(day) ?? 0) + 1)
  }
  return [...counts].map(([day, count]) => ({ day, count })).slice(0, 7)
}

/** "Tomorrow, Tue 24 Nov" */
function nameOf(day: string, timeZone: string, language: Language): string {
  const t = wordsIn(language)
  const written = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(day))
  const today = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone }).format(new Date())
  const tomorrow = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10)
  if (day === today) return t('Today, {day}', { day: written })
  return day === tomorrow ? t('Tomorrow, {day}', { day: written }) : written
}
