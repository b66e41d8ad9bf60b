import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { mostAddresses, parseAddresses } from './rules.ts'

const sample = (name: string) => readFileSync(new URL(`../../../test/data/${name}`, import.meta.url), 'utf8')
const people = (text: string) => parseAddresses(text).people.map(({ name, email }) => [name, email])

test('members-pasted.txt is 83 people and five lines that say what is wrong with them, the duplicate folded', () => {
  const pasted = parseAddresses(sample('members-pasted.txt'))
  expect(pasted.people).toHaveLength(83)
  expect(pasted.duplicates).toBe(1)
  expect(pasted.invalid.map(({ line, text }) => [line, text])).toEqual([
    [81, 'not an address'],
    [82, 'missing@'],
    [83, '@northbank.example'],
    [84, 'two@@northbank.example'],
    [87, 'a b@northbank.example'],
  ])
  expect(new Set(pasted.invalid.map(({ reason }) => reason)).size).toBe(5)
  expect(pasted.people.slice(0, 6)).toEqual([
    { line: 1, email: 'vera.dvorak@northbank.example', name: '' },
    { line: 2, email: 'mila.mulder@northbank.example', name: 'Mila Mulder' },
    { line: 3, email: 'mila.peeters@northbank.example', name: 'Mila Peeters' },
    { line: 4, email: 'fatima.oconnor@northbank.example', name: "Fatima O'Connor" },
    { line: 5, email: 'ymir.dvorak@northbank.example', name: '' },
    { line: 6, email: 'fatima.damico@northbank.example', name: '' },
  ])
  expect(pasted.people.slice(-3).map(({ line, email }) => [line, email])).toEqual([
    [88, 'ok.one@northbank.example'],
    [88, 'ok.two@northbank.example'],
    [88, 'ok.three@northbank.example'],
  ])
})

test('members-excel.csv is 120 people with their names, its header and its column of places left out', () => {
  const pasted = parseAddresses(sample('members-excel.csv'))
  expect(pasted).toMatchObject({ invalid: [], duplicates: 0 })
  expect(pasted.people).toHaveLength(120)
  expect(pasted.people.every(({ name }) => name.includes(' '))).toBe(true)
  expect(pasted.people[0]).toEqual({
    line: 2,
    email: 'ursula.muller@northbank.example',
    name: 'Ursula Müller',
  })
})

test('a mail’s To line is as many people as it has addresses, whatever is in the quotes', () => {
  expect(
    people(`"Peeters, Mila" <mila@x.example>, Jan <jan@x.example>; 'Ø' <o@x.example>,z@x.example`),
  ).toEqual([
    ['Peeters, Mila', 'mila@x.example'],
    ['Jan', 'jan@x.example'],
    ['Ø', 'o@x.example'],
    ['', 'z@x.example'],
  ])
  expect(people('one@x.example two@x.example')).toEqual([
    ['', 'one@x.example'],
    ['', 'two@x.example'],
  ])
})

test('beside one address the first other cell is the name, wherever the address stands', () => {
  expect(people('a@x.example;Anna;Utrecht')).toEqual([['Anna', 'a@x.example']])
  expect(people('Mulder, Anna\ta@x.example\tUtrecht, Centrum')).toEqual([['Mulder, Anna', 'a@x.example']])
  expect(people('"Anna ""Ans"" Mulder",a@x.example')).toEqual([['Anna "Ans" Mulder', 'a@x.example']])
  expect(people(';a@x.example;Utrecht')).toEqual([['', 'a@x.example']])
  expect(people('12" Anna;a@x.example')).toEqual([['12" Anna', 'a@x.example']])
})

test('a first line that names the columns is nobody, in any language of the console', () => {
  const headers = [
    'Name,Email',
    'naam;e-mailadres',
    'E-Mail-Adresse\tName',
    'Nom;Courriel',
    'Nombre;Correo electrónico',
  ]
  for (const header of headers) expect(parseAddresses(`\n${header}\na@x.example`).invalid).toEqual([])
  expect(parseAddresses('Anna Mulder\na@x.example').invalid).toMatchObject([{ line: 1 }])
})

test('an address that comes twice is one person, with the name that one of them gave', () => {
  expect(parseAddresses('a@x.example\r\nA@X.example;Anna\r\n')).toMatchObject({
    people: [{ line: 1, email: 'a@x.example', name: 'Anna' }],
    duplicates: 1,
  })
})

test('pairs are read as lines are', () => {
  expect(parseAddresses([{ email: ' A@x.example ', name: '"Anna"' }, { email: 'x' }])).toMatchObject({
    people: [{ line: 1, email: 'a@x.example', name: 'Anna' }],
    invalid: [{ line: 2, text: 'x' }],
  })
})

test.each([
  ['lines', 'nobody\n'],
  ['addresses with commas between', 'a@x.example,'],
  ['addresses with spaces between', 'a@x.example '],
])('of far too many %s no more are read than it takes to say so', (_, one) => {
  expect(parseAddresses(one.repeat(3 * mostAddresses)).entries).toBe(mostAddresses + 1)
})
