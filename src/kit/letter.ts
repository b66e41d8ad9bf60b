import { escapeHtml as escape } from './html.ts'
import type { Language } from './shapes.ts'

type Link = { label: string; url: string }
/** What a mail says, and in which language: paragraphs, at most one button, further links, and a line of small print. */
export type Wording = {
  language: Language
  paragraphs: readonly string[]
  button?: Link
  links?: readonly Link[]
  smallPrint?: string
}
/** In whose name: the organisation's, and its colour as #rrggbb. */
export type Letterhead = { name: string; color: string }

/** WCAG 2.2, relative luminance: black or white, whichever is easier to read on the colour. */
export function inkOn(color: string): '#000000' | '#ffffff' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff'
}

/** The same words as plain text and as simple HTML, without pictures or anything that is fetched. */
export function compose(
  { name, color }: Letterhead,
  { language, paragraphs, button, links = [], smallPrint }: Wording,
): { text: string; html: string } {
  const colon = language === 'fr' ? ' : ' : ': '
  const written = [...(button ? [button] : []), ...links].map(({ label, url }) => label + colon + url)
  const text = [...paragraphs, ...written, ...(smallPrint ? [smallPrint] : []), `-- \n${name}`].join('\n\n')
  const pressed = button
    ? `<p style="margin:24px 0"><a href="${escape(button.url)}" style="background:${color};color:${inkOn(color)};padding:12px 20px;border-radius:6px;text-decoration:none;font-weight:600;display:inline-block">${escape(button.label)}</a></p>`
    : ''
  const further = links.map(
    ({ label, url }) => `<a href="${escape(url)}" style="color:#1c1b19">${escape(label)}</a>`,
  )
  const html = `<!doctype html><html lang="${language}"><body style="margin:0;background:#f6f5f3"><div style="max-width:560px;margin:0 auto;padding:32px 24px;font:16px/1.5 system-ui,sans-serif;color:#1c1b19;background:#ffffff;border-top:4px solid ${color}">
<p style="font-weight:600;margin:0 0 24px">${escape(name)}</p>
${paragraphs.map(each => `<p>${escape(each)}</p>`).join('\n')}
${pressed}
${links.length > 0 ? `<p>${further.join(' · ')}</p>` : ''}
${smallPrint ? `<p style="font-size:14px;color:#5c5a55">${escape(smallPrint)}</p>` : ''}
</div></body></html>`
  return { text, html }
}
