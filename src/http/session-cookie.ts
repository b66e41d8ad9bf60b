import { createHmac, timingSafeEqual } from 'node:crypto'

export const sessionDays = 7
/**
 * The browser keeps the cookie for as long as it may (RFC 6265bis: 400 days); how long a session lasts is decided in the
 * database, where every day of use prolongs it.
 */
const maxAge = 400 * 24 * 60 * 60

/** The session's token in a cookie, signed in better-auth's way: `token.base64(HMAC-SHA256)`. */
export class SessionCookie {
  readonly name: string
  readonly #secret: string
  readonly #attributes: string

  constructor(secret: string, isSecure: boolean) {
    this.name = `${isSecure ? '__Secure-' : ''}guildhall.session`
    this.#secret = secret
    this.#attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
  }

  #sign(token: string): Buffer {
    return createHmac('sha256', this.#secret).update(token).digest()
  }

  /** A Set-Cookie header. */
  carry(token: string): string {
    const value = encodeURIComponent(`${token}.${this.#sign(token).toString('base64')}`)
    return `${this.name}=${value}; Max-Age=${maxAge}; ${this.#attributes}`
  }

  /** A Set-Cookie header that takes the cookie away. */
  remove(): string {
    return `${this.name}=; Max-Age=0; ${this.#attributes}`
  }

  /** The token in a Cookie header; null where there is none, or where the signature is not ours. */
  read(header: string | undefined): string | null {
    const sent = header?.split(/; */).find(pair => pair.startsWith(`${this.name}=`))
    const value = sent === undefined ? null : decoded(sent.slice(this.name.length + 1))
    if (!value) return null
    const dot = value.lastIndexOf('.')
    const given = Buffer.from(value.slice(dot + 1), 'base64')
    const real = this.#sign(value.slice(0, Math.max(0, dot)))
    return given.length === real.length && timingSafeEqual(given, real) ? value.slice(0, dot) : null
  }
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value)
  } catch {
    return null
  }
}
