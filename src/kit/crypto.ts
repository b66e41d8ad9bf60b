import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

/** 256 random bits, base64url: what a link carries. */
export const newToken = () => randomBytes(32).toString('base64url')
/** How a token is stored and looked up: SHA-256, base64url. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('base64url')

const keyOf = (secret: string, purpose: string) =>
  Buffer.from(hkdfSync('sha256', secret, '', `guildhall ${purpose}`, 32))

/** Encryption at rest with the instance's secret: AES-256-GCM, a random nonce each time. */
export class Secrets {
  readonly #keys: KeyObject[]
  readonly #secret: string

  /** @param previous still decrypts, while what it encrypted is being replaced. */
  constructor(secret: string, previous?: string) {
    this.#secret = secret
    this.#keys = [secret, previous]
      .filter(each => each !== undefined)
      .map(each => createSecretKey(keyOf(each, 'encryption')))
  }

  /** A secret derived for one purpose, so that no two parts share a key. */
  derive(purpose: string): string {
    return keyOf(this.#secret, purpose).toString('base64url')
  }

  encrypt(text: string): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#keys[0] as KeyObject, nonce)
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
      'base64url',
    )
  }

  /** @throws when neither the present nor the previous secret made it. */
  decrypt(encrypted: string): string {
    const bytes = Buffer.from(encrypted, 'base64url')
    for (const key of this.#keys) {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAuthTag(bytes.subarray(-16))
      try {
        return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        // The other key may be the one.
      }
    }
    throw new Error('This was encrypted with a secret that is gone. Set SECRET_PREVIOUS to it.')
  }
}
