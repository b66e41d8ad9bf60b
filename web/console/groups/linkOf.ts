/** A public link from a name: small letters, digits and dashes (É becomes e). */
export const linkOf = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')

/** The address people open. */
export const addressOf = (link: string) => `${location.origin}/g/${link}`
