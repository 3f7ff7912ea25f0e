import { afterEach, describe, expect, test } from 'bun:test'
import type { Lookup } from '../../src/outbound/resolver.ts'
import { failure, localOutbound, post, rawServer, reply } from './setup.ts'

describe('a request', () => {
  test('goes to the address that was looked at, in the name of the URL', async () => {
    using server = await rawServer((socket) => socket.end(reply('done')))
    const { port } = server

    const answer = await localOutbound().request({
      method: 'PUT',
      url: `http://Hooks.Example:${port}/services/a?b=c#d`,
      headers: { 'Content-Type': 'text/plain', Authorization: 'Bearer x' },
      body: 'zwölf',
    })

    expect(answer).toEqual({ status: 200, headers: { 'content-length': '4' }, body: 'done' })
    const [head, body] = server.received().split('\r\n\r\n')
    expect(body).toBe('zwölf')
    expect(head?.split('\r\n')).toEqual([
      'PUT /services/a?b=c HTTP/1.1',
      'user-agent: Navish',
      'accept-encoding: identity',
      'content-type: text/plain',
      'authorization: Bearer x',
      `host: hooks.example:${port}`,
      'connection: close',
      'content-length: 6',
    ])
  })

  test.each([
    ['GET', undefined, null],
    ['GET', 'x', '1'],
    ['DELETE', 'xy', '2'],
    ['DELETE', undefined, '0'],
    ['POST', undefined, '0'],
  ] as const)('%s with the body %p says how long that is', async (method, body, length) => {
    const said: (string | null)[] = []
    using server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch(request) {
        said.push(request.headers.get('content-length'))
        return new Response()
      },
    })

    await localOutbound().request({
      method,
      url: server.url.href,
      ...(body !== undefined && { body }),
    })

    expect(said).toEqual([length])
  })

  test('asks for the name once, and never goes where a second answer would lead', async () => {
    using server = await rawServer((socket) => socket.end(reply('inside')))
    const answers = [['127.0.0.2'], ['127.0.0.1']]
    let asked = 0
    const lookup: Lookup = () => Promise.resolve(answers[asked++] ?? [])
    const outbound = localOutbound({ policy: { allow: ['127.0.0.2'] }, lookup, timeoutMs: 50 })

    const error = await failure(outbound.request(post(`http://hooks.example:${server.port}/`)))

    // Some systems have no 127.0.0.2 at all.
    expect(['unreachable', 'timeout']).toContain(error.code)
    expect(asked).toBe(1)
    expect(server.connections()).toBe(0)
  })

  test('is not made when one of the addresses is forbidden', async () => {
    using server = await rawServer((socket) => socket.end(reply('inside')))
    const outbound = localOutbound({ lookup: () => Promise.resolve(['127.0.0.1', '10.0.0.7']) })

    const error = await failure(outbound.request(post(`http://hooks.example:${server.port}/`)))

    expect(error.code).toBe('forbidden')
    expect(server.connections()).toBe(0)
  })

  test.each(['0x7f.1', '2130706433', '127.1', '[::ffff:127.0.0.1]', '017700000001'])(
    'to http://%s is one to this machine: only when that is allowed',
    async (host) => {
      using server = await rawServer((socket) => socket.end(reply('inside')))
      const asked = post(`http://${host}:${server.port}/`)

      const error = await failure(localOutbound({ policy: { allow: [] } }).request(asked))
      const answer = await localOutbound().request(asked)

      expect(error.code).toBe('forbidden')
      expect(answer.body).toBe('inside')
      expect(server.connections()).toBe(1)
    },
  )

  test.each([
    ['a URL', post('http://user:secret@127.0.0.1:1/')],
    ['a header', post('http://127.0.0.1:1/', { headers: { 'x-a': 'secret\r\nx-b: 1' } })],
  ])('is not made with %s that is none', async (_, asked) => {
    const error = await failure(localOutbound().request(asked))

    expect(error.code).toBe('forbidden')
    expect(Bun.inspect(error)).not.toContain('secret')
  })

  const variables = ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']
  afterEach(() => variables.forEach((name) => delete process.env[name]))

  test('uses no proxy of the environment', async () => {
    using proxy = await rawServer((socket) => socket.end(reply('proxy')))
    using server = await rawServer((socket) => socket.end(reply('server')))
    for (const name of variables) process.env[name] = `http://127.0.0.1:${proxy.port}`

    const { body } = await localOutbound().request(post(`http://hooks.example:${server.port}/`))

    expect(body).toBe('server')
    expect(proxy.connections()).toBe(0)
  })
})

describe('a reply', () => {
  test.each([301, 302, 303, 307, 308])('of %i is given, not followed', async (status) => {
    using inside = await rawServer((socket) => socket.end(reply('inside')))
    const location = `http://127.0.0.1:${inside.port}/latest/meta-data/`
    using server = await rawServer((socket) =>
      socket.end(reply('moved', `HTTP/1.1 ${status} Moved\r\nLocation: ${location}\r\n`)),
    )

    const answer = await localOutbound().request(post(`http://hooks.example:${server.port}/`))

    expect(answer).toMatchObject({ status, headers: { location }, body: 'moved' })
    expect(inside.connections()).toBe(0)
  })

  test('that leads to the metadata of a cloud is only told', async () => {
    using server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: () => Response.redirect('http://169.254.169.254/latest/meta-data/'),
    })

    const answer = await localOutbound().request({ method: 'GET', url: server.url.href })

    expect(answer.status).toBe(302)
  })

  test('has lower-case headers, and those that come twice in one', async () => {
    const head = 'HTTP/1.1 200 OK\r\nX-A: 1\r\nx-a: 2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n'
    using server = await rawServer((socket) => socket.end(reply('', head)))

    const { headers } = await localOutbound().request(post(`http://hooks.example:${server.port}/`))

    expect(headers).toEqual({ 'x-a': '1, 2', 'set-cookie': 'a=1, b=2', 'content-length': '0' })
  })

  test('of 64 KiB is given whole', async () => {
    const body = 'x'.repeat(64 * 1024)
    using server = await rawServer((socket) => socket.end(reply(body)))

    const answer = await localOutbound().request(post(`http://hooks.example:${server.port}/`))

    expect(answer.body).toBe(body)
  })

  test('that does not end is cut at 64 KiB, at the end of a character, and its connection closed', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n'
    using server = await rawServer((socket) => socket.write(`${head}x${'ü'.repeat(40_000)}`))

    const answer = await localOutbound().request(post(`http://hooks.example:${server.port}/`))
    await server.closed

    expect(answer.body).toBe(`x${'ü'.repeat(32 * 1024 - 1)}`)
  })

  test('may end with the connection, when it says no length', async () => {
    using server = await rawServer((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall'))

    const answer = await localOutbound().request(post(`http://hooks.example:${server.port}/`))

    expect(answer.body).toBe('all')
  })

  test('may come before all of the request was read', async () => {
    using server = await rawServer((socket) => socket.end(reply('', 'HTTP/1.1 413 Large\r\n')))
    const asked = post(`http://hooks.example:${server.port}/`, { body: 'x'.repeat(5_000_000) })

    expect(await localOutbound().request(asked)).toMatchObject({ status: 413 })
  })
})
