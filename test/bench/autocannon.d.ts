/** As much of autocannon 8 as is used here: it brings no types of its own. */
declare module 'autocannon' {
  export interface Request {
    method?: string
    body?: string
    headers?: Record<string, string>
  }

  interface Options {
    url: string
    connections: number
    /** Seconds. */
    duration: number
    /** Seconds. */
    timeout: number
    requests: { setupRequest(request: Request): Request }[]
  }

  interface Cannon extends Promise<{ errors: number; timeouts: number }> {
    on(
      name: 'response',
      then: (client: unknown, status: number, bytes: number, ms: number) => void,
    ): void
    stop(): void
  }

  export default function autocannon(options: Options): Cannon
}
