import { connect, type Socket } from 'node:net'

/** What a port said to some bytes until it closed the connection, or until nothing more came for so long. */
export interface Said {
  /** The statuses of all answers, in their order. */
  statuses: number[]
  /** Whether the server ended the connection. */
  closed: boolean
  text: string
}

export interface Saying {
  /** Close our side when all is written: nothing more will come. */
  end?: boolean
  /** Wait so long (ms) for more answers after the last one. */
  patience?: number
  /** So many answers are all that can come. */
  answers?: number
}

/** Opens a connection; one that cannot be opened or that breaks says so only by closing. */
export function openRaw(port: number): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.on('error', () => resolve(socket))
  })
}

/** Writes exactly this, and gives back what the server says to it. */
export async function say(
  port: number,
  bytes: string | Uint8Array,
  { end = false, patience = 1_000, answers = Number.POSITIVE_INFINITY }: Saying = {},
): Promise<Said> {
  const socket = await openRaw(port)
  const chunks: string[] = []
  const closed = await new Promise<boolean>((resolve) => {
    const giveUp = () => resolve(false)
    let timer = setTimeout(giveUp, patience)
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      chunks.push(chunk)
      clearTimeout(timer)
      timer = setTimeout(giveUp, patience)
      if (statusesIn(chunks.join('')).length >= answers) resolve(false)
    })
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(true)
    })
    if (end) socket.end(bytes)
    else socket.write(bytes)
  })
  socket.destroy()
  const text = chunks.join('')
  return { statuses: statusesIn(text), closed, text }
}

/** No body of ours has such a line in it. */
export function statusesIn(text: string): number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))
}

/** Keeps writing a byte a second of this on so many connections, until it is told to stop. */
export async function trickle(port: number, text: string, head: number, connections: number) {
  const sockets = await Promise.all(Array.from({ length: connections }, () => openRaw(port)))
  let at = head
  for (const socket of sockets) socket.write(text.slice(0, head))
  const timer = setInterval(() => {
    for (const socket of sockets) socket.write(text.slice(at, at + 1))
    at += 1
  }, 1_000)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Writes this again and again over one connection as fast as it goes, `times` in all, and counts the statuses. */
export async function flood(
  port: number,
  pieces: (index: number) => string,
  times: number,
): Promise<Map<number, number>> {
  const socket = await openRaw(port)
  const counts = new Map<number, number>()
  const inFlight = 50
  let sent = 0
  let answered = 0
  let rest = ''
  const more = () => {
    let text = ''
    while (sent < times && sent - answered < inFlight) {
      text += pieces(sent)
      sent += 1
    }
    if (text !== '') socket.write(text)
  }
  socket.setEncoding('latin1')
  return new Promise((resolve) => {
    socket.on('data', (chunk: string) => {
      const text = rest + chunk
      for (const status of statusesIn(text)) {
        counts.set(status, (counts.get(status) ?? 0) + 1)
        answered += 1
      }
      // A status line may be cut by the end of a chunk: keep what is too short to be one, and was not counted.
      rest = text.slice(Math.max(text.length - 12, text.lastIndexOf('HTTP/1.1 ')))
      if (statusesIn(rest).length > 0) rest = ''
      if (answered >= times) socket.end()
      else more()
    })
    socket.on('close', () => resolve(counts))
    more()
  })
}
