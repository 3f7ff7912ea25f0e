import { openConnection } from './connection.ts'
import { portOf } from './request.ts'

/** How long (ms) a server may take to come up. */
const patience = 60_000

/** Tries to connect and to send, from now on, until there is an answer. Gives when it came; throws when it is no 202. */
export async function firstAnswer(url: string, request: Buffer): Promise<number> {
  const until = performance.now() + patience
  for (;;) {
    const connection = await openConnection(portOf(url)).catch(() => null)
    if (connection !== null) {
      const status = await connection.send(request)
      const now = performance.now()
      connection.close()
      if (status !== 202) throw new Error(`the first answer is ${status}`)
      return now
    }
    if (performance.now() > until) throw new Error('nobody listens')
    await Bun.sleep(1)
  }
}

/** A port that is free now: whoever asks from the start must know it before the server does. */
export function freePort(): number {
  const server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = server
  server.stop(true)
  return port
}
