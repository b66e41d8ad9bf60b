/** Colours as `#rrggbb`. */
const black = '#000000'
const white = '#ffffff'
/** WCAG 2.2, 1.4.3 */
const readableFrom = 4.5

const channels = (color: string) => [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16))

function luminance(color: string) {
  const [red = 0, green = 0, blue = 0] = channels(color).map(channel => {
    const value = channel / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

export function contrast(one: string, other: string) {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function mix(color: string, other: string, share: number) {
  const others = channels(other)
  const mixed = channels(color).map((channel, at) =>
    Math.round(channel + ((others[at] ?? 0) - channel) * share),
  )
  return `#${mixed.map(channel => channel.toString(16).padStart(2, '0')).join('')}`
}

/** For a text on the colour. Where white does not read well, black does: the two contrasts multiply to 21. */
export const textOn = (color: string) => (contrast(color, white) >= readableFrom ? white : black)

/** The colour as a text or a line on this ground: darkened, or lightened on a dark one, as far as it takes to be read. */
export function readableOn(ground: string, color: string) {
  const pole = textOn(ground)
  for (let share = 0; share < 1; share += 0.04) {
    const candidate = mix(color, pole, share)
    if (contrast(candidate, ground) >= readableFrom) return candidate
  }
  return pole
}
