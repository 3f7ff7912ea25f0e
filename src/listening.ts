import type { AnyElysia } from 'elysia'
import { addressOf } from './address.ts'
import { AppError, messageOf } from './errors.ts'

type Listening = Pick<AnyElysia, 'listen' | 'server'>

/** How long (ms) a stop waits for requests in flight. */
const patience = 3_000

export interface Place {
  host: string
  port: number
}

/** Begins to listen. @returns the URL of it, seen from this machine. Throws `failed` when the port is taken. */
export function listen(server: Listening, { host, port }: Place): string {
  try {
    server.listen({
      hostname: host,
      port,
      // Elysia's default lets a second process take half of the requests without a word.
      reusePort: false,
      development: false,
      // Bun's own 413 has no body to help anybody: http/body.ts stops reading at the limit instead.
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    })
  } catch (cause) {
    throw new AppError('failed', `Cannot listen on ${host}:${port}: ${messageOf(cause)}`, { cause })
  }
  return addressOf(host, server.server?.port ?? port)
}

/** Takes no request more, and lets those in flight end, for a while. */
export async function stopListening(server: Listening): Promise<void> {
  const closed = Promise.resolve(server.server?.stop()).then(() => true)
  const late = new Promise<false>((resolve) => setTimeout(resolve, patience, false).unref())
  if (!(await Promise.race([closed, late]))) await server.server?.stop(true)
}
