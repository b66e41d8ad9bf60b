import { expect, test } from 'vitest'
import { insertInto, type Pages, without } from './pages.ts'

const row = (id: string, createdAt: string, status = 'not_started') => ({ id, createdAt, status })
const pages: Pages<ReturnType<typeof row>> = [
  { items: [row('f', '06'), row('e', '05')], next: 'more' },
  { items: [row('d', '04'), row('b', '02')], next: 'more' },
]
const idsOf = (all: Pages<ReturnType<typeof row>>) =>
  all.map(({ items }) => items.map(({ id }) => id).join('')).join(' ')

test('a client that is new comes first', () => {
  expect(idsOf(insertInto(pages, row('g', '07')))).toBe('gfe db')
})

test('a client that moved on changes where it stands', () => {
  const after = insertInto(pages, row('d', '04', 'completed'))
  expect(idsOf(after)).toBe('fe db')
  expect(after[1]?.items[0]?.status).toBe('completed')
})

test('an older client that comes into sight takes its place among the others', () => {
  expect(idsOf(insertInto(pages, row('c', '03')))).toBe('fe dcb')
  expect(idsOf(insertInto(pages, row('a', '05')))).toBe('fe adb')
})

test('a client from below what is loaded waits until the list is scrolled there', () => {
  expect(idsOf(insertInto(pages, row('a', '01')))).toBe('fe db')
  expect(
    idsOf(
      insertInto(
        pages.map(page => ({ ...page, next: page === pages[1] ? null : page.next })),
        row('a', '01'),
      ),
    ),
  ).toBe('fe dba')
})

test('a client that no longer matches leaves', () => {
  expect(idsOf(without(pages, 'e'))).toBe('f db')
})
