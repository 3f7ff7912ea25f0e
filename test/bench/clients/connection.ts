import { connect } from 'node:net'

/** One keep-alive connection that sends one request after another. */
export interface Connection {
  /** Resolves with the status when the whole answer is there. */
  send(request: Buffer): Promise<number>
  close(): void
}

interface Awaited {
  resolve(status: number): void
  reject(error: Error): void
}

/** Rejects when nobody listens. */
export function openConnection(port: number): Promise<Connection> {
  return new Promise((opened, refused) => {
    let awaited: Awaited | null = null
    let received = ''
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })

    function fail(error: Error): void {
      refused(error)
      awaited?.reject(error)
      awaited = null
    }

    socket.setEncoding('latin1')
    socket.on('error', fail)
    socket.on('close', () => fail(new Error('the connection was closed')))
    socket.on('data', (text: string) => {
      received += text
      const status = wholeAnswer(received)
      if (status === null) return
      received = ''
      const { resolve } = awaited ?? {}
      awaited = null
      resolve?.(status)
    })
    socket.on('connect', () =>
      opened({
        send(request) {
          return new Promise((resolve, reject) => {
            awaited = { resolve, reject }
            socket.write(request)
          })
        },
        close: () => socket.destroy(),
      }),
    )
  })
}

/** The status of an answer, or null while there is more to come. */
function wholeAnswer(text: string): number | null {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return null
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end + 2))?.[1]
  if (length === undefined) throw new Error(`an answer without a length: ${text.slice(0, end)}`)
  return text.length < end + 4 + Number(length) ? null : Number(text.slice(9, 12))
}
