import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Staffed, startStaffed } from '../../test/staff.ts'
import { Person } from '../../test/person.ts'
import { newId } from '../kit/id.ts'
import { preferredLanguage } from '../kit/language.ts'

let staffed: Staffed
beforeAll(async () => void (staffed = await startStaffed({ work: false })))
afterAll(() => staffed.server.close())

const asking = (language: string) => ({ headers: { 'accept-language': language } })
const stranger = () => new Person(staffed.server.url)
const signIn = (body: unknown, language: string) =>
  stranger().send('POST', '/api/auth/sign-in/email', body, asking(language))

describe('whoever is refused reads why', () => {
  test('in their own language as a member, whatever the browser asks for', async () => {
    await staffed.as.A.patch('/me', { language: 'nl' })
    const absent = await staffed.as.A.patch(`/groups/${newId()}`, {}, asking('fr'))
    expect(absent.body).toMatchObject({
      code: 'not_found',
      detail: 'Hier is niets, of het is niet voor u te zien.',
    })
    const wrong = await staffed.as.A.patch('/me', { name: 'x'.repeat(201), age: 7, language: 'xx' })
    expect(wrong.body).toMatchObject({
      code: 'invalid',
      type: 'urn:guildhall:problem:invalid',
      detail: 'Iets van wat is verstuurd klopt niet; zie errors.',
    })
    expect(wrong.body.errors).toEqual(
      expect.arrayContaining([
        { pointer: '/name', detail: 'Gebruik ten hoogste 200 tekens.' },
        { pointer: '/language', detail: 'Kies een van: en, nl, de, es, fr.' },
        { pointer: '/age', detail: 'Dit is geen veld van het verzoek.' },
      ]),
    )
  })

  test('in the browser’s language as a stranger', async () => {
    const given = { email: 'nobody@bank.example', password: 'not the password' }
    expect((await signIn(given, 'fr-CH, en;q=0.5')).body).toMatchObject({
      code: 'unauthenticated',
      detail: 'L’adresse e-mail ou le mot de passe n’est pas correct.',
    })
    expect((await signIn({ ...given, email: 'nobody' }, 'fr')).body.errors).toEqual([
      { pointer: '/email', detail: 'Ce n’est pas une adresse e-mail.' },
    ])
    expect((await stranger().send('GET', '/api/auth/sign-out', undefined, asking('fr'))).body.detail).toBe(
      'Cette adresse accepte POST.',
    )
  })

  test('in English where the browser asks for a language that we do not speak', async () => {
    expect((await signIn({ email: '', password: '' }, 'ja')).body.errors).toEqual([
      { pointer: '/email', detail: 'This is not an email address.' },
      { pointer: '/password', detail: 'Fill this in.' },
    ])
  })
})

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['*', 'en'],
  ['nl', 'nl'],
  ['DE-at', 'de'],
  ['ja, es;q=0.3, de ; q=0.8', 'de'],
  ['fr;q=0, es;q=0.1', 'es'],
  ['fr;q=much', 'fr'],
  [',;,=;q=1;', 'en'],
])('of the languages “%s”, we speak %s', (accepted, language) => {
  expect(preferredLanguage(accepted)).toBe(language)
})
