import { Email } from '../../kit/shapes.ts'
import type { Addressed, InvalidLine } from './schema.ts'

/** What a pasted text, or a list of pairs, turns out to be. */
export type Pasted = { people: Addressed[]; invalid: InvalidLine[]; duplicates: number; entries: number }

export const mostAddresses = 5000
const longestName = 200

/** Text as people paste it from a spreadsheet, a CSV file or a mail's To line. */
export function parseAddresses(
  given: string | readonly { email: string; name?: string | undefined }[],
): Pasted {
  const read = typeof given === 'string' ? readText(given) : given.map(readPair)
  const byEmail = new Map<string, Addressed>()
  const invalid: InvalidLine[] = []
  let duplicates = 0
  for (const each of read) {
    if ('reason' in each) invalid.push(each)
    else {
      const known = byEmail.get(each.email)
      if (known) {
        duplicates++
        known.name ||= each.name
      } else byEmail.set(each.email, each)
    }
  }
  return { people: [...byEmail.values()], invalid, duplicates, entries: read.length }
}

type Read = Addressed | InvalidLine

const readPair = ({ email, name = '' }: { email: string; name?: string | undefined }, index: number): Read =>
  addressed(index + 1, email, email, tidy(name))

function readText(text: string): Read[] {
  const lines = text.split(/\r\n|\r|\n|\u2028|\u2029/).map(clean)
  const first = lines.findIndex(line => line !== '')
  const read: Read[] = []
  for (const [index, line] of lines.entries()) {
    if (read.length > mostAddresses) break
    if (/^[\s;,"]*$/.test(line) || (index === first && isHeader(line))) continue
    read.push(...readLine(index + 1, line))
  }
  return enough(read)
}

/** One more than may come shows that there are too many; a megabyte of them would hold everybody up. */
const enough = <T>(entries: T[]): T[] => entries.slice(0, mostAddresses + 1)

/** Marks that programs leave in a text and nobody sees: byte order marks, zero-width and unbreakable spaces. */
const clean = (line: string) =>
  line
    .replace(/[\uFEFF\u200B-\u200D\u2060]/g, '')
    .replace(/[^\S\t]/gu, ' ')
    .trim()

/** From the strongest to the weakest: a cell of a spreadsheet may well hold a comma. */
const separators = ['\t', ';', ','] as const

function readLine(line: number, text: string): Read[] {
  const separator = separators.find(each => cellsOf(text, each).length > 1)
  if (separator === undefined) return readCell(line, text)
  const cells = cellsOf(text, separator)
  const addresses = cells.filter(cell => cell.includes('@'))
  if (addresses.length > 1) return enough(addresses).flatMap(cell => readLine(line, cell))
  const [address] = addresses
  if (address === undefined) return [{ line, text, reason: 'There is no email address in this line.' }]
  const found = readLine(line, address)
  const name = tidy(cells.find(cell => cell !== address) ?? '')
  return found.map(each => ('reason' in each ? { ...each, text } : withName(line, text, each, name)))
}

/** Parts between separators, of which those inside quotes are none. A quote that nobody closes is a letter. */
function cellsOf(text: string, separator: string): string[] {
  if (!text.includes(separator)) return [text.trim()]
  const cells = ['']
  for (const [piece] of text.matchAll(/"(?:[^"]|"")*"|[^"\t;,]+|[^]/g)) {
    if (piece === separator) cells.push('')
    else cells[cells.length - 1] += piece
  }
  return cells.map(cell => cell.trim())
}

/** `address`, `Name <address>` or several addresses with spaces between. */
function readCell(line: number, cell: string): Read[] {
  const named = /^([^<>]*)<([^<>]*)>$/.exec(cell)
  if (named) return [addressed(line, cell, named[2] ?? '', tidy(named[1] ?? ''))]
  const words = enough(unquote(cell).split(' ').filter(Boolean))
  if (words.length > 1 && words.every(word => Email.safeParse(word).success))
    return words.map(word => addressed(line, cell, word, ''))
  return [addressed(line, cell, unquote(cell), '')]
}

function addressed(line: number, text: string, address: string, name: string): Read {
  const email = Email.safeParse(address)
  if (!email.success) return { line, text: text.slice(0, longestName), reason: reasonFor(address) }
  return withName(line, text, { line, email: email.data, name: '' }, name)
}

/** What stands beside the address wins over a name inside it only where there is none inside. */
function withName(line: number, text: string, person: Addressed, name: string): Read {
  const chosen = person.name || name
  if (chosen.length > longestName)
    return {
      line,
      text: text.slice(0, longestName),
      reason: `The name is longer than ${longestName} characters.`,
    }
  return { ...person, name: chosen }
}

function reasonFor(address: string): string {
  const [before = '', after, ...rest] = address.trim().split('@')
  if (after === undefined) return 'There is no email address in this line.'
  if (rest.length > 0) return 'An address has one @.'
  if (/\s/.test(address.trim())) return 'An address has no spaces.'
  if (before === '') return 'Something is missing before the @.'
  if (after === '') return 'Something is missing after the @.'
  return 'This is not an email address.'
}

const unquote = (text: string) => {
  const quoted = /^"(.*)"$/.exec(text) ?? /^'(.*)'$/.exec(text)
  return (quoted?.[1] ?? text).replaceAll('""', '"').trim()
}
/** A name as it is shown: without quotes around it, on one line, with single spaces. */
const tidy = (name: string) => unquote(name.replace(/[\p{Cc}\p{Cs}]/gu, ' ').trim()).replace(/\s+/g, ' ')

/** Words for the column of addresses in the languages of the console, in small letters without accents. */
const addressColumns = ['email', 'mail', 'adres', 'address', 'direccion', 'correo', 'courriel']

/** The first line, where it names columns instead of a person. */
function isHeader(line: string): boolean {
  if (line.includes('@')) return false
  return line.split(/[\t;,]/).some(cell => {
    const word = cell
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z]/g, '')
    return word.endsWith('mail') || addressColumns.some(column => word.startsWith(column))
  })
}
