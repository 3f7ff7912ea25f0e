import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { failureOf, type Phase } from './failure.ts'
import type { OutboundReply, OutboundRequest } from './outbound.ts'

/** One request whose parts have been looked at, and the address that its host was found to have. */
export interface Exchange {
  url: URL
  address: string
  method: OutboundRequest['method']
  /** Without those that say where the request goes and ends. */
  headers: Readonly<Record<string, string>>
  body: string | undefined
  /** The only authorities to believe; left out: those of the system. */
  ca: string | undefined
}

/** What is kept of a reply, in bytes. */
const replyLimit = 64 * 1024

/** Sends a request to the address, in the name of the URL. When the signal aborts, the connection is gone, and its reason is thrown. */
export async function exchange(asked: Exchange, signal: AbortSignal): Promise<OutboundReply> {
  signal.throwIfAborted()
  const request = open(asked)
  const phase = phases(request, asked.url)
  const stop = () => {
    request.destroy()
  }
  signal.addEventListener('abort', stop)
  try {
    return await new Promise<OutboundReply>((resolve, reject) => {
      const fail = (error?: unknown) => {
        reject(signal.aborted ? signal.reason : failureOf(asked.url.origin, phase(), error))
      }
      request.on('error', fail)
      // Also after what is neither reply nor error, such as a switch to another protocol.
      request.on('close', fail)
      request.on('response', (reply) => {
        read(reply).then(resolve, fail)
      })
      request.end(asked.body)
    })
  } finally {
    signal.removeEventListener('abort', stop)
    request.destroy()
  }
}

function open({ url, address, method, headers, body, ca }: Exchange): ClientRequest {
  const hasLength = body !== undefined || method !== 'GET'
  const options = {
    host: address,
    port: url.port === '' ? undefined : Number(url.port),
    method,
    path: `${url.pathname}${url.search}`,
    // An agent would keep connections, and find them again by the address alone.
    agent: false,
    headers: {
      'user-agent': 'Navish',
      'accept-encoding': 'identity',
      ...headers,
      host: url.host,
      connection: 'close',
      // Without it, the body of a DELETE would be the beginning of another request.
      ...(hasLength && { 'content-length': Buffer.byteLength(body ?? '') }),
    },
  }
  if (url.protocol === 'http:') return httpRequest(options)
  const name = url.hostname.replace(/\.$/, '')
  return httpsRequest({
    ...options,
    // Said, because NODE_TLS_REJECT_UNAUTHORIZED would be asked otherwise.
    rejectUnauthorized: true,
    // An address is no server name; the certificate is then compared with the address.
    ...(!isLiteral(name) && { servername: name }),
    ...(ca !== undefined && { ca }),
  })
}

function isLiteral(hostname: string): boolean {
  return hostname.startsWith('[') || isIP(hostname) !== 0
}

/** How far a request has come. */
function phases(request: ClientRequest, { protocol }: URL): () => Phase {
  let phase: Phase = 'connecting'
  request.on('socket', (socket) => {
    socket.on('connect', () => {
      phase = protocol === 'https:' ? 'securing' : 'waiting'
    })
    socket.on('secureConnect', () => {
      phase = 'waiting'
    })
  })
  request.on('response', () => {
    phase = 'reading'
  })
  return () => phase
}

function read(reply: IncomingMessage): Promise<OutboundReply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    const done = () => {
      const isCut = length > replyLimit
      const bytes = Buffer.concat(chunks).subarray(0, replyLimit)
      // A character that the cut goes through is left out.
      const body = new TextDecoder().decode(bytes, { stream: isCut })
      resolve({ status: reply.statusCode ?? 0, headers: plainHeaders(reply), body })
    }
    reply.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > replyLimit) done()
    })
    reply.on('end', () => {
      if (reply.complete) done()
      else reject(new Error('incomplete'))
    })
    reply.on('error', reject)
  })
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  )
}
