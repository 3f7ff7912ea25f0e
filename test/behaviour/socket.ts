import { connect } from 'node:net'
import { startTestNavish } from '../support/navish.ts'
import type { Sent } from '../support/requests.ts'

/** A test Navish that listens on a real socket, as the program does. */
export async function listeningNavish(options: Parameters<typeof startTestNavish>[0] = {}) {
  const navish = await startTestNavish(options)
  navish.server.listen({
    hostname: '127.0.0.1',
    port: 0,
    reusePort: false,
    development: false,
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
  })
  const port = navish.server.server?.port ?? 0
  const path = `/v1/events/sentry/${navish.token}`
  const url = `http://127.0.0.1:${port}${path}`

  return {
    ...navish,
    port,
    path,
    url,
    /** Posts over the socket, without draining. */
    postTo: (address: string, sent: Sent): Promise<Response> =>
      fetch(address, {
        method: 'POST',
        headers: sent.headers,
        body: sent.body,
        redirect: 'manual',
      }),
    async [Symbol.asyncDispose]() {
      await navish.server.stop(true)
      await navish[Symbol.asyncDispose]()
    },
  }
}

/**
 * Writes exactly this text to the port and gives back the answer as soon as all of it is there, also when the request is not
 * complete: its head and its body.
 */
export function exchange(port: number, text: string): Promise<{ head: string; body: string }> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.setEncoding('utf8')
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`closed after: ${answer}`)))
    socket.on('data', (chunk: string) => {
      answer += chunk
      const end = answer.indexOf('\r\n\r\n')
      const head = answer.slice(0, end)
      const body = answer.slice(end + 4)
      const length = /^content-length: (\d+)$/im.exec(head)?.[1]
      if (end === -1 || length === undefined || Buffer.byteLength(body) < Number(length)) return
      resolve({ head, body })
      socket.destroy()
    })
  })
}

/** Writes this text, and closes once it has gone out. */
export function hangUp(port: number, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text, () => setImmediate(() => socket.destroy()))
    })
    socket.on('error', reject)
    socket.on('close', () => resolve())
  })
}

/** Writes this text, and then nothing more. */
export function hold(port: number, text: string): Disposable {
  const socket = connect(port, '127.0.0.1', () => socket.write(text))
  return { [Symbol.dispose]: () => socket.destroy() }
}
