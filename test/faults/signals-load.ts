import { connect, type Socket } from 'node:net'
import { metricHook } from '../support/requests.ts'

/** What became of one request, told by its sender. */
export interface Sending {
  /** Id of the metric incident that the request speaks of: no two are the same, so each opens an alert of its own. */
  id: string
  /** When all of it had been handed to the system, by `performance.now()`; null when that never happened. */
  sentAt: number | null
  /** Status of the answer, or null when there was none. */
  status: number | null
  ms: number
}

export interface Load {
  sendings: Sending[]
  /** Lets the answers that are still missing arrive, and ends the connections. */
  stop(): Promise<void>
}

/**
 * Posts over so many kept connections, each one request at a time, as fast as the answers come. A connection that ends is
 * opened anew, until the port no longer takes any.
 */
export function startLoad(port: number, path: string, connections: number): Load {
  const sendings: Sending[] = []
  const until = new AbortController()
  const loops = Array.from({ length: connections }, (_, index) => sender(index))

  async function sender(index: number): Promise<void> {
    for (let opened = 0; !until.signal.aborted; opened += 1) {
      const socket = await open(port)
      if (socket === null) return
      await sendOn(socket, `${index}.${opened}`)
      socket.destroy()
    }
  }

  async function sendOn(socket: Socket, prefix: string): Promise<void> {
    const answers = answersOf(socket)
    for (let number = 0; !until.signal.aborted && socket.writable; number += 1) {
      const id = `${prefix}.${number}`
      const sending: Sending = { id, sentAt: null, status: null, ms: 0 }
      const started = performance.now()
      sendings.push(sending)
      socket.write(requestOf(path, id), (error) => {
        if (!error) sending.sentAt = performance.now()
      })
      sending.status = await answers()
      sending.ms = performance.now() - started
      if (sending.status === null) return
    }
  }

  return {
    sendings,
    async stop() {
      until.abort()
      await Promise.all(loops)
    },
  }
}

/** A whole request that opens an alert of its own. */
export function requestOf(path: string, id: string): string {
  const { headers, body } = metricHook('critical', { id })
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const length = Buffer.byteLength(body.toString())
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${lines.join('')}Content-Length: ${length}\r\n\r\n${body.toString()}`
}

/** A connection, or null when the port takes none. */
export function open(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', () => resolve(null))
  })
}

/** Gives the status of the next answer on this connection each time it is called, or null when the connection ends first. */
export function answersOf(socket: Socket): () => Promise<number | null> {
  let text = ''
  let ended = false
  let wake = () => {}
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    text += chunk
    wake()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    ended = true
    wake()
  })
  return async () => {
    for (;;) {
      const found = firstAnswer(text)
      if (found !== null) {
        text = text.slice(found.length)
        // Whoever says so reads nothing more that is sent.
        if (found.last) socket.end()
        return found.status
      }
      if (ended) return null
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
}

function firstAnswer(text: string): { status: number; length: number; last: boolean } | null {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return null
  const head = text.slice(0, end)
  const length = end + 4 + Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
  if (text.length < length) return null
  const last = /^connection: close$/im.test(head)
  return { status: Number(head.split(' ')[1]), length, last }
}
