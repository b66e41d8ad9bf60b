import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { findRadicale } from '../scripts/radicale.mjs'

export const radicaleUser = { username: 'hana', password: 'schlüssel: 1 2 3' }
const authorization = `Basic ${Buffer.from(`${radicaleUser.username}:${radicaleUser.password}`).toString('base64')}`

/** A calendar server on loopback with one user and nothing in it. */
export class Radicale {
  /** Without a trailing slash. */
  readonly url: string
  readonly #stop: () => Promise<void>

  private constructor(url: string, stop: () => Promise<void>) {
    this.url = url
    this.#stop = stop
  }

  static async start(): Promise<Radicale> {
    const program = findRadicale()
    if (!program) throw new Error('The tests need Radicale: apt-get install -y radicale.')
    const folder = await mkdtemp(join(tmpdir(), 'guildhall-radicale-'))
    const file = (name: string) => join(folder, name)
    await writeFile(file('users'), `${radicaleUser.username}:${radicaleUser.password}\n`)
    await writeFile(
      file('config'),
      `[server]\nhosts = 127.0.0.1:0\n
[auth]\ntype = htpasswd\nhtpasswd_filename = ${file('users')}\nhtpasswd_encryption = plain\ndelay = 0\n
[storage]\nfilesystem_folder = ${file('collections')}\n
[logging]\nlevel = info\n`,
    )
    // The shell ends it when this process ends, however it ended; the system's Python must not meet another one's paths.
    const shell = spawn('/bin/sh', ['-c', '"$0" --config "$1" & cat; kill $!', program, file('config')], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { PATH: '/usr/bin:/bin', PYTHONUTF8: '1' },
    })
    const closed = new Promise(done => shell.once('close', done))
    const lines = createInterface({ input: shell.stderr })
    const said: string[] = []
    const port = await new Promise<string>((found, failed) => {
      lines.on('line', line => {
        said.push(line)
        const match = /Listening on '.*:(\d+)'/.exec(line)
        if (match?.[1]) found(match[1])
      })
      shell.once('close', () => failed(new Error(`Radicale did not start:\n${said.join('\n')}`)))
    })
    return new Radicale(`http://127.0.0.1:${port}`, async () => {
      shell.stdin.end()
      await closed
      await rm(folder, { recursive: true, force: true })
    })
  }

  /** A calendar of the user; answers its URL. */
  async addCalendar(name: string): Promise<string> {
    const url = `${this.url}/${radicaleUser.username}/${name}/`
    await this.#send('MKCALENDAR', url)
    return url
  }

  /** Puts an event there as the user's own program would: the lines of its VCALENDAR between BEGIN and END. */
  async put(calendarUrl: string, name: string, lines: string[]): Promise<void> {
    const body = [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//somebody//else//EN',
      ...lines,
      'END:VCALENDAR',
      '',
    ]
    await this.#send('PUT', `${calendarUrl}${name}.ics`, body.join('\r\n'))
  }

  async delete(url: string): Promise<void> {
    await this.#send('DELETE', url)
  }

  /** Every event of a calendar, as text. */
  async events(calendarUrl: string): Promise<string[]> {
    const text = await this.#send('GET', calendarUrl)
    return text.replaceAll('\r\n ', '').match(/BEGIN:VEVENT[\s\S]*?END:VEVENT/g) ?? []
  }

  stop(): Promise<void> {
    return this.#stop()
  }

  async #send(method: string, url: string, body?: string): Promise<string> {
    const answer = await fetch(url, {
      method,
      headers: { authorization, 'content-type': 'text/calendar; charset=utf-8' },
      ...(body !== undefined && { body }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${url} answers ${answer.status}: ${text}`)
    return text
  }
}
