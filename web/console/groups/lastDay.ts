const two = (number: number) => String(number).padStart(2, '0')

/** The last whole day before this moment, `YYYY-MM-DD` by the reader's clock; empty for never. */
export function dayOf(end: string | null): string {
  if (end === null) return ''
  const last = new Date(new Date(end).getTime() - 1)
  return `${last.getFullYear()}-${two(last.getMonth() + 1)}-${two(last.getDate())}`
}

/** The midnight that ends this day by the reader's clock; null for never. */
export function endOf(day: string): string | null {
  if (day === '') return null
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return new Date(year, month - 1, date + 1).toISOString()
}
