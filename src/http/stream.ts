import type { Hub } from '../stream/hub.ts'
import type { Caller } from './caller.ts'
import { createStanding, type StandingParts } from './standing.ts'

export interface StreamParts extends StandingParts {
  hub: Pick<Hub, 'open'>
}

/** What a stream needs of the server that it goes through; null where there is none, as in tests without a socket. */
export interface Connections {
  /** Closes the connection of a request on which nothing moves for so many seconds. */
  timeout(request: Request, seconds: number): void
}

/** Three heartbeats: they alone keep the connection of one who reads. */
const patience = 45
/** The least there is. */
const hangUp = 1

/** `GET /v1/stream`: server-sent events. Throws `rate_limited` when there are too many readers. */
export function createStream({ hub, store, clock }: StreamParts) {
  const mayStill = createStanding({ store, clock })

  return async (
    request: Request,
    caller: Caller,
    connections: Connections | null,
  ): Promise<Response> => {
    const stream = await hub.open({
      owner: ownerOf(caller),
      lastEventId: lastEventIdOf(request),
      stillValid: () => mayStill(caller),
      hangUp: () => connections?.timeout(request, hangUp),
    })
    connections?.timeout(request, patience)
    return new Response(stream, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // nginx would collect the events until there are enough to pass on.
        'x-accel-buffering': 'no',
      },
    })
  }
}

function ownerOf({ actor: { kind, id, name } }: Caller): string {
  return `${kind} ${id ?? name}`
}

/** The header is what a browser adds when it comes again, with the URL as it was: it is the newer one. */
function lastEventIdOf({ headers, url }: Request): string | null {
  const said = headers.get('last-event-id') ?? new URL(url).searchParams.get('lastEventId')
  return said === '' ? null : said
}
