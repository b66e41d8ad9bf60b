import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport, type Transporter } from 'nodemailer'
import PostalMime from 'postal-mime'
import type { Place } from './cursor.ts'
import { Id } from './shapes.ts'

export type Letter = {
  organizationId: string
  /** A UUID that names the letter: sent twice by a retry, both carry the same Message-ID, and mail programs show one. */
  id: string
  to: string
  subject: string
  text: string
  html: string
  replyTo?: string
  /** What calendars are told (RFC 5546), as text/calendar. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string }
  /** Opens an account, and so is for its holder alone: kept on disk, but out of the outbox. */
  isPersonal?: boolean
}
export type KeptLetter = { id: string; to: string; subject: string; text: string; html: string; sentAt: Date }

/** The mail server said no for good (RFC 5321: 5xx) to this recipient or letter: trying again is useless. */
export class MailRefused extends Error {}

/** By a mail server; without one letters are kept in `directory`, a folder per organisation. */
export class Mail {
  readonly #from: string
  readonly #directory: string
  readonly #server: Transporter | undefined
  readonly #composer: Transporter

  constructor({
    smtpUrl,
    from,
    directory,
  }: {
    smtpUrl?: string | undefined
    from: string
    directory: string
  }) {
    this.#from = from
    this.#directory = directory
    const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 }
    this.#server = smtpUrl
      ? createTransport({ url: smtpUrl, pool: true, maxConnections: 2, ...patience } as never)
      : undefined
    this.#composer = createTransport({ streamTransport: true, buffer: true })
  }

  /** Whom letters are from, without the name. */
  get address(): string {
    return /([^<>\s]+@[^<>\s]+)>?$/.exec(this.#from)?.[1] ?? 'guildhall@localhost'
  }

  /**
   * Hands the letter to the mail server, or keeps it.
   * @throws MailRefused when it never will be taken; anything else is worth another try.
   */
  async send({ organizationId, id, replyTo, calendar, isPersonal, ...words }: Letter): Promise<void> {
    const letter = {
      from: this.#from,
      messageId: `<${Id.parse(id)}@${this.address.split('@')[1]}>`,
      ...(replyTo && { replyTo }),
      ...(calendar && { icalEvent: { ...calendar, filename: 'meeting.ics' } }),
      ...words,
    }
    if (!this.#server) return this.#keep(this.#folderOf(organizationId, isPersonal), id, letter)
    try {
      await this.#server.sendMail(letter)
    } catch (error) {
      throw isRefusal(error)
        ? new MailRefused('The mail server refused this letter.', { cause: error })
        : error
    }
  }

  async #keep(folder: string, id: string, letter: object): Promise<void> {
    const { message } = (await this.#composer.sendMail(letter)) as unknown as { message: Buffer }
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

  /** Ids become names of files, so they are nothing but ids. */
  #folderOf(organizationId: string, isPersonal = false): string {
    return join(this.#directory, Id.parse(organizationId), isPersonal ? 'personal' : '')
  }
  #pathOf(organizationId: string, id: string): string {
    return join(this.#folderOf(organizationId), `${Id.parse(id)}.eml`)
  }

  /** Letters kept for an organisation, newest first, one more than `limit` if there are more. */
  async listKept(organizationId: string, limit: number, after?: Place): Promise<KeptLetter[]> {
    const names = await readdir(this.#folderOf(organizationId)).catch(() => [])
    const ids = names.map(name => name.replace(/\.eml$/, '')).filter(id => Id.safeParse(id).success)
    const places = await Promise.all(
      ids.map(async id => placeOfKept({ id, sentAt: await this.#timeOf(organizationId, id) })),
    )
    const page = places
      .filter(place => after === undefined || String(place) < String(after))
      .sort((a, b) => (String(a) < String(b) ? 1 : -1))
      .slice(0, limit + 1)
    const found = await Promise.all(page.map(([, id]) => this.findKept(organizationId, id)))
    return found.filter(letter => letter !== undefined)
  }

  async #timeOf(organizationId: string, id: string): Promise<Date> {
    return (await stat(this.#pathOf(organizationId, id))).mtime
  }

  async findKept(organizationId: string, id: string): Promise<KeptLetter | undefined> {
    const bytes = await readFile(this.#pathOf(organizationId, id)).catch(() => undefined)
    if (!bytes) return undefined
    const { to, subject, text, html } = await PostalMime.parse(bytes)
    const sentAt = await this.#timeOf(organizationId, id)
    return {
      id,
      to: to?.[0]?.address ?? '',
      subject: subject ?? '',
      text: text ?? '',
      html: html ?? '',
      sentAt,
    }
  }

  close(): void {
    this.#server?.close()
  }
}

/** Where a kept letter stands in the list. */
export const placeOfKept = ({ sentAt, id }: { sentAt: Date; id: string }): Place => [sentAt.toISOString(), id]

/** A refused sign-in or sender is a matter of configuration, and may be mended; a refused recipient or letter stays so. */
function isRefusal(error: unknown): boolean {
  const { responseCode, command } = error as { responseCode?: number; command?: string }
  return responseCode !== undefined && responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA')
}
