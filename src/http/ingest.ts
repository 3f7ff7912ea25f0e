import { Elysia } from 'elysia'
import type { Clock } from '../clock.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import { errorFacts, type Log } from '../log.ts'
import type { Observer, Received } from '../observer.ts'
import type { Sender, Store } from '../store/store.ts'
import { requestIdOf, securityHeaders } from './headers.ts'
import { createLimit } from './limit.ts'
import { problem, statusOf } from './problem.ts'
import type { Receive } from './receive.ts'
import type { Refusals } from './refusals.ts'
import { createSenders } from './sender.ts'

export interface IngestParts {
  store: Pick<Store, 'findSender'>
  receive: Receive
  refusals: Pick<Refusals, 'note' | 'noteToken'>
  clock: Clock
  /** What lengths of time are told by. */
  monotonic: Clock
  log: Log
  observer: Pick<Observer, 'received'>
}

const path = '/v1/events/sentry'

/**
 * `POST /v1/events/sentry/{token}`: 202 once the event is on disk. Sentry waits one second and an internal integration tries
 * once, so nothing else is done here. Elysia must leave the body alone: the sender is known first (401 before any 400), and
 * the signature is over the bytes as they came.
 */
export function createIngest(parts: IngestParts) {
  const { store, receive, refusals, clock, monotonic, log, observer } = parts
  const limited = createLimit(clock)
  const senderOf = createSenders(store, clock)
  const refused = (code: ErrorCode, integrationId?: string) =>
    limited(`${code} ${integrationId}`, (alsoRefused) =>
      log.warn('event refused', { code, integrationId, alsoRefused }),
    )
  const notStored = (error: unknown, integrationId?: string) =>
    limited('not stored', (alsoNotStored) =>
      log.error('event not stored', { integrationId, ...errorFacts(error), alsoNotStored }),
    )

  async function answer(request: Request, token: string): Promise<Response> {
    let sender: Sender | undefined
    const from = monotonic()
    let readAt = from
    const onRead = () => {
      readAt = monotonic()
    }
    const tell = (status: number, code: Received['code'], eventId: string | null = null) => {
      const integrationId = sender?.integrationId ?? null
      const { headers } = request
      observer.received({
        from,
        readAt,
        to: monotonic(),
        status,
        code,
        integrationId,
        eventId,
        headers,
      })
    }
    try {
      sender = await senderOf(token)
      if (sender === undefined) throw unknownToken()
      const id = await receive(request, sender, onRead)
      const response = Response.json({ id, status: 'accepted' }, accepted(request))
      tell(202, 'accepted', id)
      return response
    } catch (error) {
      if (error instanceof AppError) {
        refused(error.code, sender?.integrationId)
        if (sender === undefined) refusals.noteToken(error, token)
        else refusals.note(error, sender.integrationId)
        tell(statusOf[error.code].status, error.code)
        return problem(error, echo(request))
      }
      notStored(error, sender?.integrationId)
      tell(500, 'internal')
      return problem(
        new AppError('internal', 'Navish could not store this event; its log says why.'),
        echo(request),
      )
    }
  }

  return new Elysia({ name: 'ingest' })
    .post(`${path}/:token`, ({ request, params }) => answer(request, tokenIn(params)), {
      parse: 'none',
    })
    .post(path, ({ request }) => answer(request, ''), { parse: 'none' })
    .all(`${path}/:token`, onlyPost, { parse: 'none' })
    .all(path, onlyPost, { parse: 'none' })
}

/** How a 202 goes out. */
function accepted(request: Request): ResponseInit {
  return { status: 202, headers: { ...securityHeaders, ...echo(request) } }
}

function echo({ headers }: Request): Record<string, string> {
  const { name, id } = requestIdOf(headers)
  return { [name]: id }
}

/** Elysia gives null for what is no valid percent-encoding, against its type. */
function tokenIn({ token }: { token: string | null }): string {
  return token ?? ''
}

function unknownToken(): AppError {
  return new AppError(
    'unauthorized',
    'The token in this URL is not valid: copy the webhook URL again, or create a new one with "navish integration rotate".',
  )
}

function onlyPost({ request }: { request: Request }): Response {
  return problem(new AppError('method_not_allowed', 'Sentry webhooks are sent with POST.'), {
    allow: 'POST',
    ...echo(request),
  })
}
