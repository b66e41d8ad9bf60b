import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport, type Transporter } from 'nodemailer'
import PostalMime from 'postal-mime'

export type Letter = {
  organizationId: string
  /** Names the letter: sent twice by a retry, both carry the same Message-ID, and mail programs show one. */
  id: string
  to: string
  subject: string
  text: string
  html: string
  replyTo?: string
}
export type KeptLetter = { id: string; to: string; subject: string; text: string; html: string; sentAt: Date }

/** The mail server said no for good (RFC 5321: 5xx) to this recipient or letter: trying again is useless. */
export class MailRefused extends Error {}

const letterId = /^[\w.-]{1,100}$/

/** @param directory where letters are kept, a folder per organisation, while there is no mail server. */
export class Mail {
  readonly #from: string
  readonly #directory: string
  readonly #server: Transporter | undefined
  readonly #composer: Transporter

  constructor({ smtpUrl, from, directory }: { smtpUrl?: string | undefined; from: string; directory: string }) {
    this.#from = from
    this.#directory = directory
    const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 }
    this.#server = smtpUrl ? createTransport({ url: smtpUrl, pool: true, maxConnections: 2, ...patience } as never) : undefined
    this.#composer = createTransport({ streamTransport: true, buffer: true })
  }

  /** True without a mail server: letters can be read here. */
  get isKept(): boolean {
    return this.#server === undefined
  }

  /**
   * Hands the letter to the mail server, or keeps it.
   * @throws MailRefused when it never will be taken; anything else is worth another try.
   */
  async send({ organizationId, id, replyTo, ...words }: Letter): Promise<void> {
    if (!letterId.test(id) || !letterId.test(organizationId)) throw new Error('A letter’s id is made of letters, digits, dots and dashes.')
    const domain = /@([^@>\s]+)>?$/.exec(this.#from)?.[1] ?? 'localhost'
    const letter = { from: this.#from, messageId: `<${id}@${domain}>`, ...(replyTo && { replyTo }), ...words }
    if (!this.#server) return this.#keep(organizationId, id, letter)
    try {
      await this.#server.sendMail(letter)
    } catch (error) {
      throw isRefusal(error) ? new MailRefused('The mail server refused this letter.', { cause: error }) : error
    }
  }

  async #keep(organizationId: string, id: string, letter: object): Promise<void> {
    const { message } = (await this.#composer.sendMail(letter)) as unknown as { message: Buffer }
    const folder = join(this.#directory, organizationId)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const draft = join(folder, `.${id}.${process.pid}.part`)
    try {
      await using file = await open(draft, 'w', 0o600)
      await file.writeFile(message)
      await file.sync()
      await rename(draft, join(folder, `${id}.eml`))
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
  }

  /** Letters kept for an organisation, newest first. */
  async listKept(organizationId: string, most: number): Promise<KeptLetter[]> {
    const folder = join(this.#directory, organizationId)
    const names = await readdir(folder).catch(() => [])
    const ids = names.filter(name => /^[^.].*\.eml$/.test(name)).map(name => name.slice(0, -'.eml'.length))
    const dated = await Promise.all(ids.map(async id => ({ id, at: (await stat(join(folder, `${id}.eml`))).mtimeMs })))
    const newest = dated.sort((a, b) => b.at - a.at || b.id.localeCompare(a.id)).slice(0, most)
    const letters = await Promise.all(newest.map(({ id }) => this.findKept(organizationId, id)))
    return letters.filter(letter => letter !== undefined)
  }

  async findKept(organizationId: string, id: string): Promise<KeptLetter | undefined> {
    if (!letterId.test(id) || id.startsWith('.')) return undefined
    const path = join(this.#directory, organizationId, `${id}.eml`)
    const bytes = await readFile(path).catch(() => undefined)
    if (!bytes) return undefined
    const { to, subject, text, html } = await PostalMime.parse(bytes)
    const { mtime } = await stat(path)
    const address = to?.[0]?.address ?? ''
    return { id, to: address, subject: subject ?? '', text: text ?? '', html: html ?? '', sentAt: mtime }
  }

  close(): void {
    this.#server?.close()
  }
}

/** A refused sign-in or sender is a matter of configuration, and may be mended; a refused recipient or letter stays so. */
function isRefusal(error: unknown): boolean {
  const { responseCode, command } = error as { responseCode?: number; command?: string }
  return responseCode !== undefined && responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA')
}
