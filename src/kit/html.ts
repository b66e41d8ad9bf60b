const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, char => entities[char] ?? char)

/** Markup that may be written into a page as it is. */
export class Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}
type Written = Html | string | number | null | readonly Html[]

/** html`<p>${name}</p>`: texts are escaped, markup made by it is not, null is nothing. */
export const html = (strings: TemplateStringsArray, ...values: Written[]): Html =>
  new Html(String.raw({ raw: strings }, ...values.map(write)))

function write(value: Written): string {
  if (value === null) return ''
  if (value instanceof Html) return value.markup
  return typeof value === 'object' ? value.map(write).join('') : escapeHtml(String(value))
}

/** As the text of a script of data: whatever the data says, it cannot end the script or begin a comment. */
export const jsonInHtml = (data: unknown): string => JSON.stringify(data).replaceAll('<', String.raw`\u003c`)
