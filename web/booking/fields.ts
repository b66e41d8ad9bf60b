import type { BookingRequest } from '../../src/features/meetings/schema/booking.ts'
import type { OpenDoor } from '../../src/features/slots/schema.ts'
import type { Answers, Field } from '../public/checks.ts'
import { t } from '../ui/language.ts'

export type DoorType = OpenDoor['meetingTypes'][number]

const answer = (key: string) => `answers/${key}`
const plain = { help: null, choices: [] }

/** Where the phone number is asked for: a type may have a question of its own for it. */
function phoneField({ questions }: DoorType) {
  const own = questions.find(({ kind }) => kind === 'phone')
  return own ? answer(own.key) : 'phone'
}

/** What is asked of the client, each under the path at which it is sent. */
export function fieldsOf(type: DoorType, guests: number): Field[] {
  const own: Field[] = [
    {
      ...plain,
      key: 'name',
      kind: 'text',
      label: t('Your name'),
      required: true,
      autoComplete: 'name',
    },
    {
      ...plain,
      key: 'email',
      kind: 'email',
      label: t('Your email address'),
      help: t('The confirmation goes there.'),
      required: true,
    },
  ]
  if (type.place.kind === 'phone' && phoneField(type) === 'phone')
    own.push({
      ...plain,
      key: 'phone',
      kind: 'phone',
      label: t('Your phone number'),
      help: t('With the country code, such as +31 30 123 45 67.'),
      required: true,
    })
  const asked = type.questions.map(({ key, kind, label, help, required, choices }) => ({
    key: answer(key),
    kind,
    label,
    help: help || null,
    required,
    choices: choices.map(choice => ({ value: choice, label: choice })),
  }))
  return [...own, ...asked, ...Array.from({ length: guests }, (_, index) => guestFields(index)).flat()]
}

function guestFields(index: number): Field[] {
  const values = { number: index + 1 }
  const given = { ...plain, required: true, autoComplete: 'off' }
  return [
    { ...given, key: `guests/${index}/name`, kind: 'text', label: t('Name of guest {number}', values) },
    {
      ...given,
      key: `guests/${index}/email`,
      kind: 'email',
      label: t('Email address of guest {number}', values),
    },
  ]
}

type Filled = Pick<BookingRequest, 'name' | 'email' | 'phone' | 'answers' | 'guests'>

export function sentOf(type: DoorType, guests: number, values: Answers): Filled {
  const answers = type.questions.flatMap(({ key, kind }) => {
    const value = values[answer(key)]
    return value ? [{ questionId: key, answer: kind === 'checkbox' ? true : value }] : []
  })
  const phone = values[phoneField(type)]
  return {
    name: values.name ?? '',
    email: values.email ?? '',
    ...(phone && { phone }),
    answers,
    guests: Array.from({ length: guests }, (_, index) => ({
      name: values[`guests/${index}/name`] ?? '',
      email: values[`guests/${index}/email`] ?? '',
    })),
  }
}

/** The field that the server means: it counts answers in the order in which they were sent. */
export function fieldOf(pointer: string, type: DoorType, answers: Filled['answers']) {
  if (pointer === '/phone') return phoneField(type)
  const [, index] = /^\/answers\/(\d+)/.exec(pointer) ?? []
  return index === undefined ? pointer.slice(1) : answer(answers[Number(index)]?.questionId ?? '')
}

/** Values that the address brings: `?name=&email=&phone=`. */
export function prefilled(search: string, type: DoorType): Answers {
  const given = new URLSearchParams(search)
  return Object.fromEntries(
    ['name', 'email', 'phone'].flatMap(key => {
      const value = given.get(key)
      return value ? [[key === 'phone' ? phoneField(type) : key, value.slice(0, 254)]] : []
    }),
  )
}
