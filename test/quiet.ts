import { afterEach, expect, vi } from 'vitest'

/** What the code complains about on the console is a fault, unless the test asks for it. */
const complaints = vi.spyOn(console, 'error')

afterEach(() => {
  const said = complaints.mock.calls.map(call => call.join(' '))
  complaints.mockClear()
  expect(said, 'nothing is written to console.error').toEqual([])
})
