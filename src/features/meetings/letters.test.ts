import { describe, expect, test } from 'vitest'
import type { Letter } from '../../kit/mail.ts'
import { type Language, languages } from '../../kit/shapes.ts'
import { type Time, timeInWords } from '../../kit/time-in-words.ts'
import { clientLetter, type From, type Told } from './mail/client.ts'
import { guestLetter, type ToldGuest } from './mail/guest.ts'
import { hostLetter, type ToldHost } from './mail/host.ts'
import type { MeetingToTell } from './queries/letters.ts'

const from: From = {
  organizationId: 'north',
  name: 'North Bank',
  color: '#1f6b4f',
  language: 'en',
  address: 'bank@north.example',
}
const meetingIn = (language: Language): MeetingToTell => ({
  id: 'meeting',
  organizationId: 'north',
  title: 'Intake',
  status: 'scheduled',
  startsAt: new Date('2026-12-07T09:00:00Z'),
  endsAt: new Date('2026-12-07T09:30:00Z'),
  isHeld: false,
  sequence: 1,
  name: 'Zoë Okonkwo',
  email: 'zoe@client.example',
  timeZone: 'Europe/Amsterdam',
  language,
  place: { kind: 'video_room', text: '' },
  message: 'Bring your papers.\nSee you soon.',
  reason: 'Otto is on leave.\nHe is back on Monday.',
  tokenEncrypted: '',
  hostName: 'Olivia',
  plannedBy: 'Quinn',
  guests: [],
})

const toClient = (told: Told, language: Language = 'en', was?: Time) =>
  clientLetter(from, {
    id: 'letter',
    told,
    meeting: meetingIn(language),
    host: 'Olivia',
    origin: 'https://guildhall.example',
    token: 'token',
    was,
  })
const toHost = (told: ToldHost, language: Language = 'en', was?: Time) =>
  hostLetter(from, {
    id: 'letter',
    told,
    meeting: meetingIn('en'),
    host: {
      id: 'olivia',
      name: 'Olivia',
      email: 'olivia@north.example',
      language,
      timeZone: 'America/New_York',
      hasCalendar: true,
    },
    origin: 'https://guildhall.example',
    was,
  })
const toGuest = (told: ToldGuest, language: Language = 'en', was?: Time) =>
  guestLetter(from, {
    id: 'letter',
    told,
    meeting: meetingIn(language),
    host: 'Olivia',
    guest: { name: 'Ada', email: 'ada@guest.example' },
    was,
  })

const told = ['held', 'booked', 'planned', 'moved', 'reassigned', 'cancelled', 'reminded'] as const
const toldHosts = ['new', 'moved', 'given', 'taken', 'cancelled', 'reminded'] as const
const toldGuests = ['invited', 'moved', 'reassigned', 'cancelled', 'removed'] as const

/** What stands in it as somebody wrote it. */
const given = ['Intake', 'North Bank', '-- ', 'Bring your papers.', 'See you soon.', 'He is back on Monday.']

describe.each(languages)('in %s, every mail about a meeting', language => {
  const clients = told.map(
    each => [`client ${each}`, toClient(each, language), '10:00', 'Europe/Amsterdam'] as const,
  )
  const guests = toldGuests.map(
    each => [`guest ${each}`, toGuest(each, language), '10:00', 'Europe/Amsterdam'] as const,
  )
  const hosts = toldHosts.map(
    each => [`host ${each}`, toHost(each, language), '0?4:00', 'America/New_York'] as const,
  )

  test.each([...clients, ...guests, ...hosts])(
    'says its time by the reader’s clock, and the zone right after it: %s',
    (_, { subject, text, html }, start, zone) => {
      const time = new RegExp(`2026.* ${start}.*0?[14]?[04]:30.* \\(${zone}\\)$`, 'm')
      expect(text).toMatch(time)
      expect(html).toContain(`(${zone})`)
      for (const each of [subject, ...text.split('\n')])
        if (/\d:\d\d/.test(each)) expect(each).toContain(`(${zone})`)
    },
  )

  test('is in that language from beginning to end, and leaves nothing to be filled in', () => {
    const english = [
      ...told.map(each => toClient(each)),
      ...toldGuests.map(each => toGuest(each)),
      ...toldHosts.map(each => toHost(each)),
    ]
    const linesIn = ({ subject, text }: Letter) => [subject, ...text.split('\n').filter(line => line.trim())]
    const known = new Set(english.flatMap(linesIn))
    for (const [, letter] of [...clients, ...guests, ...hosts]) {
      expect(linesIn(letter).join('\n')).not.toMatch(/[{}]|undefined|null/)
      if (language === 'en') continue
      expect(linesIn(letter).filter(line => known.has(line) && !given.includes(line))).toEqual([])
    }
  })
})

describe('whoever is told of a change', () => {
  test.each(['moved', 'reassigned', 'cancelled'] as const)('is told why: a client’s meeting is %s', each => {
    expect(toClient(each).text).toContain('Reason: Otto is on leave.\n\nHe is back on Monday.')
  })

  test.each(['moved', 'given', 'taken', 'cancelled'] as const)(
    'is told why: a host’s meeting is %s',
    each => {
      expect(toHost(each).text).toContain('Reason: Otto is on leave.\n\nHe is back on Monday.')
    },
  )

  test('reads when it is now and when it was to be, by their own clock', () => {
    const was = { startsAt: new Date('2026-12-03T13:00:00Z'), endsAt: new Date('2026-12-03T13:30:00Z') }
    const { text } = toClient('moved', 'en', was)
    expect(text).toContain(
      '7 December 2026, 10:00–10:30 (Europe/Amsterdam)\n\nBefore: Thursday, 3 December 2026, 14:00–14:30 (Europe/Amsterdam)',
    )
    expect(toHost('moved', 'en', was).text).toMatch(/Before: .*, 0?8:00–0?8:30 \(America\/New_York\)/)
    expect(toGuest('moved', 'nl', was).text).toMatch(/Eerst: donderdag 3 december 2026/)
  })

  test('reads what the planner wrote as a message, and no reason of before', () => {
    const { text } = toClient('planned')
    expect(text).toContain('A message for you:\n\nBring your papers.\n\nSee you soon.')
    expect(text).not.toContain('Reason')
  })
})

describe('a way out', () => {
  test.each(['booked', 'planned', 'moved', 'reassigned', 'reminded'] as const)(
    'is with the client: another time, or none (%s)',
    each => {
      expect(toClient(each).text).toMatch(/Choose another time: \S+#move\n\nCancel the meeting: \S+#cancel/)
    },
  )

  test('is with whose address somebody else typed', () => {
    expect(toClient('held').text).toContain('If it was not you who booked, do nothing')
  })

  test('is with the guest who is expected, and not with one who is not', () => {
    for (const each of toldGuests)
      expect(toGuest(each).text.includes('If you cannot come'), each).toBe(
        each !== 'cancelled' && each !== 'removed',
      )
  })

  test('leads the host to the meeting, unless it is somebody else’s', () => {
    for (const each of toldHosts)
      expect(toHost(each).text.includes('/meetings/'), each).toBe(each !== 'taken')
  })
})

test('in an hour that the clock shows twice, a time says which of the two it is', () => {
  const inWords = (start: string, end: string) => {
    const time = { startsAt: new Date(`2027-10-31T${start}Z`), endsAt: new Date(`2027-10-31T${end}Z`) }
    return timeInWords(time, 'en', 'Europe/Amsterdam')
  }
  const day = 'Sunday, 31 October 2027'
  expect(inWords('00:30', '01:00')).toMatch(`${day} at 02:30 CEST – 02:00 CET (Europe/Amsterdam)`)
  expect(inWords('01:30', '02:00')).toMatch(`${day} at 02:30 CET – 03:00 CET (Europe/Amsterdam)`)
  expect(inWords('09:00', '09:30')).toMatch(`${day}, 10:00–10:30 (Europe/Amsterdam)`)
})
