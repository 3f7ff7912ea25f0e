import { afterEach, describe, expect, test } from 'bun:test'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { createCertificate } from '../support/certificate.ts'
import { failure, localOutbound, post, rawServer, reply } from './setup.ts'

const secretPath = '/services/SECRET?key=SECRET'

function urlOf(port: number, protocol = 'http'): string {
  return `${protocol}://hooks.example:${port}${secretPath}`
}

describe('no reply', () => {
  test.each<[string, (socket: Socket) => void, string]>([
    ['the connection is closed', (socket) => socket.end(), 'gave no HTTP reply'],
    [
      'something else is spoken',
      (socket) => socket.end('220 smtp.example\r\n'),
      'gave no HTTP reply',
    ],
    [
      'the headers do not end',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(200_000)}`),
      'gave no HTTP reply',
    ],
    [
      'another protocol begins',
      (socket) =>
        socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
      'gave no HTTP reply',
    ],
    [
      'the body is shorter than was said',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf'),
      'broke off in the middle of its reply',
    ],
    [
      'the last chunk is missing',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n'),
      'broke off in the middle of its reply',
    ],
    [
      'a chunk is none',
      (socket) =>
        socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n'),
      'broke off in the middle of its reply',
    ],
  ])('is had when %s', async (_, answer, words) => {
    using server = await rawServer(answer)

    const error = await failure(localOutbound().request(post(urlOf(server.port))))

    expect(error.code).toBe('broken')
    expect(error.message).toStartWith(`http://hooks.example:${server.port} ${words}`)
    expect(Bun.inspect(error)).not.toContain('SECRET')
  })

  test('is had from a port where nobody listens', async () => {
    const server = await rawServer(() => {})
    const { port } = server
    server[Symbol.dispose]()

    const error = await failure(localOutbound().request(post(urlOf(port))))

    expect(error.code).toBe('unreachable')
    expect(error.message).toBe(
      `http://hooks.example:${port} cannot be reached: it refuses connections.`,
    )
    expect(Bun.inspect(error)).not.toContain('SECRET')
  })

  test.each<[string, string, (socket: Socket) => void]>([
    ['nothing comes', 'http', () => {}],
    ['TLS gets no answer', 'https', () => {}],
    ['the body does not end', 'http', (socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nhalf')],
  ])('is waited for no longer than allowed when %s', async (_, protocol, answer) => {
    using server = await rawServer(answer)

    const asked = post(urlOf(server.port, protocol), { timeoutMs: 50 })
    const error = await failure(localOutbound().request(asked))
    await server.closed

    expect(error.code).toBe('timeout')
    expect(error.message).toBe(
      `${protocol}://hooks.example:${server.port} did not answer in 0.05 s.`,
    )
    expect(Bun.inspect(error)).not.toContain('SECRET')
  })

  test('is asked for when the address came too late', async () => {
    using server = await rawServer((socket) => socket.end(reply('')))
    const { promise, resolve } = Promise.withResolvers<string[]>()
    const outbound = localOutbound({ lookup: () => promise, timeoutMs: 10 })

    const error = await failure(outbound.request(post(urlOf(server.port))))
    const hostError = await failure(outbound.resolve('hooks.example'))
    resolve(['127.0.0.1'])
    await Bun.sleep(0)

    expect([error.code, hostError.code]).toEqual(['timeout', 'timeout'])
    expect(server.connections()).toBe(0)
  })
})

describe('TLS', () => {
  const certificate = createCertificate('hooks.example')
  const { cert: ca } = certificate
  const ok = (socket: Socket) => socket.end(reply('safe'))
  afterEach(() => delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'])

  test.each(['hooks.example', 'HOOKS.example', 'hooks.example.'])(
    'is spoken with the name %s, which the certificate is for',
    async (name) => {
      // Servers look for what RFC 6066 wants: no dot at the end.
      using server = await rawServer(
        (socket) => socket.end(reply(String((socket as TLSSocket).servername))),
        certificate,
      )

      const answer = await localOutbound({ ca }).request(post(`https://${name}:${server.port}/`))

      expect(answer.body.toLowerCase()).toBe('hooks.example')
    },
  )

  test.each([
    ['another name', 'other.example', 'its certificate is for another name'],
    ['an address', '127.0.0.1', 'its certificate is for another name'],
  ])('fails for %s', async (_, host, why) => {
    using server = await rawServer(ok, certificate)
    const origin = `https://${host}:${server.port}`

    const error = await failure(localOutbound({ ca }).request(post(`${origin}${secretPath}`)))

    expect(error.code).toBe('tls')
    expect(error.message).toBe(`${origin} gave no secure connection: ${why}.`)
    expect(Bun.inspect(error)).not.toContain('SECRET')
    expect(server.received()).toBe('')
  })

  test.each([undefined, '0'])(
    'fails for a certificate that nobody vouches for, with NODE_TLS_REJECT_UNAUTHORIZED=%p',
    async (setting) => {
      using server = await rawServer(ok, certificate)
      if (setting !== undefined) process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = setting

      const error = await failure(localOutbound().request(post(urlOf(server.port, 'https'))))

      expect(error.code).toBe('tls')
      expect(error.message).toEndWith('its certificate is signed by itself.')
      expect(server.received()).toBe('')
    },
  )

  test.each<[string, (socket: Socket) => void, string]>([
    ['plain HTTP', (socket) => socket.end(reply('')), 'it does not speak TLS'],
    ['nothing', (socket) => socket.end(), 'it closed the connection'],
  ])('fails where %s is spoken', async (_, answer, why) => {
    using server = await rawServer(answer)

    const error = await failure(localOutbound({ ca }).request(post(urlOf(server.port, 'https'))))

    expect(error.code).toBe('tls')
    expect(error.message).toEndWith(`${why}.`)
  })
})
