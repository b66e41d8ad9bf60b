/** Letters that are no other letter with a mark, and so are not taken apart by normalizing. */
const spelled: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/** A public link from a name: small letters, digits and dashes (É becomes e). */
export const linkOf = (name: string) =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/g, letter => spelled[letter] ?? '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')

/** The address people open: of a group, a meeting type, a member. */
export const addressOf = (link: string, of: 'g' | 'm' | 'u' = 'g') => `${location.origin}/${of}/${link}`
