/** What a receiver was sent. */
export interface Received {
  method: string
  /** With the query. */
  path: string
  headers: Record<string, string>
  /** Its JSON; no members where it was empty. */
  body: Record<string, unknown>
  /** As it came. */
  text: string
}

/** What it answers: a response, or never anything. */
export type Answer = (received: Received) => Response | Promise<Response>

/** A server that remembers what it was sent. */
export interface Receiver extends AsyncDisposable {
  url: string
  received: Received[]
  /** Waits until something that was received is as asked. */
  until<T>(found: () => T | undefined): Promise<T>
}

/** Answers what is told, one answer a request and the last one for all that follow. */
export function aReceiver(...answers: [Answer, ...Answer[]]): Receiver {
  const received: Received[] = []
  let heard = Promise.withResolvers<void>()
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      const said = await request.text()
      const each = {
        method: request.method,
        path: pathname + search,
        headers: Object.fromEntries(request.headers),
        body: (said === '' ? {} : JSON.parse(said)) as Record<string, unknown>,
        text: said,
      }
      received.push(each)
      heard.resolve()
      heard = Promise.withResolvers()
      const answer = answers[Math.min(received.length, answers.length) - 1] ?? answers[0]
      return answer(each)
    },
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    received,
    async until(found) {
      for (;;) {
        const one = found()
        if (one !== undefined) return one
        await heard.promise
      }
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}

/** A JSON answer. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Answer {
  return () => Response.json(body, { status, headers })
}

/** An answer as text. */
export function text(body: string, status = 200, headers: Record<string, string> = {}): Answer {
  return () => new Response(body, { status, headers })
}

/** Never answers. */
export const silence: Answer = () => Promise.withResolvers<Response>().promise
