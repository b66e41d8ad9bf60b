import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createOutgoing, OutgoingError } from './outgoing.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const refusal = async (asked: Promise<Response>) => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error instanceof OutgoingError ? error.fault : error
}
const careful = createOutgoing()
const atHome = createOutgoing({ allowPrivate: ['127.0.0.1'], timeoutMs: 5000 })

test.each([
  'http://127.0.0.1/',
  'http://localhost/',
  'http://0x7f000001/',
  'http://0/',
  'http://10.1.2.3/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data',
  'http://172.16.0.1/',
  'http://192.168.1.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::10.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://[fe80::1]/',
  'http://[fd00::1]/',
  'http://[ff02::1]/',
])('%s is inside, and is not gone to', async url => {
  expect(await refusal(careful(url))).toBe('private')
})

test.each(['file:///etc/passwd', 'ftp://example.org/', 'gopher://x', 'not a url', 'http://a:b@example.org/'])(
  '%s is no address to go to',
  async url => {
    expect(await refusal(careful(url))).toBe('scheme')
  },
)

test('a private address that is allowed is gone to, by network and by name', async () => {
  const url = await serve((_, answer) => answer.end('hello'))
  expect(await (await atHome(url)).text()).toBe('hello')
  const byName = createOutgoing({ allowPrivate: ['LOCALHOST'] })
  expect(await (await byName(url.replace('127.0.0.1', 'localhost'))).text()).toBe('hello')
  expect(await refusal(createOutgoing({ allowPrivate: ['10.0.0.0/8'] })(url))).toBe('private')
})

describe('a redirect', () => {
  test('is followed three times and no further', async () => {
    const url = await serve(({ url: path = '' }, answer) =>
      answer.writeHead(302, { location: `/${Number(path.slice(1)) - 1}` }).end(),
    )
    const short = await serve(({ url: path }, answer) =>
      path === '/0' ? answer.end('there') : answer.writeHead(302, { location: '/0' }).end(),
    )
    expect(await (await atHome(`${short}/1`)).text()).toBe('there')
    expect(await refusal(atHome(`${url}/9`))).toBe('redirects')
  })

  test('into a private network is refused', async () => {
    const url = await serve((_, answer) => answer.writeHead(307, { location: 'http://10.0.0.1/' }).end())
    expect(await refusal(atHome(url))).toBe('private')
  })

  test('to another server does not bring the password along', async () => {
    const heard: (string | undefined)[] = []
    const other = await serve(({ headers }, answer) => {
      heard.push(headers.authorization)
      answer.end()
    })
    const url = await serve(({ headers }, answer) => {
      heard.push(headers.authorization)
      answer.writeHead(307, { location: other }).end()
    })
    await atHome(url, { method: 'PROPFIND', headers: { authorization: 'Basic secret' } })
    expect(heard).toEqual(['Basic secret', undefined])
  })
})

describe('what fails says what to do', () => {
  test('more than 5 MB', async () => {
    const url = await serve((_, answer) => answer.end(Buffer.alloc(10 * 1024 * 1024)))
    expect(await refusal(atHome(url))).toBe('too_large')
  })

  test('an answer that is cut off, with and without a length', async () => {
    const url = await serve(({ url: path }, answer) => {
      if (path === '/length') answer.setHeader('content-length', 1000)
      answer.write('half of', () => answer.destroy())
    })
    expect(await refusal(atHome(`${url}/length`))).toBe('cut_off')
    expect(await refusal(atHome(url))).toBe('cut_off')
  })

  test('a server that says nothing, or is not there', async () => {
    const impatient = createOutgoing({ allowPrivate: ['127.0.0.1'], timeoutMs: 50 })
    expect(await refusal(impatient(await serve(() => {})))).toBe('timeout')
    const url = await serve(() => {})
    servers.splice(0).forEach(server => server.close())
    expect(await refusal(atHome(url))).toBe('unreachable')
    expect(await refusal(careful('http://no-such-host.invalid/'))).toBe('unknown_host')
  })
})
