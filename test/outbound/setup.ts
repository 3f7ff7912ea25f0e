import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { createOutbound, type OutboundParts } from '../../src/outbound/create-outbound.ts'
import { OutboundError, type OutboundRequest } from '../../src/outbound/outbound.ts'
import type { Certificate } from '../support/certificate.ts'

/** Answers on a socket of this machine, with whatever bytes a test likes. */
export interface RawServer extends Disposable {
  port: number
  /** What came in, as it came. */
  received(): string
  /** How many connections were opened. */
  connections(): number
  /** Resolves when a connection has closed. */
  closed: Promise<void>
}

/** Answers the first bytes of each connection. */
export async function rawServer(
  answer: (socket: Socket) => void,
  certificate?: Certificate,
): Promise<RawServer> {
  let received = ''
  let connections = 0
  const sockets = new Set<Socket>()
  const { promise: closed, resolve } = Promise.withResolvers<void>()
  const onSocket = (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => resolve())
    socket.once('data', () => answer(socket))
    socket.on('data', (chunk) => {
      received += chunk.toString()
    })
  }
  const server: Server =
    certificate === undefined ? createServer(onSocket) : createTlsServer(certificate, onSocket)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    connections: () => connections,
    closed,
    [Symbol.dispose]() {
      sockets.forEach((socket) => socket.destroy())
      server.close()
    },
  }
}

export function reply(body: string, head = 'HTTP/1.1 200 OK\r\n'): string {
  return `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

/** Requests that may reach this machine, under any name. */
export function localOutbound(parts: Partial<OutboundParts> = {}) {
  return createOutbound({
    policy: { allow: ['127.0.0.0/8'] },
    lookup: () => Promise.resolve(['127.0.0.1']),
    timeoutMs: 3000,
    ...parts,
  })
}

export function post(url: string, more: Partial<OutboundRequest> = {}): OutboundRequest {
  return { method: 'POST', url, ...more }
}

/** What a promise was rejected with, which must be an `OutboundError`. */
export async function failure(promise: Promise<unknown>): Promise<OutboundError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof OutboundError) return error
  throw new Error(`expected an OutboundError, not ${Bun.inspect(error)}`)
}
