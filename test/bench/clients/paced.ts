import type { Body } from '../bodies.ts'
import { openConnection, type Connection } from './connection.ts'
import { portOf, requestOf } from './request.ts'

export interface PacedOptions {
  url: string
  /** Requests a second. */
  rate: number
  connections: number
  bodies: Body[]
  /** Called with the moment at which a request had to be sent, however late it was. */
  onDue(body: Body, due: number): void
  onAnswered(status: number, due: number): void
}

/**
 * Sends at an even rate, whether or not the answers keep up: what finds no free connection waits for one, and its latency counts
 * from when it was due. Otherwise a server that stops for a while would be asked less while it does.
 */
export async function sendPaced(options: PacedOptions): Promise<void> {
  const { url, rate, connections, bodies, onDue, onAnswered } = options
  const requests = bodies.map((body) => requestOf(url, body))
  const idle = await Promise.all(
    Array.from({ length: connections }, () => openConnection(portOf(url))),
  )
  const all = [...idle]
  const waiting: { request: Buffer; due: number }[] = []
  const sending: Promise<void>[] = []

  /** Sends what waits, until nothing does. */
  async function work(connection: Connection): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      onAnswered(await connection.send(next.request), next.due)
    }
    idle.push(connection)
  }

  const started = performance.now() + 20
  for (const [index, request] of requests.entries()) {
    const due = started + (index * 1000) / rate
    while (performance.now() < due) await Bun.sleep(1)
    const body = bodies[index]
    if (body !== undefined) onDue(body, due)
    waiting.push({ request, due })
    const connection = idle.pop()
    if (connection !== undefined) sending.push(work(connection))
  }
  await Promise.all(sending)
  for (const connection of all) connection.close()
}
