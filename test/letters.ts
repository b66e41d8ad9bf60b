import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export type MailServer = {
  url: string
  letters: Email[]
  /** The newest letter to this address, as soon as there are `count`. */
  letterTo(address: string, count?: number): Promise<Email>
  close(): Promise<void>
}

/** A mail server on loopback that keeps what it is sent. `refuses` are addresses it says a permanent no to. */
export async function startMailServer({
  refuses = [] as readonly string[],
  port = 0,
} = {}): Promise<MailServer> {
  const letters: Email[] = []
  const server = new SMTPServer({
    authOptional: true,
    // Senders keep their connection; closing does not wait for them.
    closeTimeout: 10,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo({ address }, _session, done) {
      done(
        refuses.includes(address) ? Object.assign(new Error('No such mailbox'), { responseCode: 550 }) : null,
      )
    },
    async onData(stream, _session, done) {
      letters.push(await PostalMime.parse(await buffer(stream)))
      done()
    },
  })
  await new Promise<void>(done => void server.listen(port, '127.0.0.1', done))
  const { port: heard } = server.server.address() as { port: number }
  return {
    url: `smtp://127.0.0.1:${heard}`,
    letters,
    async letterTo(address, count = 1) {
      for (;;) {
        const found = letters.filter(letter => letter.to?.some(each => each.address === address))
        if (found.length >= count) return found.at(-1) as Email
        await sleep(20)
      }
    },
    close: () => new Promise(done => server.close(() => done())),
  }
}
