import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MailServer, startMailServer } from '../../test/letters.ts'
import { newId } from './id.ts'
import { compose } from './letter.ts'
import { Mail, MailRefused } from './mail.ts'

const from = 'North Bank <office@bank.example>'
let server: MailServer
let directory: string
beforeAll(async () => {
  server = await startMailServer({ refuses: ['gone@client.example'] })
  directory = await mkdtemp(join(tmpdir(), 'guildhall-mail-'))
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true })
})

const letter = (to: string) => ({
  organizationId: newId(),
  id: newId(),
  to,
  subject: 'Grüße',
  ...compose(
    { name: 'Bank <& Söhne>', color: '#ffee00' },
    {
      language: 'de',
      paragraphs: ['Hello "you"'],
      button: { label: 'Open', url: 'https://x.example/i/a?b&c' },
    },
  ),
})

test('a letter arrives with its words as text and as HTML, in the organisation’s colour', async () => {
  const mail = new Mail({ smtpUrl: server.url, from, directory })
  await mail.send({ ...letter('lea@client.example'), replyTo: 'otto@bank.example' })
  mail.close()
  const received = await server.letterTo('lea@client.example')
  expect(received.subject).toBe('Grüße')
  expect(received.replyTo?.[0]?.address).toBe('otto@bank.example')
  expect(received.text).toContain('Open: https://x.example/i/a?b&c')
  expect(received.html).toContain('href="https://x.example/i/a?b&amp;c"')
  expect(received.html).toContain('<html lang="de">')
  expect(received.html).toContain('Bank &lt;&amp; Söhne&gt;')
  expect(received.html).toContain('background:#ffee00;color:#000000')
})

test('a letter that is sent again has the same Message-ID', async () => {
  const mail = new Mail({ smtpUrl: server.url, from, directory })
  const twice = letter('twice@client.example')
  await mail.send(twice)
  await mail.send(twice)
  mail.close()
  await server.letterTo('twice@client.example', 2)
  const ids = server.letters.filter(each => each.to?.[0]?.address === twice.to).map(each => each.messageId)
  expect(ids).toEqual([`<${twice.id}@bank.example>`, `<${twice.id}@bank.example>`])
})

test('a mailbox that does not exist is told apart from a mail server that is away', async () => {
  const mail = new Mail({ smtpUrl: server.url, from, directory })
  await expect(mail.send(letter('gone@client.example'))).rejects.toBeInstanceOf(MailRefused)
  mail.close()
  const away = new Mail({ smtpUrl: 'smtp://127.0.0.1:1', from, directory })
  await expect(away.send(letter('lea@client.example'))).rejects.not.toBeInstanceOf(MailRefused)
  away.close()
})

test('without a mail server a letter is kept whole or not at all', async () => {
  const mail = new Mail({ from, directory })
  const kept = letter('lea@client.example')
  await mail.send(kept)
  await mail.send(kept)
  expect(await readdir(join(directory, kept.organizationId))).toEqual([`${kept.id}.eml`])
  const [found] = await mail.listKept(kept.organizationId, 10)
  expect(found).toMatchObject({ id: kept.id, to: 'lea@client.example', subject: 'Grüße' })

  const blocked = letter('lea@client.example')
  await writeFile(join(directory, blocked.organizationId), 'not a folder')
  await expect(mail.send(blocked)).rejects.toThrow()
})

test('a letter that opens an account is kept for its holder, and not listed', async () => {
  const mail = new Mail({ from, directory })
  const reset = letter('lea@client.example')
  await mail.send({ ...reset, isPersonal: true })
  expect(await readdir(join(directory, reset.organizationId, 'personal'))).toEqual([`${reset.id}.eml`])
  expect(await mail.listKept(reset.organizationId, 10)).toEqual([])
  expect(await mail.findKept(reset.organizationId, reset.id)).toBeUndefined()
})

test('ids that are none never become names of files', async () => {
  const mail = new Mail({ from, directory })
  await expect(mail.send({ ...letter('lea@client.example'), id: '../../escaped' })).rejects.toThrow()
})
